package dev.procpool.protocol.call;

import dev.procpool.protocol.message.PayloadBuffer;
import dev.procpool.protocol.message.PayloadReader;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;

/**
 * One connection, opened by a {@link Handshake}: a request, its answer, the next request. Confined to one thread at a
 * time.
 *
 * <pre>
 * +-------------+------------------+
 * | length u32  | body             |   length: of the body; at least 1
 * +-------------+------------------+
 * </pre>
 */
public final class CallLine implements AutoCloseable {

    /** The size of the largest body. */
    public static final int MAX_BYTES = 1 << 30;

    private static final int KEPT_BYTES = 64 << 10;
    private static final int WIRE_BYTES = 16 << 10;

    private final SocketChannel socket;
    private final PayloadBuffer body = new PayloadBuffer(256);
    private final ByteBuffer wire = ByteBuffer.allocateDirect(WIRE_BYTES);

    /** @param socket blocking; closed together with this line */
    public CallLine(SocketChannel socket) {
        this.socket = socket;
    }

    /** Begins a body, which is written into the buffer that is returned, and sent by {@link #send}. */
    public PayloadBuffer begin() {
        body.trim(KEPT_BYTES);
        body.clear();
        return body;
    }

    /** Sends the body. */
    public void send() throws IOException {
        int length = body.size();
        if (length > MAX_BYTES) {
            throw new IOException("a message of " + length + " bytes");
        }
        wire.clear().putInt(length);
        int first = Math.min(length, wire.remaining());
        writeFully(wire.put(body.array(), 0, first).flip());
        if (first < length) {
            writeFully(ByteBuffer.wrap(body.array(), first, length - first));
        }
    }

    private void writeFully(ByteBuffer buffer) throws IOException {
        int end = buffer.limit();
        while (buffer.position() < end) {
            buffer.limit(Math.min(end, buffer.position() + KEPT_BYTES)); // the JDK copies what it writes
            socket.write(buffer);
            buffer.limit(end);
        }
    }

    /**
     * Receives the body of the next message, which is valid until {@link #begin}. Memory for it is allocated as the
     * bytes come.
     *
     * @throws EOFException if the connection has ended
     */
    public PayloadReader receive() throws IOException {
        readAtLeast(wire.clear(), Integer.BYTES);
        int length = wire.flip().getInt();
        if (length < 1 || length > MAX_BYTES) {
            throw new IOException("a message of " + Integer.toUnsignedString(length) + " bytes");
        }
        PayloadBuffer received = begin();
        while (true) {
            int part = wire.remaining();
            if (received.size() + part > length) {
                throw new IOException("more than one message at a time");
            }
            int at = received.size();
            received.advance(part);
            wire.get(received.array(), at, part);
            if (received.size() == length) {
                return new PayloadReader(received.array(), 0, length);
            }
            readAtLeast(wire.clear(), 1);
            wire.flip();
        }
    }

    private void readAtLeast(ByteBuffer buffer, int count) throws IOException {
        while (buffer.position() < count) {
            if (socket.read(buffer) < 0) {
                throw new EOFException("the connection has ended");
            }
        }
    }

    /**
     * Whether the other end has gone, or sends what it must not, while its request is being carried out. The caller
     * makes sure that no other thread uses the line at this moment.
     */
    public boolean isAbandoned() {
        try {
            socket.configureBlocking(false);
            int read = socket.read(ByteBuffer.allocate(1));
            socket.configureBlocking(true);
            return read != 0;
        } catch (IOException e) {
            return true;
        }
    }

    /** Idempotent. */
    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            // Nothing that was sent before can be lost by that.
        }
    }
}
