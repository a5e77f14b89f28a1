package dev.procpool;

import static org.assertj.core.api.Assertions.assertThat;

import dev.procpool.task.TaskFunction;
import dev.procpool.testing.Await;
import dev.procpool.testing.Leftovers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Items that turn out slow: the items and results beside them go their own way. */
@ExtendWith(Leftovers.class)
class SlowItemIT {

    private static final Duration LONG = Duration.ofSeconds(60);

    private static Pool pool;

    @BeforeAll
    static void open() throws InterruptedException {
        pool = Pool.open(2);
        assertThat(pool.awaitReady(LONG)).isTrue();
    }

    @AfterAll
    static void close() {
        pool.close();
    }

    @Test
    void whatWaitsBehindASlowItemIsTakenOverByAnIdleWorker() throws Exception {
        List<Integer> items = List.of(3000, 1, 2, 3, 4, 5, 6, 7);
        long start = System.nanoTime();
        List<Outcome<Integer>> outcomes =
                Outcomes.all(pool.with(TaskOptions.builder().chunkSize(8).build())
                        .outcomes(
                                (Integer millis) -> {
                                    Thread.sleep(millis);
                                    return millis;
                                },
                                items));

        assertThat(outcomes.get(outcomes.size() - 1).index()).isZero();
        assertThat(outcomes.stream().map(Outcome::pid).distinct()).hasSize(2);
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(5));
    }

    private static Tasks chunked(int size) {
        return pool.with(TaskOptions.builder().chunkSize(size).build());
    }

    @Test
    void whoRunsItemsOfAMillisecondHoldsTheNextOnesAlready() throws Exception {
        TaskFunction<Integer, Integer> briefly = x -> {
            Thread.sleep(1);
            return x;
        };
        long most = 0;
        long start = System.nanoTime();
        do {
            TaskFuture<List<Integer>> items = pool.mapAsync(briefly, SayWhen.range(200));
            while (!items.isDone()) {
                most = Math.max(most, pool.stats().running());
                LockSupport.parkNanos(100_000);
            }
            items.get();
        } while (most <= 2 && System.nanoTime() - start < TimeUnit.SECONDS.toNanos(30));
        assertThat(most).as("a few at each of two workers").isBetween(3L, 10L);
    }

    @Test
    void itemsOfAFunctionThatWasQuickGoToAllWorkersOnceTheyAreSlow() throws Exception {
        TaskFunction<Integer, Long> slowBelowZero = x -> {
            if (x < 0) {
                Thread.sleep(1_000);
            }
            return ProcessHandle.current().pid();
        };
        try (Pool own = Pool.open(4)) {
            assertThat(own.awaitReady(Duration.ofSeconds(60))).isTrue();
            for (int i = 0; i < 3; i++) {
                own.map(slowBelowZero, SayWhen.range(20_000));
            }
            long start = System.nanoTime();
            List<Long> pids = own.map(slowBelowZero, List.of(-1, -2, -3, -4));
            Duration took = Duration.ofNanos(System.nanoTime() - start);

            assertThat(pids).doesNotHaveDuplicates();
            assertThat(took).isLessThan(Duration.ofMillis(3_000)); // one after the other it would be 4,000
        }
    }

    @Test
    void quickItemsThatWereSentBehindOneThatTurnsOutSlowGoElsewhere() throws Exception {
        TaskFunction<Integer, Integer> slowBelowZero = x -> {
            if (x < 0) {
                Thread.sleep(60_000);
            }
            return x;
        };
        try (Pool own = Pool.open(2)) {
            assertThat(own.awaitReady(Duration.ofSeconds(60))).isTrue();
            for (int i = 0; i < 3; i++) {
                own.map(slowBelowZero, SayWhen.range(20_000));
            }
            TaskFuture<Integer> slow = own.applyAsync(slowBelowZero, -1);
            List<TaskFuture<Integer>> quick = new ArrayList<>();
            for (int i = 0; i < 10; i++) {
                quick.add(own.applyAsync(slowBelowZero, i));
            }
            for (int i = 0; i < 10; i++) {
                assertThat(quick.get(i).get(10, TimeUnit.SECONDS)).isEqualTo(i);
            }
            assertThat(slow.isDone()).isFalse();
            own.terminate();
        }
    }

    @Test
    void resultsOfAMapAreHeardOfBeforeASlowItemThatFollowsThemEnds() throws Exception {
        TaskFunction<Integer, Integer> lastIsSlow = x -> {
            Thread.sleep(x == 79 ? 60_000 : 1);
            return x;
        };
        try (Pool own = Pool.open(1)) {
            own.mapAsync(lastIsSlow, SayWhen.range(80));
            Await.until(() -> own.stats().settled() == 79);
            own.terminate();
        }
    }

    @Test
    void aSlowItemAmongQuickOnesHasItsOwnRunTime() {
        TaskFunction<Integer, Integer> slowNow = x -> {
            if (x % 4000 == 2222) {
                Thread.sleep(80);
            }
            return x;
        };
        try (Results<Outcome<Integer>> outcomes = chunked(4000).outcomes(slowNow, SayWhen.range(8_000))) {
            int long20 = 0;
            for (Outcome<Integer> outcome : outcomes) {
                if (outcome.index() % 4000 == 2222) {
                    assertThat(outcome.ran()).isGreaterThan(Duration.ofMillis(4)); // it may share with 15 neighbours
                }
                long20 += outcome.ran().compareTo(Duration.ofMillis(4)) > 0 ? 1 : 0;
            }
            assertThat(long20).isBetween(2, 40);
        }
    }

    @Test
    void resultsThatASlowItemHoldsUpArriveBeforeItEnds() throws Exception {
        TaskFunction<Integer, Integer> lastIsSlow = x -> {
            if (x == 99) {
                Thread.sleep(60_000);
            }
            return x;
        };
        try (Pool own = Pool.open(1);
                Results<Integer> results =
                        own.with(TaskOptions.builder().chunkSize(100).build()).imap(lastIsSlow, SayWhen.range(100))) {
            Iterator<Integer> arrived = results.iterator();
            for (int i = 0; i < 99; i++) {
                assertThat(arrived.next()).isEqualTo(i);
            }
            own.terminate();
        }
    }
}
