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
 * The beginning of a file, mapped for reading and writing, until this is closed or nobody has it any more.
 *
 * <p>Chronicle's way to map rather than the JDK's, which on JDK 25 spins thirty classes when it is used first: 14 ms of the
 * start of a worker, which has no other use for it.
 */
final class MappedMemory implements AutoCloseable {

    private static final Memory MEMORY = OS.memory();

    /** No thread can be stopped for the garbage collector within a step. */
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

    /** Maps so much of a file, which must be as long as that. */
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

    /** Memory that no file has and nobody else sees, zeroed. */
    static MappedMemory unshared(int size) {
        long address = MEMORY.allocate(size);
        MEMORY.setMemory(address, size, (byte) 0);
        return new MappedMemory(address, size, () -> MEMORY.freeMemory(address, size));
    }

    /** The word that lies here. */
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

    /** Unmaps it: whoever uses it or its words after that takes the JVM down. */
    @Override
    public void close() {
        unmapping.clean();
    }
}
