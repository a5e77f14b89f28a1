package dev.procpool.protocol.start;

import dev.procpool.protocol.message.ProtocolException;
import dev.procpool.protocol.message.StackFrames;
import java.nio.ByteBuffer;

/**
 * The bytes on the two sockets of a worker: first a preamble on each, then, on the control line, signals for which the
 * worker's main thread is too busy.
 *
 * <pre>
 * worker, once        +-------------+------------+
 *                     | token u64   | line u8    |
 *                     +-------------+------------+
 * supervisor          +-------------+------------------------+
 *                     | signal u8   | ordinal u64            |     (0 except for INTERRUPT)
 *                     +-------------+------------------------+
 * worker, to STACK    +-------------+------------------------+
 *                     | length u32  | see {@link StackFrames}  |
 *                     +-------------+------------------------+
 * </pre>
 */
public final class WorkerLine {

    /** The purposes of the sockets. */
    public enum Line {
        /** One byte wakes a parked reader; end of stream is the death notice. */
        DOORBELL,
        /** Read by the worker's parent watch: signals, and end of stream when the supervisor is gone. */
        CONTROL
    }

    /** The size of the preamble in bytes. */
    public static final int PREAMBLE = 9;

    /** The size of a signal in bytes. */
    public static final int SIGNAL = 9;

    /** The command queue exists and may be opened. */
    public static final byte GO = 'g';

    /** The worker is to interrupt its main thread if that still runs the item with the ordinal of the signal. */
    public static final byte INTERRUPT = 'i';

    /** The worker is to send the stack frames of its main thread. */
    public static final byte STACK = 's';

    private WorkerLine() {}

    /** The preamble of a line, ready to be written. */
    public static ByteBuffer preamble(long token, Line line) {
        return ByteBuffer.allocate(PREAMBLE)
                .putLong(token)
                .put((byte) line.ordinal())
                .flip();
    }

    /** A signal, ready to be written. */
    public static ByteBuffer signal(byte what, long ordinal) {
        return ByteBuffer.allocate(SIGNAL).put(what).putLong(ordinal).flip();
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
