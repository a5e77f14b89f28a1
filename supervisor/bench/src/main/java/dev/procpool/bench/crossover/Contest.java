package dev.procpool.bench.crossover;

import dev.procpool.Pool;
import dev.procpool.WorkerOutput;
import dev.procpool.bench.BusyWork;
import dev.procpool.task.TaskFunction;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;

/**
 * Times the same items in one thread, threads, virtual threads, an open pool and a new pool. Confined to one thread.
 */
final class Contest implements AutoCloseable {

    private static final Duration READY = Duration.ofMinutes(1);
    private static final long CALIBRATION_TURNS = 20_000;
    private static final int CALIBRATIONS = 5;

    private final int workers;
    private final Pool open;
    private final Pool threads;
    private final Optional<ExecutorService> virtual = VirtualThreads.executor();
    private final double turnNanos;

    Contest(int workers) throws InterruptedException {
        this.workers = workers;
        this.turnNanos = nanosOfATurn();
        this.threads = Pool.ofThreads(workers);
        this.open = processes();
        awaitReady(open);
    }

    private static double nanosOfATurn() {
        long best = Long.MAX_VALUE;
        long sum = 0;
        for (int i = 0; i < CALIBRATIONS; i++) {
            long start = System.nanoTime();
            sum += BusyWork.turns(CALIBRATION_TURNS);
            best = Math.min(best, System.nanoTime() - start);
        }
        if (sum == 0) {
            throw new IllegalStateException("the turns have computed nothing");
        }
        return (double) best / CALIBRATION_TURNS;
    }

    private Pool processes() {
        return Pool.builder()
                .processes(workers)
                .output(WorkerOutput.discarding())
                .open();
    }

    private static void awaitReady(Pool pool) throws InterruptedException {
        if (!pool.awaitReady(READY)) {
            throw new IllegalStateException("the workers were not ready within " + READY);
        }
    }

    boolean hasVirtual() {
        return virtual.isPresent();
    }

    long serial(TaskFunction<byte[], Object> function, List<byte[]> items) throws Exception {
        long start = System.nanoTime();
        int left = items.size();
        for (byte[] item : items) {
            left -= function.apply(item) == null ? 0 : 1;
        }
        check(left == 0);
        return System.nanoTime() - start;
    }

    long threads(TaskFunction<byte[], Object> function, List<byte[]> items) throws InterruptedException {
        return map(threads, function, items);
    }

    long open(TaskFunction<byte[], Object> function, List<byte[]> items) throws InterruptedException {
        return map(open, function, items);
    }

    /** @param workNanos the time of an item in one thread */
    long virtual(double workNanos, List<byte[]> items) throws InterruptedException, ExecutionException {
        long turns = Math.max(1, Math.round(workNanos / turnNanos));
        long start = System.nanoTime();
        List<Callable<Long>> calls = items.stream()
                .map(item -> (Callable<Long>) () -> Work.turning(turns, item))
                .toList();
        for (Future<Long> future : virtual.orElseThrow().invokeAll(calls)) {
            check(future.get() != 0);
        }
        return System.nanoTime() - start;
    }

    private static long map(Pool pool, TaskFunction<byte[], Object> function, List<byte[]> items)
            throws InterruptedException {
        long start = System.nanoTime();
        check(pool.map(function, items).size() == items.size());
        return System.nanoTime() - start;
    }

    /** The time of a new pool, from its opening until it is closed. */
    long fresh(TaskFunction<byte[], Object> function, List<byte[]> items) throws InterruptedException {
        long start = System.nanoTime();
        try (Pool pool = processes()) {
            check(pool.map(function, items).size() == items.size());
        }
        return System.nanoTime() - start;
    }

    /**
     * The start-up of a pool, with its end. Workers start one after the other, and the first one works meanwhile:
     * their share in the start-up is the middle between the first result and the last worker that is ready.
     */
    double startNanos(byte[] item) throws InterruptedException {
        long start = System.nanoTime();
        long first;
        long ready;
        try (Pool pool = processes()) {
            pool.map(Work.spending(1, false), Collections.singletonList(item));
            first = System.nanoTime() - start;
            awaitReady(pool);
            ready = System.nanoTime() - start;
        }
        return (first + ready) / 2.0 + (System.nanoTime() - start - ready);
    }

    private static void check(boolean isComplete) {
        if (!isComplete) {
            throw new IllegalStateException("results are missing");
        }
    }

    @Override
    public void close() {
        virtual.ifPresent(ExecutorService::shutdownNow);
        threads.close();
        open.close();
    }
}
