package dev.procpool.protocol.channel;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.lang.ref.Cleaner;
import java.lang.ref.Reference;
import java.nio.channels.FileChannel.MapMode;
import java.util.Objects;
import net.openhft.chronicle.core.Memory;
import net.openhft.chronicle.core.OS;

/**
 * The beginning of a file, mapped for reading and writing until this is closed or no longer reachable.
 *
 * <p>Chronicle maps the file and not the JDK: on JDK 25 the first mapping by the JDK defines thirty classes, which is
 * 14 ms of the start of a worker that has no other use for them.
 */
final class MappedMemory implements AutoCloseable {

    private static final Memory MEMORY = OS.memory();

    /** Bytes that are copied in one step: the garbage collector cannot stop a thread within a step. */
    private static final int STEP = 1 << 20;

    private static final Cleaner CLEANER = Cleaner.create();

    private final long address;
    private final int size;
    private final Cleaner.Cleanable unmapping;

    private MappedMemory(long address, int size, Runnable unmap) {
        this.address = address;
        this.size = size;
        this.unmapping = CLEANER.register(this, unmap);
    }

    /** Maps the first {@code size} bytes of a file, which must have them. */
    static MappedMemory map(RandomAccessFile file, int size) throws IOException {
        if (file.length() < size) {
            throw new IOException("a file of " + file.length() + " bytes where " + size + " were to be mapped");
        }
        long address = OS.map(file.getChannel(), MapMode.READ_WRITE, 0, size);
        return new MappedMemory(address, size, () -> unmap(address, size));
    }

    private static void unmap(long address, int size) {
        try {
            OS.unmap(address, size);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Zeroed memory without a file, which no other process sees. */
    static MappedMemory unshared(int size) {
        long address = MEMORY.allocate(size);
        MEMORY.setMemory(address, size, (byte) 0);
        return new MappedMemory(address, size, () -> MEMORY.freeMemory(address, size));
    }

    /** The word at an offset. */
    SharedWord word(int offset) {
        require(offset, Long.BYTES);
        return new SharedWord(this, address + offset);
    }

    void put(int offset, byte[] source, int from, int length) {
        require(offset, length);
        for (int done = 0; done < length; done += STEP) {
            MEMORY.writeBytes(address + offset + done, source, from + done, Math.min(STEP, length - done));
        }
        Reference.reachabilityFence(this);
    }

    void get(int offset, byte[] target, int to, int length) {
        require(offset, length);
        for (int done = 0; done < length; done += STEP) {
            MEMORY.readBytes(address + offset + done, target, to + done, Math.min(STEP, length - done));
        }
        Reference.reachabilityFence(this);
    }

    private void require(int offset, int length) {
        Objects.checkFromIndexSize(offset, length, size);
    }

    /** Unmaps the memory. To use it or its words after that crashes the JVM. */
    @Override
    public void close() {
        unmapping.clean();
    }
}
