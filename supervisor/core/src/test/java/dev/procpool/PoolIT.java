package dev.procpool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.procpool.task.TaskContext;
import dev.procpool.task.TaskFunction;
import dev.procpool.testing.Leftovers;
import java.io.IOException;
import java.io.ObjectOutputStream;
import java.io.PrintWriter;
import java.io.Serializable;
import java.io.StringWriter;
import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a pool of processes does when nothing dies; mirrors the tests of {@code multiprocessing.Pool}. */
@ExtendWith(Leftovers.class)
class PoolIT {

    private static final TaskFunction<Integer, Integer> SQUARE = x -> x * x;
    private static Pool pool;

    @BeforeAll
    static void open() throws InterruptedException {
        pool = Pool.open(4);
        assertThat(pool.awaitReady(Duration.ofSeconds(60))).isTrue();
    }

    @AfterAll
    static void close() {
        pool.close();
    }

    private static Tasks chunked(int items) {
        return pool.with(TaskOptions.builder().chunkSize(items).build());
    }

    private static List<Integer> squares(int count) {
        return SayWhen.range(count).stream().map(x -> x * x).toList();
    }

    record Named(int x) {}

    @Test
    void appliesAFunctionToAnArgumentAndToARecord() throws Exception {
        assertThat(pool.apply(SQUARE, 5)).isEqualTo(25);
        assertThat(pool.<Named, Integer>apply(named -> named.x() * named.x(), new Named(3)))
                .isEqualTo(9);
        assertThat(pool.<Integer, Integer, Integer>apply((a, b) -> a - b, 7, 4)).isEqualTo(3);
        assertThat(pool.apply(() -> "no argument")).isEqualTo("no argument");
    }

    @Test
    void mapsInOrderWithAnyChunkSize() throws Exception {
        assertThat(pool.map(SQUARE, SayWhen.range(10))).isEqualTo(squares(10));
        assertThat(chunked(20).map(SQUARE, SayWhen.range(100))).isEqualTo(squares(100));
        assertThat(chunked(1).map(SQUARE, SayWhen.range(1000))).isEqualTo(squares(1000));
        assertThat(pool.map(SQUARE, SayWhen.range(20_000))).isEqualTo(squares(20_000));
    }

    @Test
    void starmapsPairsInOrder() throws Exception {
        List<Map.Entry<Integer, Integer>> pairs =
                SayWhen.range(100).stream().map(i -> Map.entry(i, 99 - i)).toList();
        List<Integer> products =
                pairs.stream().map(p -> p.getKey() * p.getValue()).toList();

        assertThat(pool.starmap((Integer a, Integer b) -> a * b, pairs)).isEqualTo(products);
        assertThat(chunked(20)
                        .starmapAsync((Integer a, Integer b) -> a * b, pairs)
                        .get())
                .isEqualTo(products);
    }

    @Test
    void mapsAsynchronously() throws Exception {
        assertThat(pool.mapAsync(SQUARE, SayWhen.range(10)).get()).isEqualTo(squares(10));
        assertThat(chunked(1).mapAsync(SQUARE, List.<Integer>of()).get(1, TimeUnit.SECONDS))
                .isEmpty();
    }

    @Test
    void callsBackOnceWithTheWholeListOrTheFailure() throws Exception {
        ConcurrentLinkedQueue<Object> called = new ConcurrentLinkedQueue<>();

        pool.mapAsync(Integer::parseInt, List.of("1"))
                .toCompletableFuture()
                .whenComplete((value, failure) -> called.add(value))
                .get();
        assertThat(called).containsExactly(List.of(1));

        called.clear();
        assertThatThrownBy(() -> pool.mapAsync(Integer::parseInt, List.of("a"))
                        .toCompletableFuture()
                        .whenComplete((value, failure) -> called.add(failure))
                        .get())
                .hasCauseInstanceOf(NumberFormatException.class);
        assertThat(called).hasSize(1).first().isInstanceOf(NumberFormatException.class);
    }

    static final class Unpicklable implements Serializable {
        private static final long serialVersionUID = 1L;

        private void writeObject(ObjectOutputStream out) {
            throw new IllegalStateException("cannot pickle");
        }
    }

    record Holder(String name, Object inner) {}

