package dev.procpool;

import dev.procpool.task.Task;
import dev.procpool.task.TaskBiFunction;
import dev.procpool.task.TaskFunction;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;

/** The kinds of calls that a soak makes at the same time, each from a thread of its own. */
enum SoakClient {
    APPLY((pool, results) -> {
        pool.apply(SoakClient.Work.ITEM, 3);
        results.incrementAndGet();
    }),
    APPLY_ASYNC((pool, results) -> {
        List<TaskFuture<Integer>> futures = new ArrayList<>();
        for (int i = 0; i < SoakClient.Work.FEW; i++) {
            futures.add(pool.applyAsync(SoakClient.Work.ITEM, i));
        }
        for (TaskFuture<Integer> future : futures) {
            future.get();
            results.incrementAndGet();
        }
    }),
    MAP((pool, results) -> results.addAndGet(
            pool.map(SoakClient.Work.ITEM, SoakClient.Work.SOME).size())),
    LARGE_CHUNKS((pool, results) -> {
        TaskOptions large = TaskOptions.builder().chunkSize(SoakClient.Work.FEW).build();
        results.addAndGet(
                pool.with(large).map(SoakClient.Work.ITEM, SoakClient.Work.SOME).size());
    }),
    MAP_ASYNC((pool, results) -> results.addAndGet(
            pool.mapAsync(SoakClient.Work.ITEM, SoakClient.Work.SOME).get().size())),
    STARMAP((pool, results) -> results.addAndGet(
            pool.starmap(SoakClient.Work.SUM, SoakClient.Work.PAIRS).size())),
    IMAP((pool, results) -> read(pool.imap(SoakClient.Work.ITEM, SoakClient.Work.LONG_INPUT), results)),
    IMAP_UNORDERED(
            (pool, results) -> read(pool.imapUnordered(SoakClient.Work.ITEM, SoakClient.Work.LONG_INPUT), results)),
    OUTCOMES((pool, results) -> read(pool.outcomes(SoakClient.Work.ITEM, SoakClient.Work.LONG_INPUT), results)),
    EXECUTOR((pool, results) -> {
        Task<Integer> task = () -> SoakClient.Work.item(2);
        List<Future<Integer>> futures = new ArrayList<>();
        for (int i = 0; i < SoakClient.Work.FEW; i++) {
            futures.add(pool.asExecutorService().submit(task));
        }
        for (Future<Integer> future : futures) {
            future.get();
            results.incrementAndGet();
        }
    });

    /** Makes calls, and counts the results as they come. */
    private interface Round {
        void run(Pool pool, AtomicLong results) throws Exception;
    }

    /** Items of up to four milliseconds. */
    private static final class Work {

        static final int FEW = 8;
        static final TaskFunction<Integer, Integer> ITEM = Work::item;
        static final TaskBiFunction<Integer, Integer, Integer> SUM = (a, b) -> item(a + b);
        static final List<Integer> SOME = SayWhen.range(2 * FEW);
        static final List<Map.Entry<Integer, Integer>> PAIRS = Collections.nCopies(FEW, Map.entry(1, 2));
        static final Iterable<Integer> LONG_INPUT =
                () -> IntStream.range(0, 1_000_000).iterator();

        static int item(int item) throws InterruptedException {
            Thread.sleep(item % 5);
            return item;
        }
    }

    private final Round round;

    SoakClient(Round round) {
        this.round = round;
    }

    /** Makes calls once; a stream takes until its pool is terminated. */
    void run(Pool pool, AtomicLong results) throws Exception {
        round.run(pool, results);
    }

    private static void read(Results<?> all, AtomicLong results) {
        try (all) {
            for (Object ignored : all) {
                results.incrementAndGet();
            }
        }
    }
}
