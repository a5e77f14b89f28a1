package dev.procpool;

import dev.procpool.internal.platform.Memory;
import dev.procpool.protocol.start.WorkerProperties;
import java.util.OptionalLong;

/**
 * The part of the machine that each worker of a pool gets unless its options say otherwise, so that all workers
 * together fit. In a worker the part is one of that worker's own. Immutable.
 *
 * @param processors the number of processors that the JVM of the worker takes itself to have
 * @param memory the memory in bytes, all of the worker's own processes included; empty where the memory of the machine
 *     is not known
 * @param maxHeap the largest heap in bytes; empty where the memory of the machine is not known, and the JVM chooses
 */
public record WorkerShare(int processors, OptionalLong memory, OptionalLong maxHeap) {

    private static final long MEBI = 1 << 20;
    private static final long LEAST_HEAP = 64 * MEBI;

    /** The JVM's default for small machines, on 64 bits. */
    private static final long SMALL_HEAP = 96 * MEBI * 13 / 10;

    /** The part of the memory beyond which a JVM plans for no heap. */
    private static final long MOST_MEMORY = MEBI << 17;

    /**
     * The part of each worker.
     *
     * @param workers the size of the pool
     */
    public static WorkerShare of(int workers) {
        Checks.atLeastOne("workers", workers);
        int processors = Math.max(1, Processes.cpuCount() / workers);
        OptionalLong memory = Memory.usable();
        if (memory.isEmpty()) {
            return new WorkerShare(processors, OptionalLong.empty(), OptionalLong.empty());
        }
        long ours = Long.getLong(WorkerProperties.MEMORY, memory.getAsLong());
        return of(workers, processors, memory.getAsLong(), ours);
    }

    /**
     * The part of each worker.
     *
     * @param memory the memory that a JVM finds
     * @param ours the part of it that belongs to this JVM; three quarters of that are for the workers
     */
    static WorkerShare of(int workers, int processors, long memory, long ours) {
        long part = ours / 4 * 3 / workers;
        long heap = Math.max(LEAST_HEAP, Math.min(defaultHeap(memory), part));
        return new WorkerShare(processors, OptionalLong.of(part), OptionalLong.of(heap));
    }

    /** The largest heap that a JVM chooses by itself. */
    static long defaultHeap(long memory) {
        long planned = Math.min(memory, MOST_MEMORY);
        return planned / 2 < SMALL_HEAP ? planned / 2 : Math.max(planned / 4, SMALL_HEAP);
    }
}
