package dev.procpool.protocol.channel;

import dev.procpool.protocol.Slice;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Writes the large frames of one direction into their region, which it makes for the first of them. Thread-safe. */
final class RegionWriter implements AutoCloseable {

    private final Path path;
    private final FreeRoom room;
    private final RegionSpace space = new RegionSpace(Region.CAPACITY);
    private Region region;
    private int reserved;
    private boolean unusable;

    RegionWriter(Path path, FreeRoom room) {
        this.path = path;
        this.room = room;
    }

    /**
     * Writes a frame; empty if the reader is too far behind, the frame is too large, or no region can be had.
     *
     * @throws NoRoomException if the file system is full
     */
    synchronized Optional<RegionReference> write(List<Slice> pieces, int length) {
        if (length > Region.CAPACITY || unusable || !open()) {
            return Optional.empty();
        }
        space.released(region.released());
        int offset = space.find(length);
        if (offset == RegionSpace.NONE) {
            return Optional.empty();
        }
        reserve(offset + length);
        int at = offset;
        for (Slice piece : pieces) {
            region.put(at, piece.array(), piece.offset(), piece.length());
            at += piece.length();
        }
        space.take(offset, length);
        return Optional.of(new RegionReference(offset, length));
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
