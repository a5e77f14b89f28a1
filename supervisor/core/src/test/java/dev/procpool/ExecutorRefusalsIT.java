package dev.procpool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.procpool.testing.Leftovers;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Tasks that cannot travel: the refusal says what to do in that situation. */
@ExtendWith(Leftovers.class)
class ExecutorRefusalsIT {

    private static PoolExecutorService executor;

    @BeforeAll
    static void open() {
        executor = Callables.executor(1);
    }

    @AfterAll
    static void close() {
        executor.close();
    }

    private static void assertRefused(ThrowingCallable submission, String... advice) {
        assertThatThrownBy(submission)
                .isInstanceOf(RejectedExecutionException.class)
                .hasMessageContainingAll(advice)
                .hasCauseInstanceOf(ArgumentSerializationException.class)
                .satisfies(e -> assertThat(e.getMessage()).doesNotContain("TaskFunction"));
    }

    @Test
    void aLambdaThatIsACallableIsToBeATask() {
        ExecutorService plain = executor;

        assertRefused(() -> plain.submit(() -> 1), "Callable", "dev.procpool.task.Task", "submit");
        assertRefused(() -> plain.invokeAll(List.<Callable<Integer>>of(() -> 1)), "dev.procpool.task.Task");
        assertRefused(() -> plain.invokeAny(List.<Callable<Integer>>of(() -> 1)), "dev.procpool.task.Task");
    }

    @Test
    void theReasonNamesWhatTheLambdaIsToBeDeclaredAs() {
        ExecutorService plain = executor;

        assertThatThrownBy(() -> plain.submit(() -> 1))
                .cause()
                .hasMessageContaining("declare it as a Task, or cast it to (Callable & Serializable)");
    }

    @Test
    void aLambdaThatIsARunnableIsToBeSubmittedAsATask() {
        Runnable lambda = () -> {};

        assertRefused(() -> executor.execute(lambda), "Runnable", "submit", "return null");
        assertRefused(() -> executor.submit(lambda), "Runnable", "return null");
        assertRefused(() -> executor.submit(lambda, 1), "Runnable", "return null");
    }

    @Test
    void completableFuturesHaveAFormOfTheirOwn() {
        assertRefused(() -> CompletableFuture.supplyAsync(() -> 1, executor), "supplyAsync", "toCompletableFuture()");
        assertRefused(() -> CompletableFuture.runAsync(() -> {}, executor), "runAsync", "toCompletableFuture()");
    }

    @Test
    void completionServicesHaveAFormOfTheirOwn() {
        ExecutorCompletionService<Integer> service = new ExecutorCompletionService<>(executor);

        assertRefused(() -> service.submit(() -> 1), "ExecutorCompletionService", "Pool.outcomes");
    }

    @Test
    void anythingElseIsRefusedWithItsPathAndReason() {
        Thread thread = Thread.currentThread();

        assertThatThrownBy(() -> executor.submit(() -> thread.getName()))
                .isInstanceOf(RejectedExecutionException.class)
                .hasMessageContaining("belongs to this JVM");
        assertThat(executor.isShutdown()).isFalse();
    }
}
