package dev.procpool.protocol.channel;

import java.nio.file.Path;

/**
 * Checks from time to time whether the file system still has room: often when it is nearly full, rarely otherwise.
 * Confined to the writer of the queue.
 */
final class DiskSpace {

    /**
     * The bytes that are left for others: the files of a new worker, and frames of other writers between two checks.
     */
    private static final long RESERVE = 4L << 20;

    private static final long LOOK_EVERY_AT_LEAST = 64L << 10;
    private static final long LOOK_EVERY_AT_MOST = 16L << 20;
    private static final int SHARE = 16;

    private final Path directory;
    private long bytesUntilLook;

    DiskSpace(Path directory) {
        this.directory = directory;
    }

    /** @throws NoRoomException if a frame of this size does not fit */
    void require(int bytes) {
        bytesUntilLook -= bytes;
        if (bytesUntilLook >= 0) {
            return;
        }
        long usable = directory.toFile().getUsableSpace();
        long left = usable - RESERVE - bytes;
        if (left < 0) {
            bytesUntilLook = 0;
            throw new NoRoomException("no room for " + bytes + " bytes in " + directory + ": the file system has "
                    + usable + " bytes left, of which procpool leaves " + RESERVE + " to others");
        }
        bytesUntilLook = Math.min(LOOK_EVERY_AT_MOST, Math.max(LOOK_EVERY_AT_LEAST, left / SHARE));
    }
}
