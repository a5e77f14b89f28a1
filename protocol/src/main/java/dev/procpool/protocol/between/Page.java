package dev.procpool.protocol.between;

import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * The words of one home, in a file that every participant maps. Thread-safe. The memory stays mapped while the page is
 * reachable, so no access can meet memory that is gone.
 *
 * <p>The file is as long as the layout from the beginning. Its parts are written with {@code write} before they are
 * touched through the mapping: a full disk is an exception then, never a SIGBUS.
 */
final class Page implements Words {

    private static final VarHandle LONGS = MethodHandles.byteBufferViewVarHandle(long[].class, ByteOrder.nativeOrder())
            .withInvokeExactBehavior();

    private static final int STEP = 1 << 16;

    private final Path file;
    private final ByteBuffer memory;

    private Page(Path file, MappedByteBuffer memory) {
        this.file = file;
        this.memory = memory;
    }

    /** Creates the file of a page, with room for all cells and for no object. */
    static Page create(Path file, Layout layout) throws IOException {
        try (FileChannel channel = FileChannel.open(
                file, StandardOpenOption.CREATE_NEW, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            write(channel, 0, layout.object(0));
            Page page = new Page(file, channel.map(MapMode.READ_WRITE, 0, layout.size()));
            page.set(Layout.MAGIC_AT, Layout.MAGIC);
            return page;
        }
    }

    /**
     * Maps the page of another process.
     *
     * @throws IOException if the file is not a page of this layout
     */
    static Page open(Path file, Layout layout) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            if (channel.size() != layout.size()) {
                throw new IOException(file + " has " + channel.size() + " bytes, not " + layout.size());
            }
            Page page = new Page(file, channel.map(MapMode.READ_WRITE, 0, layout.size()));
            if (page.get(Layout.MAGIC_AT) != Layout.MAGIC) {
                throw new IOException(file + " was made by another version of procpool");
            }
            return page;
        }
    }

    /** Gets disk space for a part of the page that was not used yet. */
    void reserve(int from, int length) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            write(channel, from, length);
        }
    }

    private static void write(FileChannel channel, int from, int length) throws IOException {
        for (int done = 0; done < length; ) {
            done += channel.write(ByteBuffer.allocate(Math.min(STEP, length - done)), (long) from + done);
        }
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
    public long getAndIncrement(int at) {
        return (long) LONGS.getAndAdd(memory, at, 1L);
    }
}
