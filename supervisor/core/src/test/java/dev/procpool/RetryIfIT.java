package dev.procpool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.procpool.task.TaskFunction;
import dev.procpool.testing.Endless;
import dev.procpool.testing.Leftovers;
import dev.procpool.testing.Marks;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Items that failed and run again where a predicate of the user says so, in pools of both kinds. */
@ExtendWith(Leftovers.class)
class RetryIfIT {

    private static final Duration LONG = Duration.ofSeconds(60);

    private static Pool processes;
    private static Pool threads;

    @TempDir
    Path directory;

    @BeforeAll
    static void open() throws InterruptedException {
        processes = Pool.open(2);
        threads = Pool.ofThreads(2);
        assertThat(processes.awaitReady(LONG)).isTrue();
    }

    @AfterAll
    static void close() {
        processes.close();
        threads.close();
    }

    static Stream<Pool> pools() {
        return Stream.of(processes, threads);
    }

    private static TaskOptions.Builder retryIf(Predicate<? super Throwable> wanted) {
        return TaskOptions.builder()
                .retries(5)
                .retryDelay(Duration.ofMillis(1), Duration.ofMillis(2))
                .retryIf(wanted);
    }

    /** Throws at its first runs an exception that names the run, and gives the number of runs then. */
    private TaskFunction<Integer, Integer> failingTimes(int failures) {
        String file = directory.resolve("marks").toString();
        return x -> {
            Marks.add(Path.of(file), x);
            int run = Marks.in(Path.of(file)).size();
            if (run <= failures) {
                throw new IllegalStateException("run " + run);
            }
            return run;
        };
    }

    @ParameterizedTest(autoCloseArguments = false)
    @MethodSource("pools")
    void anItemRunsAgainAsLongAsThePredicateWantsIt(Pool pool) throws Exception {
        List<String> seen = Collections.synchronizedList(new ArrayList<>());
        Tasks tasks = pool.with(retryIf(e -> {
                    seen.add(e.getClass().getSimpleName() + " " + e.getMessage());
                    return e instanceof IllegalStateException;
                })
                .build());

        assertThat(tasks.apply(failingTimes(2), 1)).isEqualTo(3);
        assertThat(seen).containsExactly("IllegalStateException run 1", "IllegalStateException run 2");
    }

    @ParameterizedTest(autoCloseArguments = false)
    @MethodSource("pools")
    void anItemFailsWithItsOwnExceptionWhereThePredicateDoesNotWantIt(Pool pool) {
        Tasks tasks = pool.with(retryIf(e -> !"run 2".equals(e.getMessage())).build());

        assertThatThrownBy(() -> tasks.apply(failingTimes(9), 1))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("run 2");
    }

    @ParameterizedTest(autoCloseArguments = false)
    @MethodSource("pools")
    void thePredicateIsNotAskedWhereNoAttemptIsLeftOrTheKindIsExcluded(Pool pool) {
        Predicate<Throwable> never = e -> {
            throw new AssertionError("was asked");
        };

        assertThatThrownBy(() -> pool.with(retryIf(never).retries(0).build()).apply(failingTimes(9), 1))
                .hasMessage("run 1")
                .hasNoSuppressedExceptions();
        assertThatThrownBy(() ->
                        pool.with(retryIf(never).retryOn(RetryOn.DIED).build()).apply(failingTimes(9), 1))
                .hasMessage("run 2")
                .hasNoSuppressedExceptions();
    }

    @ParameterizedTest(autoCloseArguments = false)
    @MethodSource("pools")
    void aPredicateThatThrowsFailsTheItemAndIsSuppressedInItsException(Pool pool) {
        IllegalArgumentException odd = new IllegalArgumentException("odd");
        Tasks tasks = pool.with(retryIf(e -> {
                    throw odd;
                })
                .build());

        assertThatThrownBy(() -> tasks.apply(failingTimes(9), 1))
                .hasMessage("run 1")
                .hasSuppressedException(odd);
    }

