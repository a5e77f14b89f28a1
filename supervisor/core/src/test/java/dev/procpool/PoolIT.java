package dev.procpool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.procpool.task.TaskContext;
import dev.procpool.task.TaskFunction;
import dev.procpool.testing.Await;
import dev.procpool.testing.Leftovers;
import java.io.ObjectOutputStream;
import java.io.Serializable;
import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Single calls of a pool in which nothing dies; mirrors the tests of {@code multiprocessing.Pool}. */
@ExtendWith(Leftovers.class)
@Tag("portable")
class PoolIT {

    private static final Duration LONG = Duration.ofSeconds(60);
    private static final TaskFunction<Integer, Integer> SQUARE = x -> x * x;

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

    private static List<Integer> squares(int count) {
        return SayWhen.range(count).stream().map(x -> x * x).toList();
    }

    record Named(int x) {}

    @Tag("jdk")
    @Test
    void appliesAFunctionToAnArgumentAndToARecord() throws Exception {
        assertThat(pool.apply(SQUARE, 5)).isEqualTo(25);
        assertThat(pool.<Named, Integer>apply(named -> named.x() * named.x(), new Named(3)))
                .isEqualTo(9);
        assertThat(pool.<Integer, Integer, Integer>apply((a, b) -> a - b, 7, 4)).isEqualTo(3);
        assertThat(pool.apply(() -> "no argument")).isEqualTo("no argument");
    }

    static final class Unpicklable implements Serializable {
        private static final long serialVersionUID = 1L;

        private void writeObject(ObjectOutputStream out) {
            throw new IllegalStateException("cannot pickle");
        }
    }

    record Holder(String name, Object inner) {}

    @Tag("jdk")
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
    void anUnstartedPoolIsRefused() {
        List<String> before = Leftovers.processes();
        assertThatThrownBy(() -> Pool.open(0)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Pool.open(-1)).isInstanceOf(IllegalArgumentException.class);
        assertThat(Leftovers.processes()).hasSameSizeAs(before);
        assertThat(pool.workers()).hasSize(2);
    }

    @Tag("jdk")
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

        Await.until(() -> {
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
    void aTaskKnowsItsWorker() throws Exception {
        TaskContext context = pool.apply(() -> TaskContext.current().orElseThrow());
        assertThat(pool.workers()).anyMatch(w -> w.id() == context.workerId() && w.pid() == context.pid());
        assertThat(TaskContext.current()).isEmpty();
    }

    @Tag("jdk")
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

    @Tag("jdk")
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

    @Tag("jdk")
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

    /** A doorbell that is never drained would wake its reader for ever, with all results right. */
    @Tag("jdk")
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
            Thread.sleep(3000); // the time in which processor time is counted
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
