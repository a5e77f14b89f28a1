package dev.procpool.protocol.codec;

/**
 * Something in a value cannot travel to another JVM.
 *
 * <p>The message says what, why, and on which path it hangs from the root: {@code cannot encode
 * Order.customer.connection (java.net.Socket): it belongs to this JVM}. The cause is what the
 * value's own code threw, if it did.
 */
public class EncodingException extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final String path;

    public EncodingException(String message, String path, Throwable cause) {
        super(message, cause);
        this.path = path;
    }

    /** Where it is, from the simple class name of the root: {@code Order.lines[3].customer}. */
    public String path() {
        return path;
    }
}
