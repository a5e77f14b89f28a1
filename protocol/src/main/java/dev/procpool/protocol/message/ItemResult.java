package dev.procpool.protocol.message;

/**
 * The result of one item as it lies in an {@link Event.ItemsDone}.
 *
 * <pre>
 * +--------+--------------------+-----------------+----------------+
 * | status | run time in ns     | length          | payload        |
 * | u8     | varint (unsigned)  | varint          | length bytes   |
 * +--------+--------------------+-----------------+----------------+
 * </pre>
 *
 * The payload of a {@link Status#VALUE} is the encoded value, that of every other status a {@code RemoteFailure}.
 */
public record ItemResult(Status status, long runNanos, Slice payload) {

    /** The outcome of an item in the worker. The order of the constants is part of the wire format. */
    public enum Status {
        /** The function returned. */
        VALUE,
        /** The function threw. */
        FAILED,
        /** The function or its argument could not be decoded. */
        ARGUMENT_UNREADABLE,
        /** The function returned something that cannot be encoded. */
        RESULT_UNENCODABLE,
        /** The function returned something larger than a message may be. */
        RESULT_TOO_LARGE;

        private static final Status[] VALUES = values();

        private static Status of(int code) {
            if (code < 0 || code >= VALUES.length) {
                throw new ProtocolException("status " + code + " of an item is unknown");
            }
            return VALUES[code];
        }
    }

    /** Starts a result; the length and the payload follow. */
    public static void begin(PayloadBuffer out, Status status, long runNanos) {
        out.putByte(status.ordinal());
        out.putVarLong(Math.max(0, runNanos));
    }

    /** Reads the next result; its payload is a view into the reader's array. */
    public static ItemResult read(PayloadReader in) {
        Status status = Status.of(in.getByte());
        long runNanos = in.getVarLong();
        int length = in.getVarInt();
        if (length < 0 || length > in.remaining()) {
            throw new ProtocolException("a result of " + length + " bytes where " + in.remaining() + " are left");
        }
        Slice payload = new Slice(in.array(), in.position(), length);
        in.skip(length);
        return new ItemResult(status, runNanos, payload);
    }
}
