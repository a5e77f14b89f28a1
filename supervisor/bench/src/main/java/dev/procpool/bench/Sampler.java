package dev.procpool.bench;

import java.lang.management.CompilationMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;

/** Takes the samples of a cell: warms up, then measures several times for a fixed time each. */
final class Sampler {

    private static final double NANOS_PER_MICRO = 1e3;
    private static final double NANOS_PER_SECOND = 1e9;

    private static final int MOST_SAMPLES_PER_ROUND = 3;

    /** A window that costs less than this part of the best so far has become faster, and so is not warm yet. */
    private static final double FASTER = 0.9;

    private static final double MUCH_COMPILING = 0.1;
    private static final CompilationMXBean COMPILER = ManagementFactory.getCompilationMXBean();
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    private final Pace pace;

    Sampler(Pace pace) {
        this.pace = pace;
    }

    /** Runs the measured code for a short while; returns the cost, in any unit. */
    private interface Window {
        double cost() throws Exception;
    }

    /**
     * Lets this JVM and the workers compile their code, as compilers take a processor from the measured code. The
     * warm-up ends when this JVM hardly compiles and the cost has not fallen for the time that the pace says.
     */
    private void warmUp(Window window) throws Exception {
        double best = Double.MAX_VALUE;
        long start = System.nanoTime();
        long settledSince = start;
        long now = start;
        do {
            long compiled = COMPILER.getTotalCompilationTime();
            double cost = window.cost();
            long tookMillis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - now);
            boolean compiles = COMPILER.getTotalCompilationTime() - compiled > MUCH_COMPILING * tookMillis;
            now = System.nanoTime();
            if (compiles || cost < FASTER * best) {
                settledSince = now;
            }
            best = Math.min(best, cost);
        } while (now - settledSince < pace.warmUp().toNanos()
                && now - start < pace.longestWarmUp().toNanos());
    }

    /**
     * Warms up more workers than processors, for the longest time allowed: each worker compiles for itself, with a
     * part of the processors, so that there are long times in which nothing becomes faster.
     */
    void warmUp(int workers, Callable<?> round) throws Exception {
        int turns = workers / Runtime.getRuntime().availableProcessors();
        if (turns <= 1) {
            warmUp(round);
        } else {
            rate(1, turns * pace.longestWarmUp().toNanos(), round);
        }
    }

    /** Warms up code that runs before, or beside, the measured code. */
    void warmUp(Callable<?> round) throws Exception {
        warmUp(() -> 1 / rate(1, pace.sample().toNanos(), round));
    }

    /** The work per second, where each round does {@code work}. */
    double[] perSecond(long work, Callable<?> round) throws Exception {
        warmUp(round);
        double[] samples = new double[pace.samples()];
        for (int i = 0; i < samples.length; i++) {
            samples[i] = rate(work, pace.sample().toNanos(), round);
        }
        return samples;
    }

    /** A round of a call of many items. */
    interface Round<T> {
        Object call(List<T> items) throws Exception;
    }

    /** The items per second; with fewer items at a time where a round would take several samples. */
    <T> double[] itemsPerSecond(List<T> items, Round<T> round) throws Exception {
        AtomicReference<List<T>> some = new AtomicReference<>(items);
        warmUp(() -> {
            List<T> now = some.get();
            long before = System.nanoTime();
            round.call(now);
            long took = System.nanoTime() - before;
            if (took > MOST_SAMPLES_PER_ROUND * pace.sample().toNanos()) {
                some.set(now.subList(0, (now.size() + 1) / 2));
            }
            return (double) took / now.size();
        });
        List<T> settled = some.get();
        double[] samples = new double[pace.samples()];
        for (int i = 0; i < samples.length; i++) {
            samples[i] = rate(settled.size(), pace.sample().toNanos(), () -> round.call(settled));
        }
        return samples;
    }

    /**
     * The speed of {@code one} as a multiple of {@code other}; both take turns, so that a change of the machine's
     * speed meets both.
     */
    double[] timesFaster(Callable<?> one, Callable<?> other) throws Exception {
        warmUp(one);
        warmUp(other);
        double[] samples = new double[pace.samples()];
        for (int i = 0; i < samples.length; i++) {
            samples[i] = rate(1, pace.sample().toNanos(), one)
                    / rate(1, pace.sample().toNanos(), other);
        }
        return samples;
    }

    private static double rate(long work, long nanos, Callable<?> round) throws Exception {
        long rounds = 0;
        long start = System.nanoTime();
        long end;
        do {
            round.call();
            rounds++;
            end = System.nanoTime();
        } while (end - start < nanos);
        return rounds * work * NANOS_PER_SECOND / (end - start);
    }

    /** The speed of a counter that another process drives. */
    double[] countsPerSecond(LongSupplier count) throws Exception {
        warmUp(() -> 1 / countPerSecond(count));
        double[] samples = new double[pace.samples()];
        for (int i = 0; i < samples.length; i++) {
            samples[i] = countPerSecond(count);
        }
        return samples;
    }

    private double countPerSecond(LongSupplier count) {
        long before = count.getAsLong();
        long start = System.nanoTime();
        LockSupport.parkNanos(pace.sample().toNanos());
        return (count.getAsLong() - before) * NANOS_PER_SECOND / (System.nanoTime() - start);
    }

    /** The calls per second of several threads together. */
    double[] callsPerSecond(int callers, Callable<?> call) throws Exception {
        LongAdder calls = new LongAdder();
        ExecutorService threads = Executors.newFixedThreadPool(callers);
        try {
            List<Future<?>> running = new ArrayList<>();
            for (int i = 0; i < callers; i++) {
                running.add(threads.submit(() -> {
                    while (!threads.isShutdown()) {
                        call.call();
                        calls.increment();
                    }
                    return null;
                }));
            }
            // The callers disturb each other and the compilers: code may become faster after a long time without
            // progress.
            Thread.sleep(pace.longestWarmUp().toMillis());
            double[] samples = countsPerSecond(calls::sum);
            threads.shutdown();
            for (Future<?> caller : running) {
                caller.get();
            }
            return samples;
        } finally {
            threads.shutdownNow();
            threads.awaitTermination(1, TimeUnit.MINUTES);
        }
    }

    /**
     * The median time of a call in µs, each after a silence. The warm-up has no silence: too few calls would be
     * compiled.
     */
    double[] medianMicros(Callable<?> call, long silenceNanos) throws Exception {
        warmUp(() -> medianMicros(call, 0, pace.sample().toNanos()));
        double[] samples = new double[pace.samples()];
        for (int i = 0; i < samples.length; i++) {
            samples[i] = medianMicros(call, silenceNanos, pace.sample().toNanos());
        }
        return samples;
    }

    /** The processor time of this thread for each of the {@code work} operations of a round, in nanoseconds. */
    double[] cpuNanos(long work, Callable<?> round) throws Exception {
        warmUp(round);
        double[] samples = new double[pace.samples()];
        for (int i = 0; i < samples.length; i++) {
            long rounds = 0;
            long cpu = THREADS.getCurrentThreadCpuTime();
            long start = System.nanoTime();
            do {
                round.call();
                rounds++;
            } while (System.nanoTime() - start < pace.sample().toNanos());
            samples[i] = (double) (THREADS.getCurrentThreadCpuTime() - cpu) / (rounds * work);
        }
        return samples;
    }

    private static double medianMicros(Callable<?> call, long silenceNanos, long nanos) throws Exception {
        long[] times = new long[1024];
        int count = 0;
        long start = System.nanoTime();
        long after;
        do {
            if (silenceNanos > 0) {
                LockSupport.parkNanos(silenceNanos);
            }
            long before = System.nanoTime();
            call.call();
            after = System.nanoTime();
            if (count == times.length) {
                times = Arrays.copyOf(times, 2 * count);
            }
            times[count++] = after - before;
        } while (after - start < nanos);
        Arrays.sort(times, 0, count);
        return times[count / 2] / NANOS_PER_MICRO;
    }
}