    @Test
    void refusesAnArgumentThatCannotBeEncodedAndGoesOn() throws Exception {
        assertThatThrownBy(() -> pool.map(x -> 1, Collections.nCopies(10, new Unpicklable())))
                .isInstanceOf(ArgumentSerializationException.class)
                .hasMessageContaining("cannot pickle")
                .hasRootCauseInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> pool.apply(x -> 1, new Holder("thread", Thread.currentThread())))
                .isInstanceOf(ArgumentSerializationException.class)
                .hasMessageContaining("Holder.inner")
                .hasMessageContaining("java.lang.Thread")
                .hasMessageContaining("belongs to this JVM");
        assertThat(pool.map(SQUARE, SayWhen.range(10))).isEqualTo(squares(10));
    }

    @Test
    void oneArgumentThatCannotBeEncodedFailsAlone() {
        List<Object> items = List.of(1, new Unpicklable(), 3);

        List<Outcome<Integer>> outcomes = new ArrayList<>();
        pool.with(TaskOptions.builder().keepOrder().build())
                .outcomes((Object x) -> 7, items)
                .forEach(outcomes::add);

        assertThat(outcomes).extracting(Outcome::isSuccess).containsExactly(true, false, true);
        assertThat(outcomes.get(1).failure()).isInstanceOf(ArgumentSerializationException.class);
    }

    @Test
    void mapThrowsWhatTheInputThrows() {
        for (int failAt : new int[] {0, 0, 3}) {
            assertThatThrownBy(() -> pool.map(SQUARE, SayWhen.numbers(10, failAt)))
                    .isInstanceOf(SayWhen.class);
        }
    }

    @Test
    void getWaitsForTheResultButNotBeyondItsTimeout() throws Exception {
        TaskFuture<Integer> slow = pool.applyAsync(
                (Integer x) -> {
                    Thread.sleep(200);
                    return x * x;
                },
                7);
        assertThatThrownBy(() -> slow.get(1, TimeUnit.MILLISECONDS)).isInstanceOf(TimeoutException.class);
        assertThat(slow.isDone()).isFalse();
        assertThat(slow.get()).isEqualTo(49);
        assertThat(slow.pid().orElseThrow())
                .isIn(pool.workers().stream().map(WorkerInfo::pid).toList());
    }

    @Test
    void imapIteratesInOrderAndEnds() {
        List<Integer> seen = new ArrayList<>();
        chunked(100).imap(SQUARE, SayWhen.range(1000)).forEach(seen::add);
        assertThat(seen).isEqualTo(squares(1000));

        Iterator<Integer> few = pool.imap(SQUARE, SayWhen.range(3)).iterator();
        few.next();
        few.next();
        few.next();
        assertThat(few.hasNext()).isFalse();
        assertThatThrownBy(few::next).isInstanceOf(NoSuchElementException.class);
    }

    @Test
    void imapDeliversTheCompleteChunksBeforeTheInputFailed() {
        assertThat(deliveredBeforeSayWhen(1, 10, 3)).containsExactly(0, 1, 4);
        assertThat(deliveredBeforeSayWhen(2, 20, 7)).isEqualTo(squares(6));
        assertThat(deliveredBeforeSayWhen(4, 20, 7)).isEqualTo(squares(4));
    }

    private static List<Integer> deliveredBeforeSayWhen(int chunk, int total, int failAt) {
        List<Integer> delivered = new ArrayList<>();
        Iterator<Integer> results =
                chunked(chunk).imap(SQUARE, SayWhen.numbers(total, failAt)).iterator();
        assertThatThrownBy(() -> results.forEachRemaining(delivered::add)).isInstanceOf(SayWhen.class);
        return delivered;
    }

    @Test
    void imapUnorderedDeliversEverythingOnce() {
        for (int count : new int[] {10, 1000}) {
            List<Integer> seen = new ArrayList<>();
            pool.imapUnordered(SQUARE, SayWhen.range(count)).forEach(seen::add);
            Collections.sort(seen);
            assertThat(seen).isEqualTo(squares(count));
        }
    }

    @Test
    void imapUnorderedThrowsWhatTheInputThrows() throws Exception {
        Set<Integer> seen = new HashSet<>();
        Iterator<Integer> results =
                chunked(1).imapUnordered(SQUARE, SayWhen.numbers(20, 7)).iterator();
        assertThatThrownBy(() ->
                        results.forEachRemaining(x -> assertThat(seen.add(x)).isTrue()))
                .isInstanceOf(SayWhen.class);
        assertThat(squares(7)).containsAll(seen);
        assertThat(pool.apply(SQUARE, 5)).isEqualTo(25);
    }

    @Test
    void imapGoesOnAfterAFailedItem() {
        Iterator<Integer> results =
                pool.imap(Integer::parseInt, List.of("1", "x", "3")).iterator();

        assertThat(results.next()).isEqualTo(1);
        assertThatThrownBy(results::next).isInstanceOf(NumberFormatException.class);
        assertThat(results.next()).isEqualTo(3);
        assertThat(results.hasNext()).isFalse();
    }

    @Test
    void endlessInputIsReadNoFurtherThanTheBuffer() {
        AtomicInteger asked = new AtomicInteger();
        Iterable<Integer> endless =
                () -> Stream.generate(asked::getAndIncrement).iterator();
        int buffer = 16;

        try (Results<Integer> results =
                pool.with(TaskOptions.builder().buffer(buffer).build()).imap(SQUARE, endless)) {
            Iterator<Integer> iterator = results.iterator();
            for (int i = 0; i < 10; i++) {
                assertThat(iterator.next()).isEqualTo(i * i);
            }
        }
        assertThat(asked.get()).isLessThanOrEqualTo(10 + buffer);
    }

    @Test
    void anUnstartedPoolIsRefused() {
        List<String> before = Leftovers.processes();
        assertThatThrownBy(() -> Pool.open(0)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Pool.open(-1)).isInstanceOf(IllegalArgumentException.class);
        assertThat(Leftovers.processes()).hasSameSizeAs(before);
        assertThat(pool.workers()).hasSize(4);
    }

    @Test
    void emptyInputGivesEmptyResults() throws Exception {
        assertThat(pool.map(SQUARE, List.<Integer>of())).isEmpty();
        assertThat(pool.imap(SQUARE, List.<Integer>of())).isEmpty();
        assertThat(pool.imapUnordered(SQUARE, List.<Integer>of())).isEmpty();
        assertThat(pool.mapAsync(SQUARE, List.<Integer>of()).get()).isEmpty();
    }

    private static int throwingAtAKnownLine(int x) {
        throw new IllegalArgumentException("123");
    }

    @Test
    void exceptionsArriveWithTheirTypeMessageAndTheWorkersFrames() {
        assertThatThrownBy(() -> pool.apply((Integer x) -> throwingAtAKnownLine(x), 1))
                .isExactlyInstanceOf(IllegalArgumentException.class)
                .hasMessage("123")
                .satisfies(e -> {
                    StringWriter trace = new StringWriter();
                    e.printStackTrace(new PrintWriter(trace));
                    assertThat(trace.toString())
                            .contains("PoolIT.throwingAtAKnownLine(PoolIT.java:")
                            .containsPattern("worker \\d \\(pid \\d+\\)\\.item 0")
                            .contains("exceptionsArriveWithTheirTypeMessageAndTheWorkersFrames");
                });
    }

    static final class Checked extends Exception {
        private static final long serialVersionUID = 1L;
        final int detail;

        Checked(int detail, Throwable cause) {
            super("checked", cause);
            this.detail = detail;
        }
    }

    @Test
    void checkedExceptionsComeInsideATaskExceptionWithTheirFieldsAndCauses() {
        TaskFunction<Integer, Integer> failing = x -> {
            throw new Checked(x, new IllegalStateException("the cause"));
        };
        assertThatThrownBy(() -> pool.apply(failing, 42))
                .isInstanceOf(TaskException.class)
                .hasMessageContaining("pid")
                .cause()
                .isInstanceOf(Checked.class)
                .hasFieldOrPropertyWithValue("detail", 42)
                .hasRootCauseMessage("the cause");
        assertThatThrownBy(() -> pool.applyAsync(failing, 42).get())
                .isInstanceOf(ExecutionException.class)
                .hasCauseInstanceOf(Checked.class);
    }

    @SuppressWarnings("serial") // that is the point
    static final class Unserializable extends RuntimeException {
        private static final long serialVersionUID = 1L;
        final transient Object ignored = new Object();
        final Object thread = Thread.currentThread();

        Unserializable() {
            super("has a thread");
        }
    }

    @Test
    void anExceptionThatCannotBeEncodedIsReportedAsData() {
        TaskFunction<Integer, Integer> failing = x -> {
            throw new Unserializable();
        };
        assertThatThrownBy(() -> pool.apply(failing, 1))
                .isInstanceOf(RemoteTaskException.class)
                .hasMessageContaining(Unserializable.class.getName())
                .hasMessageContaining("has a thread");
    }

    /** One that misbehaves when it is looked at. */
    static final class Unshowable extends RuntimeException {
        private static final long serialVersionUID = 1L;
        private final String method;

        Unshowable(String method) {
            super("a message");
            this.method = method;
        }

        @Override
        public String getMessage() {
            if (method.equals("overflow")) {
                return getMessage() + "x";
            }
            return misbehave("getMessage", super.getMessage());
        }

        @Override
        public String toString() {
            if (method.equals("checked")) {
                PoolIT.<RuntimeException>sneak(new IOException("from toString"));
            }
            return misbehave("toString", super.toString());
        }

        @Override
        public StackTraceElement[] getStackTrace() {
            return method.equals("getStackTrace") ? null : super.getStackTrace();
        }

        @Override
        public void setStackTrace(StackTraceElement[] frames) {
            misbehave("setStackTrace", "");
            super.setStackTrace(frames);
        }

        private String misbehave(String called, String result) {
            if (called.equals(method)) {
                throw new IllegalStateException("from " + method);
            }
            return result;
        }
    }

    @SuppressWarnings("unchecked")
    private static <E extends Throwable> void sneak(Throwable checked) throws E {
        throw (E) checked;
    }

    @Test
    void anExceptionWithoutFramesIsStillWhyASoftTimeoutIsOne() {
        TaskFunction<Integer, Integer> stubborn = x -> {
            try {
                Thread.sleep(60_000);
                return x;
            } catch (InterruptedException e) {
                throw new Unshowable("getStackTrace");
            }
        };
        Tasks hurried = pool.with(
                TaskOptions.builder().softTimeout(Duration.ofMillis(100)).build());
        assertThatThrownBy(() -> hurried.apply(stubborn, 1))
                .isInstanceOf(TaskTimeoutException.class)
                .hasCauseInstanceOf(Unshowable.class);
    }

    @Test
    void whatCannotBeShownCostsNoOtherOutcome() throws Exception {
        TaskFunction<String, String> some = x -> {
            if (x.isEmpty()) {
                return x;
            }
            throw new Unshowable(x);
        };
        try (Results<Outcome<String>> outcomes = pool.outcomes(some, List.of("", "checked", "", "overflow", ""))) {
            List<Boolean> succeeded = new ArrayList<>();
            outcomes.forEach(outcome -> succeeded.add(outcome.isSuccess()));
            assertThat(succeeded).hasSize(5).filteredOn(ok -> ok).hasSize(3);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"getMessage", "toString", "setStackTrace", "overflow", "checked"})
    void anExceptionThatCannotBeShownIsReportedAsDataAndKeepsNobodyWaiting(String method) throws Exception {
        TaskFunction<String, Integer> failing = x -> {
            throw new Unshowable(x);
        };
        assertThatThrownBy(() -> pool.apply(failing, method))
                .isInstanceOf(RemoteTaskException.class)
                .hasMessageContaining(Unshowable.class.getName())
                .satisfies(e -> assertThat(e.getStackTrace()[0].getMethodName()).startsWith("lambda$"));
        assertThatThrownBy(() -> pool.applyAsync(failing, method).get())
                .isInstanceOf(ExecutionException.class)
                .hasCauseInstanceOf(RemoteTaskException.class);
        assertDependentsRun(pool.applyAsync(failing, method));
        if (!method.equals("setStackTrace")) { // nobody calls that where the exception is the task's own
            try (Pool threads = Pool.ofThreads(1)) {
                assertDependentsRun(threads.applyAsync(failing, method));
            }
        }
    }

    private static void assertDependentsRun(TaskFuture<Integer> failing) throws Exception {
        CompletableFuture<Integer> future = failing.toCompletableFuture();
        CountDownLatch ran = new CountDownLatch(3);
        for (int i = 0; i < 3; i++) {
            future.whenComplete((value, e) -> ran.countDown());
        }
        assertThatThrownBy(() -> future.thenApply(x -> x).get(20, TimeUnit.SECONDS))
                .isInstanceOf(ExecutionException.class)
                .hasCauseInstanceOf(RemoteTaskException.class);
        assertThat(ran.await(20, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void aTaskThatThrowsACancellationExceptionHasFailedAndIsNotCancelled() throws Exception {
        TaskFunction<Integer, Integer> failing = x -> {
            throw new CancellationException("of something else");
        };
        TaskFuture<Integer> future = pool.applyAsync(failing, 1);
        assertThatThrownBy(future::get)
                .isInstanceOf(ExecutionException.class)
                .cause()
                .isInstanceOf(CancellationException.class)
                .hasMessage("of something else");
        assertThat(future.isCancelled()).isFalse();

        CompletableFuture<Integer> composed = future.toCompletableFuture();
        assertThatThrownBy(() -> composed.get(20, TimeUnit.SECONDS))
                .isInstanceOf(ExecutionException.class)
                .hasCauseInstanceOf(CancellationException.class);
        assertThat(composed.isCancelled()).isFalse();

        TaskFunction<Integer, Integer> both = x -> {
            throw x == 0 ? new CancellationException("the first") : new IllegalStateException("the second");
        };
        assertThatThrownBy(() -> pool.map(both, List.of(0, 1)))
                .isInstanceOf(CancellationException.class)
                .hasMessage("the first")
                .hasSuppressedException(new IllegalStateException("the second"));
    }

    @Test
    void mapRunsEverythingAndThrowsTheFirstFailureWithTheOthersSuppressed() {
        String megabyte = "x".repeat(1 << 20);
        TaskFunction<Integer, Integer> failing = x -> {
            throw new IllegalStateException(x + megabyte);
        };
        assertThatThrownBy(() -> pool.map(failing, List.of(0, 1)))
                .isInstanceOf(IllegalStateException.class)
                .satisfies(e -> {
                    assertThat(e.getMessage()).startsWith("0x");
                    assertThat(e.getSuppressed()).hasSize(1);
                    assertThat(e.getSuppressed()[0].getMessage()).startsWith("1x");
                });
    }

    @Test
    void argumentsAndResultsAreReleased() throws Exception {
        List<Object> objects = new ArrayList<>();
        List<WeakReference<Object>> references = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            int[] object = {i};
            objects.add(object);
            references.add(new WeakReference<>(object));
        }
        pool.map(x -> x, objects);
        objects.clear();

        Leftovers.await(() -> {
            System.gc();
            return references.stream().allMatch(r -> r.get() == null);
        });
        assertThat(references).allMatch(r -> r.get() == null);
    }

    @Test
    void aResultThatCannotBeEncodedFailsItsItemAndHarmsNoWorker() throws Exception {
        List<Long> before = pool.workers().stream().map(WorkerInfo::pid).toList();
        for (int i = 0; i < 20; i++) {
            assertThatThrownBy(() -> pool.apply(() -> (Object) Thread.currentThread()))
                    .isInstanceOf(ResultSerializationException.class)
                    .hasMessageContaining("java.lang.Thread");
        }
        assertThat(pool.workers().stream().map(WorkerInfo::pid).toList()).isEqualTo(before);
    }

    @Test
    void everyReadyWorkerGetsAFirstItem() {
        Set<Long> pids = new HashSet<>();
        pool.outcomes(SQUARE, SayWhen.range(400)).forEach(o -> pids.add(o.pid()));
        assertThat(pids).hasSizeGreaterThanOrEqualTo(2);
        assertThat(pool.workers().stream().map(WorkerInfo::pid).toList()).containsAll(pids);
    }

    @Test
    void aTaskKnowsItsWorker() throws Exception {
        TaskContext context = pool.apply(() -> TaskContext.current().orElseThrow());
        assertThat(pool.workers()).anyMatch(w -> w.id() == context.workerId() && w.pid() == context.pid());
        assertThat(TaskContext.current()).isEmpty();
    }

    @Test
    void largePayloadsTravelAndTooLargeOnesAreRefusedAtOnce() throws Exception {
        byte[] large = new byte[32 << 20];
        large[large.length - 1] = 7;
        byte[] back = pool.apply(x -> x, large);
        assertThat(back).hasSize(large.length).endsWith((byte) 7);

        byte[] tooLarge = new byte[65 << 20];
        assertThatThrownBy(() -> pool.apply(x -> x, tooLarge))
                .isInstanceOf(PayloadTooLargeException.class)
                .hasMessageContaining("67,108,864");
        assertThatThrownBy(() -> pool.apply(() -> new byte[65 << 20])).isInstanceOf(PayloadTooLargeException.class);
        assertThat(pool.apply(SQUARE, 3)).isEqualTo(9);
    }

    @Test
    void aStackOverflowInACallerHarmsNobody() throws Exception {
        AtomicInteger overflows = new AtomicInteger();
        Thread caller = new Thread(
                null,
                () -> {
                    for (int i = 0; i < 5; i++) {
                        try {
                            recurse(0);
                        } catch (StackOverflowError e) {
                            overflows.incrementAndGet();
                        }
                    }
                },
                "deep",
                256 * 1024);
        caller.start();
        caller.join();

        assertThat(overflows.get()).isEqualTo(5);
        assertThat(pool.apply(SQUARE, 4)).isEqualTo(16);
    }

    private static int recurse(int depth) {
        if (depth % 16 == 0) {
            try {
                pool.apply(SQUARE, depth);
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }
        return recurse(depth + 1) + 1;
    }

    @Test
    void aDeepGraphIsRefusedWithAReason() {
        Object[] nested = null;
        for (int i = 0; i < 1_000_000; i++) {
            nested = new Object[] {nested};
        }
        Object[] deep = nested;
        assertThatThrownBy(() -> pool.apply(x -> 1, deep))
                .isInstanceOf(ArgumentSerializationException.class)
                .hasMessageContaining("nested too deeply");
    }

    @Test
    void manyCallersShareThePool() throws Exception {
        int callers = 8;
        CountDownLatch done = new CountDownLatch(callers);
        ConcurrentLinkedQueue<Throwable> failures = new ConcurrentLinkedQueue<>();
        for (int c = 0; c < callers; c++) {
            int offset = c * 1000;
            new Thread(() -> {
                        try {
                            for (int i = 0; i < 500; i++) {
                                int x = offset + i;
                                assertThat(pool.apply(SQUARE, x)).isEqualTo(x * x);
                            }
                        } catch (Throwable e) {
                            failures.add(e);
                        } finally {
                            done.countDown();
                        }
                    })
                    .start();
        }
        done.await();
        assertThat(failures).isEmpty();
    }

    @Test
    void anInterruptedCallerCancelsItsItemsOnly() throws Exception {
        ConcurrentLinkedQueue<Object> seen = new ConcurrentLinkedQueue<>();
        Thread caller = new Thread(() -> {
            try {
                pool.apply(() -> {
                    Thread.sleep(60_000);
                    return 0;
                });
            } catch (InterruptedException e) {
                seen.add("interrupted");
            }
        });
        caller.start();
        Leftovers.await(() -> pool.stats().running() > 0);
        caller.interrupt();
        caller.join();

        assertThat(seen).containsExactly("interrupted");
        assertThat(pool.apply(SQUARE, 6)).isEqualTo(36);
        assertThat(pool.awaitReady(Duration.ofSeconds(60))).isTrue();
    }

    @Test
    void aCancelledRunningItemIsStoppedAndReplaced() throws Exception {
        TaskFuture<Integer> endless = pool.applyAsync(
                (Integer x) -> {
                    while (true) {
                        Thread.onSpinWait();
                    }
                },
                1);
        Leftovers.await(() -> pool.stats().running() > 0);

        assertThat(endless.cancel(true)).isTrue();
        assertThat(endless.isDone()).isTrue();
        assertThatThrownBy(endless::get).isInstanceOf(CancellationException.class);
        assertThat(endless.cancel(true)).isFalse();
        assertThat(pool.awaitReady(Duration.ofSeconds(60))).isTrue();
    }

    @Test
    void resultsCanBeIteratedOnce() {
        Results<Integer> results = pool.imap(SQUARE, SayWhen.range(3));
        assertThat(results.stream().toList()).containsExactly(0, 1, 4);
        assertThatThrownBy(results::iterator).isInstanceOf(IllegalStateException.class);
        assertThatCode(results::close).doesNotThrowAnyException();
    }

    /** A doorbell that is never drained would wake its reader for ever, with all results right. */
    @Test
    void whoWasWokenSleepsAgain() throws Exception {
        List<ProcessHandle> processes = new ArrayList<>(List.of(ProcessHandle.current()));
        try (Pool own = Pool.builder().processes(2).open()) {
            own.awaitReady(Duration.ofSeconds(60));
            own.workers().forEach(w -> processes.add(ProcessHandle.of(w.pid()).orElseThrow()));
            for (int i = 0; i < 20; i++) {
                assertThat(own.map(SQUARE, List.of(i, i))).containsExactly(i * i, i * i);
                Thread.sleep(5); // in which both sides fall asleep
            }
            Duration before = processorTime(processes);
            Thread.sleep(3000); // the time that is looked at
            assertThat(processorTime(processes).minus(before))
                    .as("processor time within 3 s without a task")
                    .isLessThan(Duration.ofMillis(1500));
        }
    }

    private static Duration processorTime(List<ProcessHandle> processes) {
        return processes.stream()
                .map(process -> process.info().totalCpuDuration().orElseThrow())
                .reduce(Duration.ZERO, Duration::plus);
    }
}
