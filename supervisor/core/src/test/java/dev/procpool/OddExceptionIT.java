package dev.procpool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.procpool.task.TaskFunction;
import dev.procpool.testing.Leftovers;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Exceptions that cannot be encoded, or misbehave when they are looked at: they arrive as data. */
@ExtendWith(Leftovers.class)
@Tag("jdk")
class OddExceptionIT {

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

    /** An exception that misbehaves when it is looked at. */
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
                OddExceptionIT.<RuntimeException>sneak(new IOException("from toString"));
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
}
