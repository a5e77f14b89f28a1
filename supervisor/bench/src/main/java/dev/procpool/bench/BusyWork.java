package dev.procpool.bench;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;

/** A task that needs a processor for a given time. */
public final class BusyWork {

    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();
    private static final int SHORT_LOOP = 1000;

    private BusyWork() {}

    /**
     * Computes until the thread has had a processor for {@code nanos}. Time without a processor does not count. The
     * time is fixed rather than the work, as two JVMs rarely make the same machine code, and faster code in one would
     * look like waiting in the other.
     */
    public static long spend(long nanos) {
        long value = nanos;
        long start = THREADS.getCurrentThreadCpuTime();
        if (start < 0) {
            throw new IllegalStateException("this JVM does not measure the processor time of threads");
        }
        long end = start + nanos;
        do {
            value = turn(value);
        } while (THREADS.getCurrentThreadCpuTime() < end);
        return value;
    }

    /** Computes a number of turns, of about a microsecond each; the result depends on all of them. */
    public static long turns(long count) {
        long value = count;
        for (long i = 0; i < count; i++) {
            value = turn(value);
        }
        return value;
    }

    private static long turn(long start) {
        long value = start;
        for (int i = 0; i < SHORT_LOOP; i++) {
            value = value * 6364136223846793005L + i;
        }
        return value;
    }
}
