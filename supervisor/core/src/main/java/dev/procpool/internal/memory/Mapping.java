package dev.procpool.internal.memory;

import dev.procpool.protocol.between.MappedBuffers;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * A file that is mapped as a whole, in windows of up to 2 GiB - 1 byte that begin at every GiB and overlap, so each
 * part of 1 GiB lies within one of them. Immutable. No descriptor stays open. The memory stays mapped while a window or
 * one of its slices is reachable.
 *
 * @param size the size of the file
 * @param windows one for each GiB
 */
record Mapping(long size, List<ByteBuffer> windows) {

    private static final long STEP = 1L << 30;

    /** Maps a file, whose size must not change afterwards. */
    static Mapping of(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            long size = channel.size();
            List<ByteBuffer> windows = new ArrayList<>();
            for (long from = 0; from < size; from += STEP) {
                windows.add(MappedBuffers.ofProcess().map(channel, from, Math.min(size - from, Integer.MAX_VALUE)));
            }
            return new Mapping(size, List.copyOf(windows));
        }
    }

    /** A part of the memory, in the native byte order. */
    ByteBuffer slice(long from, long length) {
        Objects.checkFromIndexSize(from, length, size);
        boolean inFirst = from + length <= windows.get(0).capacity();
        int index = inFirst ? 0 : (int) Math.min(from / STEP, windows.size() - 1); // the end belongs to the last one
        ByteBuffer window = windows.get(index);
        long offset = from - index * STEP;
        if (offset + length > window.capacity()) {
            throw new IllegalArgumentException("length must be at most 1 GiB, or the part within the first 2 GiB - 1"
                    + " byte: " + length + " from " + from);
        }
        return window.slice((int) offset, (int) length).order(ByteOrder.nativeOrder());
    }
}
