package dev.procpool.protocol.channel;

import java.lang.ref.Reference;
import net.openhft.chronicle.core.Memory;
import net.openhft.chronicle.core.OS;

/** A 64-bit word in memory that two processes map. Thread-safe and atomic between processes. */
final class SharedWord {

    private static final Memory MEMORY = OS.memory();

    private final MappedMemory mapping;
    private final long address;

    /**
     * @param mapping the memory of the word, which stays mapped while the word is reachable
     * @param address a multiple of 8
     */
    SharedWord(MappedMemory mapping, long address) {
        this.mapping = mapping;
        this.address = address;
    }

    long getVolatile() {
        long value = MEMORY.readVolatileLong(address);
        Reference.reachabilityFence(mapping);
        return value;
    }

    void setVolatile(long value) {
        MEMORY.writeVolatileLong(address, value);
        Reference.reachabilityFence(mapping);
    }

    /** Writes so that no earlier write of this thread is seen after it. */
    void setRelease(long value) {
        MEMORY.writeOrderedLong(address, value);
        Reference.reachabilityFence(mapping);
    }

    boolean compareAndSet(long expected, long value) {
        boolean done = MEMORY.compareAndSwapLong(address, expected, value);
        Reference.reachabilityFence(mapping);
        return done;
    }
}
