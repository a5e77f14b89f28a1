package dev.procpool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.procpool.task.Task;
import dev.procpool.testing.Await;
import dev.procpool.testing.Leftovers;
import java.lang.ref.WeakReference;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** The contract of ExecutorService; mirrors CPython's tests of ProcessPoolExecutor. */
@ExtendWith(Leftovers.class)
class ExecutorServiceIT {

    @Tag("jdk")
    @Test
    void everyFormOfSubmitRuns(@TempDir Path directory) throws Exception {
        try (PoolExecutorService executor = Callables.executor(2)) {
            assertThat(executor.submit(new Callables.Power(2, 8)).get()).isEqualTo(BigInteger.valueOf(256));
            assertThat(executor.submit(() -> 7).get()).isEqualTo(7);
            Path one = directory.resolve("one");
            assertThat(executor.submit(new Callables.Touch(one.toString())).get())
                    .isNull();
            assertThat(one).exists();
            Path two = directory.resolve("two");
            Object result = new Object(); // need not travel
            assertThat(executor.submit(new Callables.Touch(two.toString()), result)
                            .get())
                    .isSameAs(result);
            assertThat(two).exists();
            Path three = directory.resolve("three");
            executor.execute(new Callables.Touch(three.toString()));
            Await.until(() -> Files.exists(three));
            assertThat(three).exists();
        }
    }

    @Test
    void whatCannotTravelIsRefusedWithTheReason() throws Exception {
        try (PoolExecutorService executor = Callables.executor(1)) {
            Thread thread = Thread.currentThread();
            Runnable runnable = () -> thread.interrupt();
            assertThatThrownBy(() -> executor.execute(runnable))
                    .isInstanceOf(RejectedExecutionException.class)
                    .hasCauseInstanceOf(ArgumentSerializationException.class);
            assertThatThrownBy(() -> executor.execute(null)).isInstanceOf(NullPointerException.class);
            assertThat(executor.submit(() -> 1).get()).isEqualTo(1);
        }
    }

    @Test
    void invokeAllWithATimeoutGivesWhatIsDoneAndCancelsTheRest() throws Exception {
        try (PoolExecutorService executor = Callables.executor(3)) {
            executor.invokeAll(
                    List.of(new Callables.Sleep(0, 0), new Callables.Sleep(0, 0), new Callables.Sleep(0, 0)));
            List<Future<Integer>> futures = executor.invokeAll(
                    List.of(new Callables.Sleep(0, 1), new Callables.Sleep(0, 2), new Callables.Sleep(60_000, 3)),
                    2,
                    TimeUnit.SECONDS);
            assertThat(futures.get(0).get()).isEqualTo(1);
            assertThat(futures.get(1).get()).isEqualTo(2);
            assertThat(futures.get(2).isCancelled()).isTrue();
            assertThatThrownBy(() -> futures.get(2).get()).isInstanceOf(CancellationException.class);
        }
    }

    @Tag("jdk")
    @Test
    void invokeAnyGivesTheFirstSuccessAndCancelsTheRest() throws Exception {
        try (PoolExecutorService executor = Callables.executor(2)) {
            assertThat(executor.invokeAny(List.of(
                            new Callables.Fail("no"), new Callables.Sleep(10, 5), new Callables.Sleep(60_000, 6))))
                    .isEqualTo(5);
            assertThatThrownBy(() -> executor.invokeAny(List.of(new Callables.Fail("no"), new Callables.Fail("no"))))
                    .isInstanceOf(ExecutionException.class)
                    .hasCauseInstanceOf(IllegalStateException.class);
            assertThatThrownBy(() ->
                            executor.invokeAny(List.of(new Callables.Sleep(60_000, 1)), 300, TimeUnit.MILLISECONDS))
                    .isInstanceOf(TimeoutException.class);
            assertThatThrownBy(() -> executor.invokeAny(List.of())).isInstanceOf(IllegalArgumentException.class);
        }
    }

    /** Weak references to the argument and the result, in either JVM. */
    private static final List<WeakReference<Object>> SEEN = new ArrayList<>();

    private static byte[] echo(byte[] item) {
        SEEN.add(new WeakReference<>(item));
        byte[] result = item.clone();
        SEEN.add(new WeakReference<>(result));
        return result;
    }

    private static long stillThere() {
        System.gc();
        return SEEN.stream().filter(r -> r.get() != null).count();
    }

    @Test
    void argumentsAndResultsAreCollectableAfterUseInBothJvms() throws Exception {
        try (PoolExecutorService executor = Callables.executor(1)) {
            byte[] argument = new byte[100_000];
            Task<byte[]> task = echoOf(argument);
            WeakReference<Object> ours = new WeakReference<>(argument);
            WeakReference<Object> result =
                    new WeakReference<>(executor.submit(task).get());
            argument = null;
            task = null;
            Await.until(() -> {
                System.gc();
                return ours.get() == null && result.get() == null;
            });
            assertThat(ours.get()).isNull();
            assertThat(result.get()).isNull();
            Await.until(() -> {
                try {
                    return executor.submit(ExecutorServiceIT::stillThere).get() == 0;
                } catch (InterruptedException | ExecutionException e) {
                    throw new IllegalStateException(e);
                }
            });
            assertThat(executor.submit(ExecutorServiceIT::stillThere).get()).isZero();
        }
    }

    private static Task<byte[]> echoOf(byte[] argument) {
        return () -> echo(argument);
    }

    @Test
    void aKilledChildFailsOnlyTheRunningTaskAndEachFutureHasItsOwnException() throws Exception {
        try (PoolExecutorService executor = Callables.executor(2)) {
            List<Future<Integer>> dying = new ArrayList<>();
            for (int i = 0; i < 3; i++) {
                dying.add(executor.submit(() -> {
                    Runtime.getRuntime().halt(99);
                    return 1;
                }));
            }
            Future<Integer> other = executor.submit(() -> 5);
            Set<Throwable> failures = new HashSet<>();
            for (Future<Integer> future : dying) {
                Throwable failure = Callables.failureOf(future);
                assertThat(failure).isInstanceOf(WorkerDiedException.class).hasMessageContaining("exited with code 99");
                failures.add(failure);
            }
            assertThat(failures).as("its own instance each").hasSize(3);
            assertThat(other.get()).isEqualTo(5);
            assertThat(executor.submit(() -> 6).get()).isEqualTo(6);
        }
    }
}
