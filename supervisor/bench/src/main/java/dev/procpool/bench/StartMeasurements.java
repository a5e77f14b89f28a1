package dev.procpool.bench;

import dev.procpool.ExitReport;
import dev.procpool.Pool;
import dev.procpool.PoolListener;
import dev.procpool.WorkerInfo;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** Measures how long it takes until a new worker does its first item. */
final class StartMeasurements {

    private static final double NANOS_PER_MILLI = 1e6;
    private static final int SETTLING_SAMPLES = 3;
    private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(200);

    private final Pace pace;

    StartMeasurements(Pace pace) {
        this.pace = pace;
    }

    /** Milliseconds from opening a pool to its first result. */
    double[] firstResults(Peer peer) throws Exception {
        try (Pool warm = MeasuredPools.openUnready(peer)) {
            warm.apply(Square.FUNCTION, 3);
        }
        double[] samples = new double[pace.samples()];
        for (int i = 0; i < samples.length; i++) {
            long start = System.nanoTime();
            try (Pool pool = MeasuredPools.openUnready(peer)) {
                pool.apply(Square.FUNCTION, 3);
                samples[i] = (System.nanoTime() - start) / NANOS_PER_MILLI;
            }
        }
        return samples;
    }

    /** The times at which deaths became known. Thread-safe. */
    private static final class Deaths implements PoolListener {
        private final BlockingQueue<Long> known = new LinkedBlockingQueue<>();

        @Override
        public void workerExited(WorkerInfo worker, ExitReport report) {
            known.add(System.nanoTime());
        }

        private long next() throws InterruptedException {
            Long time = known.poll(MeasuredPools.READY.toSeconds(), TimeUnit.SECONDS);
            if (time == null) {
                throw new IllegalStateException("no listener was told of the death within " + MeasuredPools.READY);
            }
            return time;
        }
    }

    /** Milliseconds from the news of a death to the next result, in a pool that keeps a spare. */
    double[] replacements() throws Exception {
        Deaths deaths = new Deaths();
        try (Pool pool =
                MeasuredPools.ready(MeasuredPools.processes(1).warmSpares(1).listener(deaths))) {
            double[] samples = new double[pace.samples()];
            for (int i = 0; i < samples.length; i++) {
                long pid = pool.apply(() -> ProcessHandle.current().pid());
                awaitSpare(pool);
                LockSupport.parkNanos(SETTLING_SAMPLES * pace.sample().toNanos());
                ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly);
                long known = deaths.next();
                pool.apply(Square.FUNCTION, 3);
                samples[i] = (System.nanoTime() - known) / NANOS_PER_MILLI;
            }
            return samples;
        }
    }

    private static void awaitSpare(Pool pool) {
        long deadline = System.nanoTime() + MeasuredPools.READY.toNanos();
        while (pool.workers().stream().noneMatch(worker -> worker.state() == WorkerInfo.State.SPARE)) {
            if (System.nanoTime() > deadline) {
                throw new IllegalStateException("no spare was ready within " + MeasuredPools.READY);
            }
            LockSupport.parkNanos(LOOK_NANOS);
        }
    }
}
