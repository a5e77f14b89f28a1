package dev.procpool.protocol.channel;

import java.io.File;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Path;

/**
 * The mapped file through which the large frames of one direction go. One process writes frames, the other one reads them and
 * counts those it is done with; {@link RegionReference} says in the queue where a frame lies.
 *
 * <pre>
 *      0  how many frames the reader has released, u64
 *     64  the number of what is being written, u32, and how many bytes of it are there, u32
 *   4096  frames and last payloads of frames, each in one piece, anywhere
 * </pre>
 *
 * The file is sparse: what was never written takes no room. Not thread-safe, and it must not be used once it is closed.
 */
final class Region implements AutoCloseable {

    /** The size of the largest frame that may lie in it, and of all that lie in it together. */
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

    /** Whether the file has its size: to touch what was cut off would be a SIGBUS. */
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
     * @throws IOException if it has no room for it
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

    /** The writer says how many bytes there are of what has this number. */
    void setWritten(int number, int bytes) {
        written.setVolatile((long) number << Integer.SIZE | bytes);
    }

    /** How many bytes the writer says that there are of what has this number; 0 if it writes something else. */
    int written(int number) {
        long said = written.getVolatile();
        return (int) (said >>> Integer.SIZE) == number ? Math.max(0, (int) said) : 0;
    }

    /** How many frames the reader says that it is done with. */
    long released() {
        return released.getVolatile();
    }

    /** The reader is done with so many frames: their bytes may be overwritten. */
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
