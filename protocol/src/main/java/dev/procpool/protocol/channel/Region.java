package dev.procpool.protocol.channel;

import java.io.File;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Path;

/**
 * The mapped file through which the large frames of one direction go. One process writes frames, the other one reads
 * them and counts the frames that it has released. A {@link RegionReference} in the queue says where a frame lies.
 *
 * <pre>
 *      0  the number of frames that the reader has released, u64
 *     64  the number of the frame that is being written, u32, and the count of its bytes that are written, u32
 *   4096  frames and last payloads of frames, each in one piece, anywhere
 * </pre>
 *
 * The file is sparse: pages that were never written take no room. Not thread-safe, and it must not be used once it is
 * closed.
 */
final class Region implements AutoCloseable {

    /** The largest number of bytes that frames in the region may have together. */
    static final int CAPACITY = 64 << 20;

    static final int HEADER = 4096;
    private static final int RELEASED = 0;
    private static final int WRITTEN = 64;
    private static final byte[] ZEROS = new byte[64 << 10];

    private final RandomAccessFile file;
    private final MappedMemory memory;
    private final SharedWord released;
    private final SharedWord written;

    private Region(RandomAccessFile file) throws IOException {
        this.file = file;
        this.memory = MappedMemory.map(file, HEADER + CAPACITY);
        this.released = memory.word(RELEASED);
        this.written = memory.word(WRITTEN);
    }

    /** The writer's end, of a new file. */
    static Region create(Path path) throws IOException {
        Region region = map(path.toFile(), true);
        region.reserve(-HEADER, 0);
        return region;
    }

    /** The reader's end, of the file that the writer has made. */
    static Region open(Path path) throws IOException {
        if (path.toFile().length() != HEADER + CAPACITY) {
            throw new IOException(path + " is no region");
        }
        return map(path.toFile(), false);
    }

    private static Region map(File path, boolean create) throws IOException {
        RandomAccessFile file = new RandomAccessFile(path, "rw");
        try {
            if (create) {
                file.setLength(HEADER + CAPACITY);
            }
            return new Region(file);
        } catch (IOException | RuntimeException | Error e) {
            file.close();
            throw e;
        }
    }

    /** Whether the file still has its size: to touch a page that was cut off would be a SIGBUS. */
    boolean isWhole() {
        try {
            return file.length() == HEADER + CAPACITY;
        } catch (IOException e) {
            return false;
        }
    }

    /**
     * Has the file system provide a part of the file, which stays reserved.
     *
     * @throws IOException if the file system has no room
     */
    void reserve(int from, int to) throws IOException {
        file.seek((long) HEADER + from);
        for (int left = to - from; left > 0; left -= ZEROS.length) {
            file.write(ZEROS, 0, Math.min(left, ZEROS.length));
        }
    }

    void put(int offset, byte[] source, int from, int length) {
        memory.put(HEADER + offset, source, from, length);
    }

    /** Copies to the same place of an array, counted from the beginning of a frame. */
    void get(int offset, byte[] target, int from, int to) {
        memory.get(HEADER + offset + from, target, from, to - from);
    }

    /** Tells the reader how many bytes of the frame with this number are written. */
    void setWritten(int number, int bytes) {
        written.setVolatile((long) number << Integer.SIZE | bytes);
    }

    /** The count of written bytes of the frame with this number, by the writer; 0 if it writes another frame. */
    int written(int number) {
        long said = written.getVolatile();
        return (int) (said >>> Integer.SIZE) == number ? Math.max(0, (int) said) : 0;
    }

    /** The number of frames that were released, by the reader. */
    long released() {
        return released.getVolatile();
    }

    /** Tells the writer that the reader has released {@code frames} in all: their bytes may be overwritten. */
    void release(long frames) {
        released.setVolatile(frames);
    }

    @Override
    public void close() {
        memory.close();
        try {
            file.close();
        } catch (IOException e) {
            // Everything was written by mapping, so nothing can be lost.
        }
    }
}
