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
     * Copies a frame to the beginning of an array, and releases it.
     *
     * @throws ProtocolException if it does not lie within the region, or there is none
     */
    synchronized void read(RegionReference frame, byte[] target) {
        if (frame.offset() < 0 || frame.length() < 1 || frame.offset() > Region.CAPACITY - frame.length()) {
            throw new ProtocolException(
                    "a frame of " + frame.length() + " bytes at " + frame.offset() + " of a region");
        }
        open();
        region.get(frame.offset(), target, frame.length());
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
