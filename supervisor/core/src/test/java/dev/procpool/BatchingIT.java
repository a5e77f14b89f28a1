package dev.procpool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.procpool.task.TaskFunction;
import dev.procpool.testing.Leftovers;
import java.io.ObjectOutputStream;
import java.io.Serializable;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** Items and results that travel together: whatever is next to what, each keeps its value, its place and its fate. */
@ExtendWith(Leftovers.class)
class BatchingIT {

    private static final TaskFunction<Integer, Integer> SQUARE = x -> x * x;
    private static final TaskFunction<Object, Object> SAME = x -> x;

    private static final int PROCESSORS = Runtime.getRuntime().availableProcessors();
    private static final int MANY_WORKERS = PROCESSORS + 6;

    private static Pool pool;

    @BeforeAll
    static void open() throws InterruptedException {
        pool = Pool.open(2);
        assertThat(pool.awaitReady(Duration.ofSeconds(60))).isTrue();
    }

    @AfterAll
    static void close() {
        pool.close();
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
    @Timeout(value = 5, unit = TimeUnit.MINUTES)
    void quickItemsStayWithAsManyWorkersAsCanRunAtOnce() throws Exception {
        assumeTrue(Files.isReadable(Path.of("/proc/thread-self/schedstat")), "Linux says who waits for a processor");
        try (Pool own = Pool.open(MANY_WORKERS)) {
            assertThat(own.awaitReady(Duration.ofSeconds(120))).isTrue();
            own.map(SQUARE, SayWhen.range(1_000));
            assertThat(own.workers()).as("each gets some at first").allMatch(worker -> worker.itemsDone() > 0);
            long start = System.nanoTime();
            int used;
            do {
                used = workersUsed(own, () -> own.map(SQUARE, SayWhen.range(200_000)));
            } while (used > PROCESSORS + 2 && System.nanoTime() - start < TimeUnit.SECONDS.toNanos(20));
            assertThat(used).isLessThanOrEqualTo(PROCESSORS + 2);
        }
    }

    @Test
    @Timeout(value = 5, unit = TimeUnit.MINUTES)
    void quickItemsOneOfWhichNapsNowAndThenGoToMoreWorkers() throws Exception {
        TaskFunction<Integer, Integer> napsNowAndThen = x -> {
            if (x % 1_000 == 999) {
                Thread.sleep(10);
            }
            return x;
        };
        try (Pool own = Pool.open(MANY_WORKERS)) {
            assertThat(own.awaitReady(Duration.ofSeconds(120))).isTrue();
            for (int i = 0; i < 3; i++) {
                own.map(napsNowAndThen, SayWhen.range(200_000));
            }
            assertThat(workersUsed(own, () -> own.map(napsNowAndThen, SayWhen.range(200_000))))
                    .isGreaterThan(PROCESSORS + 2);
        }
    }

    @Test
    @Timeout(value = 5, unit = TimeUnit.MINUTES)
    void whatWasSentBehindAnItemThatTurnsOutSlowGoesToWorkersThatAreIdle() throws Exception {
        TaskFunction<Integer, Integer> slowBelowZero = x -> {
            if (x < 0) {
                Thread.sleep(20_000);
            }
            return x;
        };
        try (Pool own = Pool.open(MANY_WORKERS)) {
            assertThat(own.awaitReady(Duration.ofSeconds(120))).isTrue();
            for (int i = 0; i < 5; i++) {
                own.map(slowBelowZero, SayWhen.range(200_000));
            }
            List<Integer> items = new ArrayList<>(SayWhen.range(200_000));
            for (int i = 0; i < PROCESSORS + 3; i++) {
                items.set(20_000 * i + 10, -1);
            }
            long others = own.stats().settled() + items.size() - (PROCESSORS + 3);
            TaskFuture<List<Integer>> all = own.mapAsync(slowBelowZero, items);
            long start = System.nanoTime();
            Leftovers.await(() -> own.stats().settled() >= others);
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(15));
            assertThat(all.isDone()).isFalse();
            own.terminate();
        }
    }

    @Test
    @Timeout(value = 5, unit = TimeUnit.MINUTES)
    void workersThatLeftForWantOfWorkAreNotStartedAgainForQuickItems() throws Exception {
        assumeTrue(Files.isReadable(Path.of("/proc/thread-self/schedstat")), "Linux says who waits for a processor");
        AtomicInteger started = new AtomicInteger();
        PoolListener counting = new PoolListener() {
            @Override
            public void workerStarted(WorkerInfo worker) {
                started.incrementAndGet();
            }
        };
        try (Pool own = Pool.builder()
                .processes(MANY_WORKERS)
                .idleTimeout(Duration.ofSeconds(4))
                .listener(counting)
                .open()) {
            assertThat(own.awaitReady(Duration.ofSeconds(120))).isTrue();
            long start = System.nanoTime();
            do {
                own.map(SQUARE, SayWhen.range(200_000));
            } while (System.nanoTime() - start < TimeUnit.SECONDS.toNanos(14));
        }
        assertThat(started.get()).isBetween(MANY_WORKERS, MANY_WORKERS + 4);
    }

