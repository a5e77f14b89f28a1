package dev.procpool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.procpool.task.TaskFunction;
import dev.procpool.testing.Leftovers;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Exceptions of tasks: their types, fields and frames arrive. */
@ExtendWith(Leftovers.class)
@Tag("jdk")
class ExceptionIT {

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
                            .contains("ExceptionIT.throwingAtAKnownLine(ExceptionIT.java:")
                            .containsPattern("worker \\d \\(pid \\d+\\)\\.task \\d+\\(")
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

    private static final Duration LONG = Duration.ofSeconds(60);

    private static void waitsForSomethingElse(Pool pool, CountDownLatch submitted) {
        TaskFuture<Integer> slow = pool.applyAsync(() -> {
            Thread.sleep(1000);
            return 1;
        });
        submitted.countDown();
        try {
            slow.get();
        } catch (InterruptedException | ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void aDeathHasTheFramesOfWhoCalledNotOfWhoHeardOfIt() throws Exception {
        try (Pool pool = Pool.open(2)) {
            assertThat(pool.awaitReady(LONG)).isTrue();
            CountDownLatch submitted = new CountDownLatch(1);
            Thread other = new Thread(() -> waitsForSomethingElse(pool, submitted));
            other.start();
            submitted.await();

            assertThatThrownBy(() -> pool.apply(() -> {
                        Thread.sleep(200);
                        Runtime.getRuntime().halt(5);
                        return 0;
                    }))
                    .isInstanceOfSatisfying(WorkerDiedException.class, e -> {
                        assertThat(e.getStackTrace()[0].toString())
                                .startsWith("worker " + e.workerId() + " (pid " + e.pid() + ").task 2");
                        assertThat(e.getStackTrace())
                                .extracting(StackTraceElement::getMethodName)
                                .contains("aDeathHasTheFramesOfWhoCalledNotOfWhoHeardOfIt")
                                .doesNotContain("waitsForSomethingElse", "failureOf");
                    });
            other.join();
        }
    }
}
