package dev.procpool.protocol.channel;

import dev.procpool.protocol.message.Slice;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Writes the large frames of one direction into their region, which it makes for the first of them. Thread-safe. */
final class RegionWriter implements AutoCloseable {

    /** So little that the reader need not wait for long, and so much that telling it costs nothing. */
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
     * Finds room for a frame, which then has to be written; empty if the reader is too far behind, the frame is too large, or no
     * region can be had.
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
     * Writes a frame where there is room for it, and says after each step how far it is.
     *
     * @return whether all of it was written: not if the file was cut off meanwhile
     */
    synchronized boolean write(RegionReference found, List<Slice> pieces) {
        if (region == null) {
            throw new IllegalStateException("closed");
        }
        int done = 0;
        for (Slice piece : pieces) {
            for (int from = 0; from < piece.length(); from += STEP) {
                unusable = !region.isWhole(); // whoever is told of a frame may cut it off
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
