package dev.procpool.bench;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;

/** A task that needs a processor for a given time. */
final class BusyWork {

    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();
    private static final int SHORT_LOOP = 1000;

    private BusyWork() {}

    /**
     * Computes until the thread has had a processor for so long, whatever machine code this JVM has made of it: two JVMs rarely
     * make the same, and what one is faster would look as if the other stood still. Time without a processor does not count.
     */
    static long spend(long nanos) {
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

    private static long turn(long start) {
        long value = start;
        for (int i = 0; i < SHORT_LOOP; i++) {
            value = value * 6364136223846793005L + i;
        }
        return value;
    }
}
