package dev.procpool.protocol.codec;

/** The encoding of a value exceeds the largest payload that is allowed. */
public final class PayloadTooLargeException extends EncodingException {
    private static final long serialVersionUID = 1;

    private final int limitBytes;

    public PayloadTooLargeException(String typeName, String path, int limitBytes) {
        super("cannot encode %s: it is larger than the limit of %,d bytes".formatted(typeName, limitBytes), path, null);
        this.limitBytes = limitBytes;
    }

    public int limitBytes() {
        return limitBytes;
    }
}
