package dev.procpool;

import dev.procpool.task.TaskFunction;
import dev.procpool.testing.Await;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;

/** Threads that use a pool at the same time, and the numbers of the results that they got. */
final class Callers {

    static final TaskFunction<Integer, Integer> SLOW = x -> {
        Thread.sleep(5);
        return x;
    };

    /** Items of 20 µs. */
    static final TaskFunction<Integer, Integer> BUSY = x -> {
        long end = System.nanoTime() + 20_000;
        while (System.nanoTime() < end) {
            Thread.onSpinWait();
        }
        return x;
    };

    static final TaskFunction<Integer, Integer> QUICK = x -> x + 1;

    private static final int CALLS = 21;

    private final Pool pool;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private volatile boolean over;

    Callers(Pool pool) {
        this.pool = pool;
    }

    /** A thread that keeps calls of 5 ms in flight; returns the number of its results. */
    AtomicLong keepInFlight(Tasks tasks, int calls) {
        AtomicLong results = new AtomicLong();
        threads.submit(() -> {
            Deque<TaskFuture<Integer>> inFlight = new ArrayDeque<>();
            while (!over) {
                while (inFlight.size() < calls) {
                    inFlight.add(tasks.applyAsync(SLOW, 1));
                }
                inFlight.remove().get();
                results.incrementAndGet();
            }
            return null;
        });
        return results;
    }

    /** A thread that reads the results of an endless input, of items of 5 ms; returns their number. */
    AtomicLong stream(Tasks tasks) {
        AtomicLong results = new AtomicLong();
        threads.submit(() -> {
            Iterable<Integer> endless = () -> IntStream.iterate(0, i -> i + 1).iterator();
            try (Results<Integer> all = tasks.imap(SLOW, endless)) {
                for (int ignored : all) {
                    results.incrementAndGet();
                    if (over) {
                        break;
                    }
                }
            }
            return null;
        });
        return results;
    }

    /** A thread that makes a call of the same item, {@code count} times, with {@code map}. */
    <R> Future<List<R>> map(Tasks tasks, TaskFunction<Integer, R> function, int count) {
        return threads.submit(() -> tasks.map(function, Collections.nCopies(count, 1)));
    }

    /** The share of {@code one} in {@code count} results, once all have had some. */
    static double share(AtomicLong one, List<AtomicLong> others, int count) {
        Await.orFail(() -> one.get() > 0 && others.stream().allMatch(other -> other.get() > 0));
        long before = sum(others);
        long oneBefore = one.get();
        Await.orFail(() -> one.get() - oneBefore + sum(others) - before >= count);
        double ofOne = one.get() - oneBefore;
        return ofOne / (ofOne + sum(others) - before);
    }

    private static long sum(List<AtomicLong> counts) {
        return counts.stream().mapToLong(AtomicLong::get).sum();
    }

    /** The number of items that the pool settles while a quick call waits: the median of some calls. */
    long settledDuringAQuickCall() throws Exception {
        long[] settled = new long[CALLS];
        for (int i = 0; i < CALLS; i++) {
            settled[i] = settledDuring(() -> pool.apply(QUICK, 1));
        }
        Arrays.sort(settled);
        return settled[CALLS / 2];
    }

    private long settledDuring(Callable<?> call) throws Exception {
        long before = pool.stats().settled();
        call.call();
        return pool.stats().settled() - before;
    }

    /** Ends the threads, and all items of the pool. */
    void end() throws InterruptedException {
        over = true;
        pool.terminate();
        threads.shutdownNow();
        threads.awaitTermination(1, TimeUnit.MINUTES);
    }
}
