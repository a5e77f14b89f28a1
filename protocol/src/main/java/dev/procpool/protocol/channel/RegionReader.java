package dev.procpool.protocol.channel;

import dev.procpool.protocol.ProtocolException;
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
     * @throws ProtocolException if it does not lie within the region, or there is none
     */
    synchronized void read(RegionReference frame, byte[] target) {
        frame.check();
        open();
        region.get(frame.offset(), target, frame.length());
        region.release(++released);
    }

    /** Releases a frame that nobody wants. */
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
