package dev.procpool.protocol.channel;

import dev.procpool.protocol.message.ProtocolException;
import java.io.IOException;
import java.nio.file.Path;

/** Copies the large frames of one direction out of their region. Thread-safe. */
final class RegionReader implements AutoCloseable {

    private final Path path;
    private Region region;
    private long released;
    private boolean closed;

    RegionReader(Path path) {
        this.path = path;
    }

    /**
     * Copies a frame, or a part of one, to the beginning of an array, and releases it.
     *
     * @param from the number of its bytes that are in the array already
     * @throws ProtocolException if the frame does not lie within the region, or there is no region
     */
    synchronized void read(RegionReference frame, byte[] target, int from) {
        frame.check();
        open();
        region.get(frame.offset(), target, from, frame.length());
        region.release(++released);
    }

    /** @throws ProtocolException if there is no region */
    synchronized void require() {
        open();
    }

    /**
     * Copies the bytes of a frame that have been written so far. They are valid only once the reference to the frame
     * has arrived.
     *
     * @param from the number of its bytes that are in the array already
     * @return the number of its bytes that are in the array now
     * @throws ProtocolException if the frame does not lie within the region, or there is no region
     */
    synchronized int readAhead(RegionReference frame, byte[] target, int from) {
        frame.check();
        open();
        int to = Math.min(frame.length(), region.written(frame.number()));
        if (to <= from) {
            return from;
        }
        region.get(frame.offset(), target, from, to);
        return to;
    }

    /** Releases a frame without reading it. */
    synchronized void skip() {
        open();
        region.release(++released);
    }

    private void open() {
        if (closed) {
            throw new IllegalStateException("closed");
        }
        try {
            if (region == null) {
                region = Region.open(path);
            }
        } catch (IOException e) {
            throw new ProtocolException("a frame in a region that cannot be opened", e);
        }
        if (!region.isWhole()) {
            throw new ProtocolException("a frame in a region that was cut off");
        }
    }

    @Override
    public synchronized void close() {
        closed = true;
        if (region != null) {
            region.close();
            region = null;
        }
    }
}
