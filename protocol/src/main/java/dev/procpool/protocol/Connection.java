package dev.procpool.protocol;

import java.nio.ByteBuffer;

/**
 * The first bytes that a worker sends on each of its two sockets, and the single bytes that follow on the control line.
 *
 * <pre>
 * +-------------+------------+
 * | token       | line       |
 * | u64         | u8         |
 * +-------------+------------+
 * </pre>
 */
public final class Connection {

    /** What a socket is for. */
    public enum Line {
        /** One byte wakes a parked reader; end of stream is the death notice. */
        DOORBELL,
        /** Read by the worker's parent watch: {@link #GO}, and end of stream when the supervisor is gone. */
        CONTROL
    }

    /** The size of the preamble in bytes. */
    public static final int PREAMBLE = 9;

    /** The command queue exists and may be opened. */
    public static final byte GO = 'g';

    private Connection() {}

    /** The preamble of a line, ready to be written. */
    public static ByteBuffer preamble(long token, Line line) {
        return ByteBuffer.allocate(PREAMBLE)
                .putLong(token)
                .put((byte) line.ordinal())
                .flip();
    }

    /**
     * Reads a preamble.
     *
     * @throws ProtocolException if the token is not the expected one, or the line is unknown
     */
    public static Line line(ByteBuffer preamble, long token) {
        if (preamble.getLong() != token) {
            throw new ProtocolException("a connection with a wrong token");
        }
        int line = preamble.get();
        if (line < 0 || line >= Line.values().length) {
            throw new ProtocolException("a connection for line " + line);
        }
        return Line.values()[line];
    }
}
