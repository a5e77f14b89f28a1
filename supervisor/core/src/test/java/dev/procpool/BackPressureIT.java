package dev.procpool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.procpool.task.TaskFunction;
import dev.procpool.testing.Await;
import dev.procpool.testing.Later;
import dev.procpool.testing.Leftovers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Submitters wait while too much is pending, and inputs are read no further. */
@ExtendWith(Leftovers.class)
class BackPressureIT {

    private static final TaskFunction<Integer, Integer> SQUARE = x -> x * x;
    private static final Duration LONG = Duration.ofSeconds(60);

    @Test
    void submittingWaitsWhileTooMuchIsPending() throws Exception {
        try (Pool pool = Pool.builder().processes(1).maxPending(10).open()) {
            assertThat(pool.awaitReady(LONG)).isTrue();
            TaskFunction<Integer, Integer> slow = x -> {
                Thread.sleep(20);
                return x;
            };
            List<TaskFuture<Integer>> futures = new ArrayList<>();
            for (int i = 0; i < 60; i++) {
                futures.add(pool.applyAsync(slow, i));
                assertThat(pool.stats().pending()).isLessThanOrEqualTo(10);
            }
            for (int i = 0; i < 60; i++) {
                assertThat(futures.get(i).get()).isEqualTo(i);
            }
            assertThat(pool.map(SQUARE, SayWhen.range(5000))).hasSize(5000);
        }
    }

    @Test
    void submittingWaitsWhileTooManyBytesArePendingAndAnInterruptEndsThat() throws Exception {
        try (Pool pool = Pool.builder().processes(1).maxPendingBytes(1 << 20).open()) {
            assertThat(pool.awaitReady(LONG)).isTrue();
            TaskFunction<byte[], Integer> slow = x -> {
                Thread.sleep(60_000);
                return x.length;
            };
            Thread submitter = Thread.currentThread();
            CompletableFuture<Void> interrupter = Later.run(() -> {
                Await.until(() -> submitter.getState() == Thread.State.TIMED_WAITING);
                submitter.interrupt();
            });
            List<TaskFuture<Integer>> futures = new ArrayList<>();
            assertThatThrownBy(() -> {
                        for (int i = 0; i < 100; i++) {
                            futures.add(pool.applyAsync(slow, new byte[300_000]));
                        }
                    })
                    .isInstanceOf(CancellationException.class)
                    .hasMessageContaining("waiting for room");
            assertThat(Thread.interrupted()).isTrue();
            interrupter.get();
            assertThat(futures.size()).isBetween(3, 6);
            pool.terminate();
            for (TaskFuture<Integer> future : futures) {
                assertThatThrownBy(future::get).isInstanceOfAny(CancellationException.class, ExecutionException.class);
            }
        }
    }

    @Test
    void aStreamThatIsClosedWhileItsInputWaitsForRoomReadsNoMore() throws Exception {
        try (Pool pool = Pool.builder().processes(1).maxPendingBytes(1 << 20).open()) {
            TaskFunction<byte[], Integer> slow = x -> {
                Thread.sleep(60_000);
                return x.length;
            };
            List<byte[]> input = Collections.nCopies(100, new byte[600_000]);
            TaskFuture<List<Integer>> first = pool.mapAsync(slow, input.subList(0, 3));
            Results<Integer> results = pool.imap(slow, input);
            Await.until(() -> feeder().filter(BackPressureIT::isWaiting).isPresent());

            results.close();

            Await.until(() -> feeder().isEmpty());
            assertThat(feeder()).isEmpty();
            first.cancel(true);
            pool.terminate();
        }
    }

    private static Optional<Thread> feeder() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().startsWith("procpool-feeder"))
                .findFirst();
    }

    private static boolean isWaiting(Thread thread) {
        return thread.getState() == Thread.State.WAITING || thread.getState() == Thread.State.TIMED_WAITING;
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
