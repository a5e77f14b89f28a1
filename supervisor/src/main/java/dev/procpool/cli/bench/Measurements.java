package dev.procpool.cli.bench;

import dev.procpool.Pool;
import dev.procpool.Results;
import dev.procpool.TaskOptions;
import dev.procpool.task.TaskFunction;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/** Measures the rows on pools of two workers, each for a fixed time. */
public final class Measurements {

    private static final int WORKERS = 2;
    private static final int CALLERS = 4;
    private static final int SOME_ITEMS = 20_000;
    private static final int MANY_ITEMS = 500_000;
    private static final int KIB_100 = 100 << 10;
    private static final int MIB_8 = 8 << 20;
    private static final int DOUBLES = 1_000_000;
    private static final int MEGA = 1_000_000;
    private static final double NANOS_PER_MICRO = 1e3;
    private static final double NANOS_PER_MILLI = 1e6;
    private static final double NANOS_PER_SECOND = 1e9;
    private static final long SILENCE_NANOS = 2_000_000;
    private static final Duration READY = Duration.ofMinutes(1);
    private static final TaskFunction<Integer, Integer> SQUARE = x -> x * x;

    private final Supplier<Pool> pools;
    private final long cellNanos;

    /**
     * @param pools opens a pool of two workers
     * @param cell how long each figure is measured
     */
    public Measurements(Supplier<Pool> pools, Duration cell) {
        this.pools = pools;
        this.cellNanos = cell.toNanos();
    }

    /** The number of workers that the pools must have. */
    public static int workers() {
        return WORKERS;
    }

    /** One figure, in the unit of its row. */
    public double measure(Row row) throws Exception {
        if (row == Row.FIRST_RESULT) {
            return firstResult();
        }
        try (Pool pool = pools.get()) {
            pool.awaitReady(READY);
            return measure(row, pool);
        }
    }

    private double measure(Row row, Pool pool) throws Exception {
        Callable<?> call = () -> pool.apply(SQUARE, 3);
        return switch (row) {
            case MAP_SINGLE -> {
                TaskOptions single = TaskOptions.builder().chunkSize(1).build();
                List<Integer> items = ints(SOME_ITEMS);
                yield perSecond(SOME_ITEMS, () -> pool.with(single).map(SQUARE, items));
            }
            case MAP_DEFAULT -> {
                List<Integer> items = ints(MANY_ITEMS);
                yield perSecond(MANY_ITEMS, () -> pool.map(SQUARE, items));
            }
            case IMAP_UNORDERED -> {
                List<Integer> items = ints(MANY_ITEMS);
                yield perSecond(MANY_ITEMS, () -> count(pool.imapUnordered(SQUARE, items)));
            }
            case APPLY_HOT -> median(call, 0);
            case APPLY_COLD -> median(call, SILENCE_NANOS);
            case ASYNC_HOT -> median(() -> pool.applyAsync(SQUARE, 3).get(), 0);
            case FOUR_CALLERS -> fourCallers(call);
            case ECHO_100K -> echo(pool, KIB_100);
            case ECHO_8M -> echo(pool, MIB_8);
            case DOUBLES -> {
                double[] doubles = new double[DOUBLES];
                Arrays.fill(doubles, 1);
                yield perSecond(
                        1, () -> pool.apply((double[] d) -> Arrays.stream(d).sum(), doubles));
            }
            case FIRST_RESULT -> throw new AssertionError(row);
        };
    }

    private static List<Integer> ints(int count) {
        return IntStream.range(0, count).map(i -> i % (1 << 15)).boxed().toList();
    }

    private static long count(Results<Integer> results) {
        long count = 0;
        for (Integer ignored : results) {
            count++;
        }
        return count;
    }

    /** A first round is not counted: it compiles the code. */
    private double perSecond(long work, Callable<?> round) throws Exception {
        long warm = System.nanoTime();
        do {
            round.call();
        } while (System.nanoTime() - warm < cellNanos / 2);
        long rounds = 0;
        long start = System.nanoTime();
        long end;
        do {
            round.call();
            rounds++;
            end = System.nanoTime();
        } while (end - start < cellNanos);
        return rounds * work * NANOS_PER_SECOND / (end - start);
    }

    private double echo(Pool pool, int bytes) throws Exception {
        byte[] payload = new byte[bytes];
        return perSecond(1, () -> pool.apply((byte[] b) -> b, payload)) * 2 * bytes / MEGA;
    }

    private double median(Callable<?> call, long silenceNanos) throws Exception {
        List<Long> nanos = new ArrayList<>();
        long start = System.nanoTime();
        long counted = start + cellNanos / 2;
        while (System.nanoTime() - start < cellNanos * 3 / 2) {
            if (silenceNanos > 0) {
                LockSupport.parkNanos(silenceNanos);
            }
            long before = System.nanoTime();
            call.call();
            long after = System.nanoTime();
            if (before - counted > 0) {
                nanos.add(after - before);
            }
        }
        long[] sorted = nanos.stream().mapToLong(Long::longValue).sorted().toArray();
        return sorted[sorted.length / 2] / NANOS_PER_MICRO;
    }

    private double fourCallers(Callable<?> call) throws InterruptedException, ExecutionException {
        ExecutorService threads = Executors.newFixedThreadPool(CALLERS);
        try {
            List<Callable<Double>> callers = new ArrayList<>();
            for (int i = 0; i < CALLERS; i++) {
                callers.add(() -> perSecond(1, call));
            }
            double sum = 0;
            for (Future<Double> rate : threads.invokeAll(callers)) {
                sum += rate.get();
            }
            return sum;
        } finally {
            threads.shutdown();
        }
    }

    /** In a JVM that has opened a pool before. */
    private double firstResult() throws Exception {
        try (Pool warm = pools.get()) {
            warm.apply(SQUARE, 3);
        }
        long start = System.nanoTime();
        try (Pool pool = pools.get()) {
            pool.apply(SQUARE, 3);
            return (System.nanoTime() - start) / NANOS_PER_MILLI;
        }
    }
}
