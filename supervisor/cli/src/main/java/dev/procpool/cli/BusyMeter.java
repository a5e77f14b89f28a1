package dev.procpool.cli;

import dev.procpool.PoolStats;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** Measures for how long workers have items, by a look each 10 ms in a daemon thread. Thread-safe. */
final class BusyMeter implements AutoCloseable {

    private static final long LOOK_MILLIS = 10;

    private final Supplier<PoolStats> stats;
    private final CountDownLatch closed = new CountDownLatch(1);
    private long seenNanos = System.nanoTime(); // guarded by this, as all that follow
    private int busy;
    private int workers;
    private long busyNanos;

    private BusyMeter(Supplier<PoolStats> stats) {
        this.stats = stats;
        look();
    }

    /** Starts to measure. */
    static BusyMeter start(Supplier<PoolStats> stats) {
        BusyMeter meter = new BusyMeter(stats);
        Thread thread = new Thread(meter::run, "procpool-busy-meter");
        thread.setDaemon(true);
        thread.start();
        return meter;
    }

    private void run() {
        try {
            while (!closed.await(LOOK_MILLIS, TimeUnit.MILLISECONDS)) {
                look();
            }
        } catch (InterruptedException e) {
            // The thread is known to this class alone, which does not interrupt it.
        }
    }

    private synchronized void look() {
        PoolStats now = stats.get();
        long nanos = System.nanoTime();
        busyNanos += (nanos - seenNanos) * busy;
        seenNanos = nanos;
        busy = now.busy();
        workers = Math.max(workers, now.workers());
    }

    /** The sum of the times for which workers have had items. */
    synchronized long busyNanos() {
        return busyNanos;
    }

    /** The largest number of workers that there were. */
    synchronized int workers() {
        return workers;
    }

    /** Measures up to now, and no longer. */
    @Override
    public void close() {
        closed.countDown();
        look();
    }
}
