package dev.procpool.protocol.between;

import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * A file that several processes map: the page of a home, or the memory that belongs to one object. Thread-safe. The
 * memory stays mapped while the region is reachable, so no access can meet memory that is gone.
 *
 * <p>A part of the file is written with {@code write} before it is touched through the mapping: a full disk is an
 * exception then, never a SIGBUS.
 */
final class Region implements Words {

    /** The largest region in bytes. */
    static final long MAX_BYTES = Integer.MAX_VALUE & -Long.BYTES;

    private static final VarHandle LONGS = MethodHandles.byteBufferViewVarHandle(long[].class, ByteOrder.nativeOrder())
            .withInvokeExactBehavior();

    private static final int STEP = 1 << 16;

    private final Path file;
    private final ByteBuffer memory;

    private Region(Path file, ByteBuffer memory) {
        this.file = file;
        this.memory = memory;
    }

    /**
     * Creates the file of a region.
     *
     * @param size the size of the file in bytes
     * @param reserved the part from the beginning that may be touched
     */
    static Region create(Path file, long size, long reserved) throws IOException {
        return undisturbed(() -> createFile(file, size, reserved));
    }

    private static Region createFile(Path file, long size, long reserved) throws IOException {
        try (FileChannel channel = FileChannel.open(
                file, StandardOpenOption.CREATE_NEW, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            write(file, channel, 0, reserved);
            return map(file, channel, size);
        } catch (IOException e) {
            delete(file);
            throw e;
        }
    }

    /** Removes the file of a region that is no longer needed. Processes that have mapped it keep the memory. */
    static void delete(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            // The file goes with the directory of its home.
        }
    }

    /**
     * Maps the region of another process.
     *
     * @throws IOException if there is no such file, or it has another size
     */
    static Region open(Path file, long size) throws IOException {
        return undisturbed(() -> openFile(file, size));
    }

    private static Region openFile(Path file, long size) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            if (channel.size() != size) {
                throw new IOException(file + " has " + channel.size() + " bytes, not " + size);
            }
            return map(file, channel, size);
        }
    }

    private static Region map(Path file, FileChannel channel, long size) throws IOException {
        ByteBuffer memory = MappedBuffers.ofProcess().map(channel, 0, size).order(ByteOrder.nativeOrder());
        return new Region(file, memory);
    }

    /**
     * Gets disk space for a part of the file that was not used yet.
     *
     * @throws IOException if the file system has no room
     */
    void reserve(long from, long length) throws IOException {
        undisturbed(() -> {
            try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
                write(file, channel, from, length);
                return this;
            }
        });
    }

    /** Work with a file channel, which an interrupt closes. */
    private interface Work {
        Region run() throws IOException;
    }

    /** Repeats work that an interrupt has ended; the thread is interrupted again afterwards. */
    private static Region undisturbed(Work work) throws IOException {
        boolean interrupted = Thread.interrupted();
        try {
            while (true) {
                try {
                    return work.run();
                } catch (ClosedByInterruptException e) {
                    interrupted |= Thread.interrupted();
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** Looks for room first: what was written before the disk was full would keep it full. */
    private static void write(Path file, FileChannel channel, long from, long length) throws IOException {
        long usable = file.toAbsolutePath().getParent().toFile().getUsableSpace();
        if (usable > 0 && usable < length) { // 0 may mean that it is not known
            throw new IOException("no space left on device: there is no room for " + length
                    + " bytes where the file system has " + usable);
        }
        for (long done = 0; done < length; ) {
            done += channel.write(ByteBuffer.allocate((int) Math.min(STEP, length - done)), from + done);
        }
    }

    /** A view of all bytes, in native order, with a position and a limit of its own. */
    ByteBuffer buffer() {
        return memory.duplicate().order(ByteOrder.nativeOrder());
    }

    /** All bytes, in native order, for accesses at absolute positions. */
    ByteBuffer memory() {
        return memory;
    }

    @Override
    public long get(int at) {
        return (long) LONGS.getVolatile(memory, at);
    }

    @Override
    public void set(int at, long value) {
        LONGS.setVolatile(memory, at, value);
    }

    @Override
    public boolean compareAndSet(int at, long expected, long value) {
        return LONGS.compareAndSet(memory, at, expected, value);
    }

    @Override
    public long getAndAdd(int at, long delta) {
        return (long) LONGS.getAndAdd(memory, at, delta);
    }
}
