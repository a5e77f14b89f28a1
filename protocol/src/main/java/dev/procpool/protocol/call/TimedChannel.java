package dev.procpool.protocol.call;

import java.io.EOFException;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.util.concurrent.TimeUnit;

/** A socket whose reads all end by one deadline, however slowly the other end writes. Confined to one thread. */
final class TimedChannel {

    private final SocketChannel socket;
    private final long deadline;

    /** @param socket made non-blocking until {@link #end} */
    TimedChannel(SocketChannel socket, long timeoutNanos) throws IOException {
        this.socket = socket;
        this.deadline = System.nanoTime() + timeoutNanos;
        socket.configureBlocking(false);
    }

    /**
     * Reads exactly {@code count} bytes.
     *
     * @throws EOFException if the stream ends before
     * @throws SocketTimeoutException if the deadline comes before
     */
    byte[] read(int count) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(count);
        if (!readSome(buffer)) {
            try (Selector selector = Selector.open()) {
                socket.register(selector, SelectionKey.OP_READ);
                do {
                    await(selector);
                } while (!readSome(buffer));
            }
        }
        return buffer.array();
    }

    private boolean readSome(ByteBuffer buffer) throws IOException {
        if (socket.read(buffer) < 0) {
            throw new EOFException("the connection ended");
        }
        return !buffer.hasRemaining();
    }

    private void await(Selector selector) throws IOException {
        long left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
        if (left <= 0) {
            throw new SocketTimeoutException("the other end did not answer in time");
        }
        selector.select(left);
        selector.selectedKeys().clear();
        if (Thread.currentThread().isInterrupted()) {
            throw new SocketTimeoutException("interrupted while the other end was to answer");
        }
    }

    /** Writes a few bytes, for which an open socket has room. */
    void write(byte[]... parts) throws IOException {
        for (byte[] part : parts) {
            ByteBuffer buffer = ByteBuffer.wrap(part);
            while (buffer.hasRemaining()) {
                if (socket.write(buffer) == 0) {
                    throw new IOException("the other end reads nothing");
                }
            }
        }
    }

    /** Makes the socket blocking again. */
    void end() throws IOException {
        socket.configureBlocking(true);
    }
}
