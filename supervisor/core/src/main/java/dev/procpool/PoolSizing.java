package dev.procpool;

import java.util.Locale;
import java.util.Optional;

/**
 * The default size of a pool and the reason for it. Immutable.
 *
 * <p>The default is one worker for each processor, but no more than there is room for their heaps, beside that of this
 * JVM, in the memory of the machine, or of the container (cgroup) that this JVM runs in.
 *
 * @param processes the number of workers
 * @param reason the reason for that number, in words
 */
public record PoolSizing(int processes, String reason) {

    private static final long MEBI = 1 << 20;

    /** The memory of a JVM of procpool beside its heap, as measured. */
    private static final long BESIDE_HEAP = 64 * MEBI;

    private static final int DEFAULT_HEAP_SHARE = 4;

    /** The size with which a heap of default size counts at most: heaps rarely grow to their limit. */
    private static final long SMALL_HEAP = 256 * MEBI;

    /**
     * The default on this machine.
     *
     * @param maxHeap the largest heap of each worker, as {@code -Xmx} has it; if it is empty, a heap counts with 256
     *     MiB
     */
    public static PoolSizing here(Optional<String> maxHeap) {
        Machine machine = Machine.here();
        return of(
                machine.processors(),
                machine.memory().orElse(Long.MAX_VALUE),
                machine.isContainer() ? "the container" : "the machine",
                maxHeap.map(PoolSizing::bytes));
    }

    /**
     * The default for a machine.
     *
     * @param memory in bytes; {@code Long.MAX_VALUE} if it is not known
     * @param whose the machine or the container, for the reason
     * @param maxHeap the largest heap of each worker in bytes
     */
    static PoolSizing of(int processors, long memory, String whose, Optional<Long> maxHeap) {
        String cpus = processors + (processors == 1 ? " processor" : " processors");
        if (memory == Long.MAX_VALUE) {
            return new PoolSizing(processors, cpus);
        }
        long heap = maxHeap.orElse(Math.min(SMALL_HEAP, memory / DEFAULT_HEAP_SHARE));
        long room = memory - Math.min(Runtime.getRuntime().maxMemory(), memory / DEFAULT_HEAP_SHARE) - BESIDE_HEAP;
        long fitting = Math.max(1, room / (heap + BESIDE_HEAP));
        if (fitting >= processors) {
            return new PoolSizing(processors, cpus);
        }
        return new PoolSizing(
                (int) fitting,
                String.format(
                        Locale.ROOT,
                        "the memory of %s, %d MiB, has room for %d workers of %d MiB (there are %s)",
                        whose,
                        memory / MEBI,
                        fitting,
                        (heap + BESIDE_HEAP) / MEBI,
                        cpus));
    }

    private static long bytes(String size) {
        char unit = Character.toLowerCase(size.charAt(size.length() - 1));
        int shift = "kmg".indexOf(unit);
        return shift < 0
                ? Long.parseLong(size)
                : Long.parseLong(size.substring(0, size.length() - 1)) << 10 * (shift + 1);
    }
}
