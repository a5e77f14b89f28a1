package dev.procpool.protocol.channel;

import dev.procpool.protocol.message.Slice;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Writes the large frames of one direction into their region, which is created for the first frame. Thread-safe. */
final class RegionWriter implements AutoCloseable {

    /**
     * Small enough that the reader does not wait for long, and large enough that the cost of telling it does not
     * matter.
     */
    static final int STEP = 256 << 10;

    private final Path path;
    private final DiskSpace room;
    private final RegionSpace space = new RegionSpace(Region.CAPACITY);
    private Region region;
    private int number;
    private int reserved;
    private boolean unusable;

    RegionWriter(Path path, DiskSpace room) {
        this.path = path;
        this.room = room;
    }

    /**
     * Finds room for a frame, which then has to be written; empty if the reader is too far behind, the frame is too
     * large, or no region can be had.
     *
     * @throws NoRoomException if the file system is full
     */
    synchronized Optional<RegionReference> find(int length) {
        if (length > Region.CAPACITY || unusable || !open()) {
            return Optional.empty();
        }
        space.released(region.released());
        int offset = space.find(length);
        if (offset == RegionSpace.NONE) {
            return Optional.empty();
        }
        reserve(offset + length);
        space.take(offset, length);
        number++;
        region.setWritten(number, 0);
        return Optional.of(new RegionReference(offset, length, number));
    }

    /**
     * Writes a frame where there is room for it, and tells the reader after each step how many bytes are written.
     *
     * @return false if the file was cut off meanwhile; then the frame is not complete
     */
    synchronized boolean write(RegionReference found, List<Slice> pieces) {
        if (region == null) {
            throw new IllegalStateException("closed");
        }
        int done = 0;
        for (Slice piece : pieces) {
            for (int from = 0; from < piece.length(); from += STEP) {
                unusable = !region.isWhole(); // a reader that knows of a frame may cut the file off
                if (unusable) {
                    return false;
                }
                int length = Math.min(STEP, piece.length() - from);
                region.put(found.offset() + done, piece.array(), piece.offset() + from, length);
                done += length;
                region.setWritten(found.number(), done);
            }
        }
        return true;
    }

    private boolean open() {
        try {
            if (region == null) {
                room.require(Region.HEADER);
                region = Region.create(path);
            }
            unusable = !region.isWhole();
        } catch (IOException e) {
            unusable = true; // the queue carries everything
        }
        return !unusable;
    }

    private void reserve(int end) {
        if (end <= reserved) {
            return;
        }
        room.require(end - reserved);
        try {
            region.reserve(reserved, end);
        } catch (IOException e) {
            throw new NoRoomException("no room for " + (end - reserved) + " more bytes in " + path + ": " + e);
        }
        reserved = end;
    }

    @Override
    public synchronized void close() {
        unusable = true;
        if (region != null) {
            region.close();
            region = null;
        }
    }
}