    private static int workersUsed(Pool pool, Callable<?> call) throws Exception {
        Map<Integer, Long> before = new HashMap<>();
        pool.workers().forEach(worker -> before.put(worker.id(), worker.itemsDone()));
        call.call();
        return (int) pool.workers().stream()
                .filter(worker -> worker.itemsDone() > before.get(worker.id()))
                .count();
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
            Leftovers.await(() -> own.stats().settled() == 79);
            own.terminate();
        }
    }

    @Test
    void aListOfNumbersBelongsToTheCaller() throws Exception {
        List<Integer> squares = pool.map(SQUARE, List.of(5, 4, 3));
        squares.sort(null);
        squares.add(100);
        squares.remove((Object) 16);
        assertThat(squares).containsExactly(9, 25, 100);

        List<Integer> more = pool.map(SQUARE, List.of(1, 2));
        assertThat(pool.apply((List<Integer> list) -> list.getClass().getName() + list, more))
                .isEqualTo("java.util.ArrayList[1, 4]");
        assertThat(pool.map(SQUARE, more)).containsExactly(1, 16);
    }

    @Test
    void numbersOfEveryKindKeepTheirValueAndType() throws Exception {
        Random random = new Random(3);
        List<Object> edges = Arrays.asList(
                0,
                -1,
                Integer.MIN_VALUE,
                Integer.MAX_VALUE,
                0L,
                -1L,
                Long.MIN_VALUE,
                Long.MAX_VALUE,
                0.0,
                -0.0,
                Double.NaN,
                Double.MIN_VALUE,
                Double.NEGATIVE_INFINITY,
                1.5f,
                (short) 7,
                (byte) 8,
                'c',
                true,
                null,
                "text");
        for (int round = 0; round < 40; round++) {
            List<Object> items = new ArrayList<>();
            for (int i = 0; i < 1 + random.nextInt(3000); i++) {
                // runs of one type, with others among them now and then
                items.add(random.nextInt(50) == 0 ? edges.get(random.nextInt(edges.size())) : (Object) i);
            }
            assertThat(chunked(1 + random.nextInt(4)).map(SAME, items)).isEqualTo(items);
        }
        for (Object edge : edges) {
            assertThat(pool.map(SAME, Collections.nCopies(500, edge))).isEqualTo(Collections.nCopies(500, edge));
            assertThat(pool.apply(SAME, edge)).isEqualTo(edge);
        }
    }

    @Test
    void resultsOfSeveralTypesFromArgumentsOfOne() throws Exception {
        TaskFunction<Integer, Object> kind =
                x -> x % 7 == 3 ? "s" + x : x % 7 == 4 ? (Object) (x * 2L) : x % 7 == 5 ? null : (Object) x;
        List<Object> expected = new ArrayList<>();
        for (int x : SayWhen.range(20_000)) {
            expected.add(kind.apply(x));
        }
        assertThat(pool.map(kind, SayWhen.range(20_000))).isEqualTo(expected);
        assertThat(chunked(1).map(kind, SayWhen.range(20_000))).isEqualTo(expected);
        try (Results<Object> results = pool.imap(kind, SayWhen.range(20_000))) {
            List<Object> all = new ArrayList<>();
            results.forEach(all::add);
            assertThat(all).isEqualTo(expected);
        }
    }

    @Test
    void aFailureAmongPackedResultsIsThatOfItsItemAlone() {
        TaskFunction<Integer, Integer> picky = x -> {
            if (x % 1000 == 777) {
                throw new IllegalArgumentException("no " + x);
            }
            return x + 1;
        };
        try (Results<Outcome<Integer>> outcomes = pool.outcomes(picky, SayWhen.range(10_000))) {
            int seen = 0;
            for (Outcome<Integer> outcome : outcomes) {
                seen++;
                if (outcome.index() % 1000 == 777) {
                    assertThat(outcome.failure()).hasMessage("no " + outcome.index());
                } else {
                    assertThat(outcome.get()).isEqualTo((int) outcome.index() + 1);
                }
            }
            assertThat(seen).isEqualTo(10_000);
        }
    }

    @Test
    void aDeathAmongPackedItemsIsThatOfItsItemAlone() throws Exception {
        try (Pool own =
                Pool.builder().processes(2).output(WorkerOutput.discarding()).open()) {
            own.map(SQUARE, SayWhen.range(50_000)); // known to be quick, so that chunks are large
            TaskFunction<Integer, Integer> deadly = x -> {
                if (x == 5_555 || x == 44_444) {
                    Runtime.getRuntime().halt(3);
                }
                return x * x;
            };
            List<Long> dead = new ArrayList<>();
            try (Results<Outcome<Integer>> outcomes = own.outcomes(deadly, SayWhen.range(50_000))) {
                int seen = 0;
                for (Outcome<Integer> outcome : outcomes) {
                    seen++;
                    if (outcome.isSuccess()) {
                        int x = (int) outcome.index();
                        assertThat(outcome.get()).isEqualTo(x * x);
                    } else {
                        assertThat(outcome.failure()).isInstanceOf(WorkerDiedException.class);
                        dead.add(outcome.index());
                    }
                }
                assertThat(seen).isEqualTo(50_000);
            }
            assertThat(dead).containsExactlyInAnyOrder(5_555L, 44_444L);
        }
    }

    @Test
    void failedItemsAmongPackedResultsAreRetried() throws Exception {
        TaskFunction<Integer, Integer> fails = x -> {
            if (x % 500 == 7) {
                throw new IllegalStateException("item " + x);
            }
            return x;
        };
        TaskOptions options = TaskOptions.builder()
                .retries(2)
                .retryOn(RetryOn.ERROR)
                .retryDelay(Duration.ofMillis(1))
                .build();
        try (Results<Outcome<Integer>> outcomes = pool.with(options).outcomes(fails, SayWhen.range(3_000))) {
            int failed = 0;
            int seen = 0;
            for (Outcome<Integer> outcome : outcomes) {
                seen++;
                boolean bad = outcome.index() % 500 == 7;
                failed += bad ? 1 : 0;
                assertThat(outcome.isSuccess()).isEqualTo(!bad);
                assertThat(outcome.attempt()).isEqualTo(bad ? 3 : 1);
            }
            assertThat(seen).isEqualTo(3_000);
            assertThat(failed).isEqualTo(6);
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

    /** An input that gives an item only when it is told to. */
    private static final class Tap implements Iterable<Integer> {

        private final LinkedBlockingQueue<Integer> items = new LinkedBlockingQueue<>();

        @Override
        public Iterator<Integer> iterator() {
            return new Iterator<>() {
                private Integer next;

                @Override
                public boolean hasNext() {
                    try {
                        next = items.take();
                    } catch (InterruptedException e) {
                        return false;
                    }
                    return next >= 0;
                }

                @Override
                public Integer next() {
                    if (next < 0) {
                        throw new NoSuchElementException();
                    }
                    return next;
                }
            };
        }
    }

    @Test
    void whatASlowInputGivesIsSentAtOnce() {
        Tap tap = new Tap();
        try (Results<Integer> results = pool.imapUnordered(SQUARE, tap)) {
            Iterator<Integer> arrived = results.iterator();
            for (int i = 0; i < 200; i++) {
                tap.items.add(i); // the next one comes only after the result of this one
                assertThat(arrived.next()).isEqualTo(i * i);
            }
            for (int i = 0; i < 300; i++) {
                tap.items.add(i);
            }
            for (int i = 0; i < 300; i++) {
                arrived.next();
            }
            tap.items.add(-1);
            assertThat(arrived.hasNext()).isFalse();
        }
    }

    @Test
    void inputsOfSeveralStreamsAreAllRead() throws Exception {
        List<Thread> consumers = new ArrayList<>();
        AtomicInteger right = new AtomicInteger();
        for (int i = 0; i < 6; i++) {
            int buffer = 1 + i * 7;
            Thread consumer = new Thread(() -> {
                TaskOptions options = TaskOptions.builder().buffer(buffer).build();
                try (Results<Integer> results = pool.with(options).imap(SQUARE, SayWhen.range(5_000))) {
                    int next = 0;
                    for (int result : results) {
                        if (result != next * next) {
                            return;
                        }
                        next++;
                    }
                    right.addAndGet(next == 5_000 ? 1 : 0);
                }
            });
            consumer.start();
            consumers.add(consumer);
        }
        for (Thread consumer : consumers) {
            consumer.join(TimeUnit.SECONDS.toMillis(60));
        }
        assertThat(right.get()).isEqualTo(6);
    }

    /** Cannot be encoded. */
    private static final class Unencodable implements Serializable {

        private static final long serialVersionUID = 1L;

        private void writeObject(ObjectOutputStream out) {
            throw new UnsupportedOperationException("not this one");
        }
    }

    @Test
    void anItemOfAStreamThatCannotBeEncodedFailsAtItsPlace() {
        List<Object> items = new ArrayList<>(SayWhen.range(3_000));
        items.set(1_234, new Unencodable());
        items.set(1_235, new Unencodable());
        try (Results<Outcome<Object>> outcomes =
                pool.with(TaskOptions.builder().keepOrder().build()).outcomes(SAME, items)) {
            int seen = 0;
            for (Outcome<Object> outcome : outcomes) {
                assertThat(outcome.index()).isEqualTo(seen);
                if (seen == 1_234 || seen == 1_235) {
                    assertThat(outcome.failure()).isInstanceOf(ArgumentSerializationException.class);
                } else {
                    assertThat(outcome.get()).isEqualTo(seen);
                }
                seen++;
            }
            assertThat(seen).isEqualTo(3_000);
        }
    }

    @Test
    void smallAndLargeItemsOfAStreamKeepTheirOrder() {
        List<Object> items = new ArrayList<>();
        for (int i = 0; i < 600; i++) {
            items.add(i % 5 == 2 ? "x".repeat(40_000) + i : (Object) i);
        }
        try (Results<Object> results = pool.imap(SAME, items)) {
            List<Object> all = new ArrayList<>();
            results.forEach(all::add);
            assertThat(all).isEqualTo(items);
        }
    }

    @Test
    void whatWasReadBeforeAShutdownIsRun() throws Exception {
        AtomicInteger given = new AtomicInteger();
        AtomicReference<Pool> shut = new AtomicReference<>();
        Iterable<Integer> input = () -> new Iterator<>() {
            @Override
            public boolean hasNext() {
                return true;
            }

            @Override
            public Integer next() {
                int next = given.getAndIncrement();
                if (next == 700) {
                    shut.get().shutdown();
                }
                return next;
            }
        };
        try (Pool own = Pool.open(1)) {
            shut.set(own);
            int seen = 0;
            try (Results<Integer> results = own.imap(SQUARE, input)) {
                Iterator<Integer> arrived = results.iterator();
                while (true) {
                    assertThat(arrived.next()).isEqualTo(seen * seen);
                    seen++;
                }
            } catch (IllegalStateException e) {
                assertThat(e).hasMessageContaining("was shut down");
            }
            assertThat(seen).isEqualTo(700);
        }
    }

    @Test
    void anInputThatIsLargerThanWhatMayBePendingGoesThroughInParts() {
        try (Pool own = Pool.builder().processes(1).maxPending(3).open();
                Results<Integer> results = own.imap(SQUARE, SayWhen.range(2_000))) {
            int next = 0;
            for (int result : results) {
                assertThat(result).isEqualTo(next * next);
                assertThat(own.stats().pending()).isLessThanOrEqualTo(3 + 3);
                next++;
            }
            assertThat(next).isEqualTo(2_000);
        }
    }

    @Test
    void aStreamOfABrokenPoolEndsWithThatCause() {
        Tap tap = new Tap();
        assertThatThrownBy(() -> {
                    try (Pool own = Pool.builder()
                            .processes(1)
                            .output(WorkerOutput.discarding())
                            .initializer(() -> {
                                Thread.sleep(300);
                                throw new IllegalStateException("no start");
                            })
                            .open()) {
                        for (int i = 0; i < 50; i++) {
                            tap.items.add(i);
                        }
                        for (int result : own.imap(SQUARE, tap)) {
                            throw new AssertionError(result);
                        }
                    }
                })
                .isInstanceOf(PoolBrokenException.class);
        tap.items.add(-1);
    }

    @Test
    void aStreamOfWhichThePendingItemsAreCancelledEnds() {
        for (int round = 0; round < 300; round++) {
            try (Results<Outcome<Integer>> outcomes = pool.outcomes(SQUARE, SayWhen.range(3_000))) {
                Iterator<Outcome<Integer>> arrived = outcomes.iterator();
                int seen = 0;
                while (arrived.hasNext()) {
                    Outcome<Integer> outcome = arrived.next();
                    if (seen++ == round) {
                        outcomes.cancelPending();
                    }
                    assertThat(outcome.isSuccess() || outcome.failure() instanceof CancellationException)
                            .isTrue();
                }
                assertThat(seen).isGreaterThan(round);
            }
        }
    }

    @Test
    void aStreamThatIsFullWhileWorkersAreBusyForLongGoesOn() throws Exception {
        try (Pool own = Pool.open(1)) {
            TaskFuture<Integer> slow = own.applyAsync(() -> {
                Thread.sleep(3_500);
                return 1;
            });
            TaskOptions wide = TaskOptions.builder().buffer(20_000).build();
            try (Results<Integer> results = own.with(wide).imap(SQUARE, SayWhen.range(20_000))) {
                int next = 0;
                for (int result : results) {
                    assertThat(result).isEqualTo(next * next);
                    assertThat(own.stats().workers()).isEqualTo(1);
                    next++;
                }
                assertThat(next).isEqualTo(20_000);
            }
            assertThat(slow.get()).isEqualTo(1);
        }
    }
}
