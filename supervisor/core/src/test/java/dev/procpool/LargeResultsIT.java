package dev.procpool;

import static org.assertj.core.api.Assertions.assertThat;

import dev.procpool.task.TaskFunction;
import dev.procpool.testing.Await;
import dev.procpool.testing.Leftovers;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Results of a stream that are large and wait for their consumer: no more of them are made than fit. */
@ExtendWith(Leftovers.class)
class LargeResultsIT {

    private static final Duration LONG = Duration.ofSeconds(60);
    private static final TaskFunction<Integer, Integer> SQUARE = x -> x * x;

    /** In a worker: the items that have failed there. */
    private static final Set<Integer> FAILED = ConcurrentHashMap.newKeySet();

    private static final int LARGE = 100_000;
    private static final TaskFunction<Integer, String> LARGE_TEXT = x -> (x + " ").repeat(LARGE / 4);

    private static void assertLarge(String result, int index) {
        assertThat(result.startsWith(index + " ")).isTrue();
    }

    /** The number of results that are made while the consumer does nothing. */
    private static long settledAtStandstill(Pool own) {
        long[] before = {-1};
        Await.until(() -> {
            long now = own.stats().settled();
            boolean stands = now == before[0] && own.stats().running() == 0;
            before[0] = now;
            LockSupport.parkNanos(Duration.ofMillis(50).toNanos());
            return stands;
        });
        return before[0];
    }

    @Test
    void noMoreLargeResultsAreMadeThanTheConsumerTakes() throws Exception {
        AtomicInteger asked = new AtomicInteger();
        try (Pool own = Pool.open(2);
                Results<String> results = own.imap(LARGE_TEXT, ReadAheadIT.endless(asked))) {
            Iterator<String> arrived = results.iterator();
            for (int taken = 1; taken <= 3_000; taken++) {
                assertLarge(arrived.next(), taken - 1);
                assertThat(asked.get() - taken).isLessThanOrEqualTo(1024);
                if (taken % 1_000 == 1) {
                    assertThat(settledAtStandstill(own) - taken).isLessThan(900); // 1024 without the bound
                    assertThat(own.apply(SQUARE, 5)).isEqualTo(25);
                }
            }
        }
    }

    @Test
    void streamsOfLargeResultsThatOneThreadTakesInTurnsGoOn() throws Exception {
        try (Pool pool = Pool.open(2);
                Results<String> ordered = pool.imap(LARGE_TEXT, ReadAheadIT.endless(new AtomicInteger()));
                Results<String> unordered = pool.imapUnordered(LARGE_TEXT, ReadAheadIT.endless(new AtomicInteger()));
                Results<Integer> small = pool.imap(SQUARE, ReadAheadIT.endless(new AtomicInteger()))) {
            Iterator<String> first = ordered.iterator();
            Iterator<String> second = unordered.iterator();
            Iterator<Integer> third = small.iterator();
            for (int i = 0; i < 1_000; i++) {
                assertLarge(first.next(), i);
                assertThat(second.next()).hasSizeGreaterThan(LARGE / 4);
                assertThat(third.next()).isEqualTo(i * i);
                if (i % 100 == 0) {
                    assertThat(pool.map(SQUARE, List.of(i))).containsExactly(i * i);
                }
            }
        }
    }

    @Test
    void aFullStreamDoesNotKeepOthersFromSubmittingWhereLittleMayBePending() throws Exception {
        try (Pool own = Pool.builder().processes(1).maxPending(3).open();
                Results<String> large = own.imap(LARGE_TEXT, ReadAheadIT.endless(new AtomicInteger()))) {
            Iterator<String> arrived = large.iterator();
            arrived.next();
            settledAtStandstill(own);

            assertThat(own.apply(SQUARE, 3)).isEqualTo(9);
            assertThat(own.map(SQUARE, SayWhen.range(100))).hasSize(100);
            for (int i = 1; i < 300; i++) {
                assertLarge(arrived.next(), i);
            }
        }
    }

    @Test
    void anItemThatIsRetriedLateIsNotHeldBackByTheResultsBehindIt() {
        TaskFunction<Integer, String> failsFirst = x -> {
            if (x % 50 == 3 && FAILED.add(x)) {
                throw new IllegalStateException("once more");
            }
            return LARGE_TEXT.apply(x);
        };
        TaskOptions options = TaskOptions.builder()
                .retries(3)
                .retryDelay(Duration.ofMillis(200))
                .build();
        try (Pool pool = Pool.open(2);
                Results<String> results = pool.with(options).imap(failsFirst, SayWhen.range(500))) {
            int next = 0;
            for (String result : results) {
                assertLarge(result, next++);
            }
            assertThat(next).isEqualTo(500);
        }
    }

    @Test
    void resultsThatBecomeLargeAreNotAllMadeInAdvance() throws Exception {
        int small = 60_000;
        TaskFunction<Integer, Object> grows = x -> x < small ? (Object) x : LARGE_TEXT.apply(x);
        AtomicInteger asked = new AtomicInteger();
        try (Pool own = Pool.open(2);
                Results<Object> results = own.imap(grows, ReadAheadIT.endless(asked))) {
            Iterator<Object> arrived = results.iterator();
            for (int i = 0; i < small; i++) {
                assertThat(arrived.next()).isEqualTo(i);
            }
            assertThat(settledAtStandstill(own) - small).isLessThan(2_000);
            for (int i = small; i < small + 2_000; i++) {
                assertLarge((String) arrived.next(), i);
            }
            assertThat(own.stats().deaths()).isZero();
        }
    }

    @Test
    void aPoolEndsAlthoughTheConsumerOfAFullStreamHasLeft() throws Exception {
        Pool own = Pool.open(2);
        List<Integer> input = SayWhen.range(300);
        Results<String> abandoned = own.imap(LARGE_TEXT, input);
        assertLarge(abandoned.iterator().next(), 0);
        assertThat(settledAtStandstill(own)).isLessThan(300);

        own.shutdown();

        assertThat(own.join(LONG)).isTrue();
        assertThat(abandoned.toString()).startsWith("results of task");
    }

    @Test
    void aFullStreamCanBeCancelledAndClosed() throws Exception {
        try (Pool own = Pool.open(2)) {
            Results<Outcome<String>> outcomes = own.outcomes(LARGE_TEXT, ReadAheadIT.endless(new AtomicInteger()));
            outcomes.iterator().next();
            settledAtStandstill(own);
            outcomes.cancelPending();
            Results<String> closed = own.imap(LARGE_TEXT, ReadAheadIT.endless(new AtomicInteger()));
            closed.iterator().next();
            settledAtStandstill(own);

            closed.close();

            Await.until(() -> own.stats().pending() == 0 && own.stats().running() == 0);
            assertThat(own.stats().pending()).isZero();
        }
    }
}
