package dev.procpool.protocol.channel;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;

/**
 * One end of the socket that wakes the process at the other end; the end of its stream means that the other process
 * died.
 *
 * <p>Ringing is thread-safe; {@link #drain} and {@link #takeHasWoken} are confined to the reader of the queue. The
 * socket is non-blocking, so an interrupted thread may ring without closing it.
 */
public final class Doorbell implements AutoCloseable {

    /**
     * The number of reads after which a doorbell counts as drained, so that a peer that rings without end does not
     * occupy its reader.
     */
    private static final int MAX_ROUNDS = 16;

    private static final byte[] RING = {1};

    private final SocketChannel socket;
    private final ParkedFlag peerParked;
    private final ByteBuffer drained = ByteBuffer.allocateDirect(256);
    private volatile boolean hasWoken;

    /** @param socket a connected, non-blocking socket */
    public Doorbell(SocketChannel socket, ParkedFlag peerParked) {
        this.socket = socket;
        this.peerParked = peerParked;
    }

    public SocketChannel socket() {
        return socket;
    }

    /** Wakes the peer if it sleeps; to be called after something was published. */
    public void ring() {
        if (peerParked.claimWakeUp()) {
            wake();
        }
    }

    /** Wakes the peer if it sleeps until the result of this item is published, or of one before it. */
    public void ring(long ordinal) {
        if (peerParked.claimWakeUp(ordinal)) {
            wake();
        }
    }

    /**
     * Whether the peer slept and was woken since the last call of this method. A hint: it may come late, or be lost to
     * another thread that rings.
     */
    public boolean takeHasWoken() {
        boolean taken = hasWoken;
        if (taken) {
            hasWoken = false;
        }
        return taken;
    }

    private void wake() {
        hasWoken = true;
        try {
            socket.write(ByteBuffer.wrap(RING));
        } catch (IOException e) {
            // The peer is gone; the end of its stream and its exit report that more reliably.
        }
    }

    /** Takes the rings that have arrived; returns false at the end of the stream, as the peer is gone. */
    public boolean drain() {
        try {
            int read;
            int rounds = 0;
            do {
                drained.clear();
                read = socket.read(drained);
            } while (read == drained.capacity() && ++rounds < MAX_ROUNDS);
            return read >= 0;
        } catch (IOException e) {
            return false;
        }
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            // Nothing was buffered, so nothing can be lost.
        }
    }
}
