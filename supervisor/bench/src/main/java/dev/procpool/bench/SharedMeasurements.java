package dev.procpool.bench;

import dev.procpool.Pool;
import dev.procpool.task.TaskFunction;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Measures the calls of one thread while another thread uses the same pool. */
final class SharedMeasurements {

    private static final int SLOW_ITEMS = 1_000;
    private static final double MICROS_PER_MILLI = 1e3;
    private static final TaskFunction<Integer, Integer> SQUARE = Square.FUNCTION;
    private static final TaskFunction<Integer, Integer> SLEEP = x -> {
        Thread.sleep(5);
        return x;
    };

    private final Sampler sampler;
    private final Pace pace;

    SharedMeasurements(Pace pace) {
        this.pace = pace;
        this.sampler = new Sampler(pace);
    }

    /** The milliseconds of a quick call beside a map of very many quick items. */
    double[] besideMap() throws Exception {
        List<Integer> items = MeasuredPools.ints(pace.manyItems());
        try (Pool pool = MeasuredPools.open(Peer.PROCPOOL)) {
            return beside(pool, () -> pool.map(SQUARE, items));
        }
    }

    /** The milliseconds of a quick call beside a map of items that are not quick. */
    double[] besideFlood() throws Exception {
        List<Integer> items = Collections.nCopies(SLOW_ITEMS, 1);
        try (Pool pool = MeasuredPools.open(Peer.PROCPOOL)) {
            return beside(pool, () -> pool.map(SLEEP, items));
        }
    }

    private double[] beside(Pool pool, Callable<?> other) throws Exception {
        ExecutorService thread = Executors.newSingleThreadExecutor();
        try {
            Future<?> running = thread.submit(() -> {
                while (!thread.isShutdown()) {
                    other.call();
                }
                return null;
            });
            double[] micros = sampler.medianMicros(() -> pool.apply(SQUARE, 3), 0);
            thread.shutdown();
            running.get();
            return Arrays.stream(micros).map(each -> each / MICROS_PER_MILLI).toArray();
        } finally {
            thread.shutdownNow();
        }
    }
}