    @ParameterizedTest(autoCloseArguments = false)
    @MethodSource("pools")
    void eachItemOfAMapIsJudgedByItself(Pool pool) {
        TaskFunction<Integer, Integer> failing = x -> {
            if (x % 3 == 1) {
                throw new IllegalStateException("again");
            }
            if (x % 3 == 2) {
                throw new IllegalArgumentException("not again");
            }
            return x;
        };
        TaskOptions options = retryIf(e -> e instanceof IllegalStateException)
                .retries(2)
                .keepOrder()
                .build();

        List<Outcome<Integer>> outcomes = Outcomes.all(pool.with(options).outcomes(failing, SayWhen.range(300)));

        assertThat(outcomes).hasSize(300).allSatisfy(outcome -> {
            boolean again = outcome.index() % 3 == 1;
            assertThat(outcome.attempt()).isEqualTo(again ? 3 : 1);
            assertThat(outcome.isSuccess()).isEqualTo(outcome.index() % 3 == 0);
        });
    }

    @Test
    void thePredicateSeesDeathsAndTimeoutsWithTheirTypes() {
        List<Throwable> seen = Collections.synchronizedList(new ArrayList<>());
        TaskOptions.Builder once = retryIf(e -> !seen.add(e));

        assertThatThrownBy(() -> processes.with(once.build()).apply(() -> {
                    Runtime.getRuntime().halt(7);
                    return 0;
                }))
                .isInstanceOf(WorkerDiedException.class);
        assertThatThrownBy(() -> processes
                        .with(once.timeout(Duration.ofMillis(100)).build())
                        .apply(Endless::spinForEver))
                .isInstanceOf(TaskTimeoutException.class);
        assertThatThrownBy(() -> processes
                        .with(once.timeout(LONG)
                                .softTimeout(Duration.ofMillis(100))
                                .build())
                        .apply(() -> new Callables.Sleep(60_000, 1).call()))
                .isInstanceOf(TaskTimeoutException.class);

        assertThat(seen)
                .extracting(Throwable::getClass)
                .containsExactly(WorkerDiedException.class, TaskTimeoutException.class, TaskTimeoutException.class);
    }

    @Test
    void thePredicateDelaysNoOtherItem() throws Exception {
        CountDownLatch asked = new CountDownLatch(1);
        CountDownLatch answer = new CountDownLatch(1);
        TaskFuture<Integer> failed = processes
                .with(retryIf(e -> {
                            asked.countDown();
                            await(answer);
                            return true;
                        })
                        .build())
                .applyAsync(failingTimes(1), 1);
        asked.await();

        assertThat(processes.map((Integer x) -> x, SayWhen.range(1_000))).hasSize(1_000);
        assertThat(failed.isDone()).isFalse();
        assertThat(processes.stats().pending()).isEqualTo(1);
        answer.countDown();
        assertThat(failed.get()).isEqualTo(2);
    }

    @Test
    void aShutdownWaitsForTheAnswerAndATerminationDoesNot() throws Exception {
        for (boolean terminates : new boolean[] {false, true}) {
            CountDownLatch asked = new CountDownLatch(1);
            CountDownLatch answer = new CountDownLatch(1);
            Pool own = Pool.open(1);
            TaskFuture<Integer> failed = own.with(retryIf(e -> {
                                asked.countDown();
                                await(answer);
                                return e.getMessage().startsWith("run");
                            })
                            .build())
                    .applyAsync(failingTimes(terminates ? 9 : 1), 1);
            asked.await();
            if (terminates) {
                own.terminate();
                own.join();
                assertThatThrownBy(failed::get).isInstanceOf(CancellationException.class);
                answer.countDown();
            } else {
                own.shutdown();
                assertThat(own.join(Duration.ofMillis(50))).isFalse();
                answer.countDown();
                own.join();
                assertThat(failed.get()).isEqualTo(2);
            }
        }
    }

    @Test
    void anItemThatIsCancelledOrExpiresWhileThePredicateIsAskedHasItsOutcome() throws Exception {
        CountDownLatch asked = new CountDownLatch(2);
        CountDownLatch answer = new CountDownLatch(1);
        TaskOptions.Builder options = retryIf(e -> {
            asked.countDown();
            await(answer);
            return true;
        });
        TaskFuture<Integer> cancelled = processes.with(options.build()).applyAsync(failingTimes(99), 1);
        TaskFuture<Integer> expired = processes
                .with(options.deadline(Instant.now().plusSeconds(2)).build())
                .applyAsync(failingTimes(99), 2);
        asked.await();

        cancelled.cancel(true);

        assertThatThrownBy(cancelled::get).isInstanceOf(CancellationException.class);
        assertThatThrownBy(expired::get).hasRootCauseInstanceOf(IllegalStateException.class);
        answer.countDown();
        assertThat(processes.apply((Integer x) -> x, 5)).isEqualTo(5);
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
