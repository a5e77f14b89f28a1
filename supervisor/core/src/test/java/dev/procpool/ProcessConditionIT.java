package dev.procpool;

import static dev.procpool.Waits.ASLEEP;
import static dev.procpool.Waits.LATE;
import static dev.procpool.Waits.STATE;
import static dev.procpool.Waits.WOKEN;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.procpool.task.Task;
import dev.procpool.testing.Await;
import dev.procpool.testing.Later;
import dev.procpool.testing.Leftovers;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Conditions between processes; mirrors the tests of {@code multiprocessing.Condition}. */
@ExtendWith(Leftovers.class)
@Tag("jdk")
class ProcessConditionIT {

    private static final Duration SHORT = Duration.ofMillis(200);
    private static final Duration LONG = Duration.ofSeconds(30);

    @TempDir
    Path directory;

    private Waits waits;
    private ProcessLock lock;
    private ProcessCondition condition;
    private Board board;
    private Crowd crowd;

    @BeforeEach
    void open() throws IOException {
        waits = new Waits(directory);
        lock = waits.lock;
        condition = waits.condition;
        board = waits.board;
        crowd = new Crowd();
    }

    @AfterEach
    void close() {
        crowd.close();
        waits.close();
    }

    @Test
    void oneNotificationWakesOneOfAProcessAndAThreadAndTheNextWakesTheOther() throws Exception {
        crowd.startChild(waits.waiting(LONG));
        CompletableFuture<Integer> thread = Later.supply(() -> run(waits.waiting(LONG)));

        assertThat(waits.notify(1, 2)).isEqualTo(1);
        Await.orFail(() -> board.get(WOKEN) == 1);
        assertThat(waits.notify(1, 2)).isEqualTo(1);

        thread.get(30, TimeUnit.SECONDS);
        crowd.join();
        assertThat(board.get(WOKEN)).isEqualTo(2);
    }

    private static int run(Task<Integer> task) {
        try {
            return task.call();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void sixThatWaitWithATimeoutAreLateAndSixWithoutWakeAllTogether() throws Exception {
        crowd.start(6, waits.waiting(SHORT));
        crowd.join();
        assertThat(board.get(LATE)).isEqualTo(6);

        crowd.start(6, waits.waiting(LONG));
        try (ProcessLock.Hold hold = waits.acquireWhenAsleep(12)) {
            assertThat(condition.notifyAllWaiters()).isEqualTo(6);
            assertThat(condition.notifyAllWaiters()).isZero();
            assertThat(hold.wasAbandoned()).isFalse();
        }
        crowd.join();
        assertThat(board.get(WOKEN)).isEqualTo(6);
    }

    @Test
    void notificationsOfSeveralWakeThatNumber() throws Exception {
        crowd.start(6, waits.waiting(LONG));

        assertThat(waits.notify(2, 6)).isEqualTo(2);
        Await.orFail(() -> board.get(WOKEN) == 2);
        assertThat(waits.notify(4, 6)).isEqualTo(4);
        crowd.join();
        assertThat(board.get(WOKEN)).isEqualTo(6);
        assertThat(waits.notify(3, 6)).isZero();
    }

    @Test
    void aWaitEndsWithItsTimeout() throws Exception {
        try (ProcessLock.Hold hold = lock.acquire()) {
            long start = System.nanoTime();
            assertThat(condition.await(SHORT)).isFalse();
            assertThat(System.nanoTime() - start).isGreaterThanOrEqualTo(SHORT.toNanos());
            assertThat(condition.await(Duration.ZERO)).isFalse();
            assertThat(condition.await(Duration.ofSeconds(-1))).isFalse();
            assertThat(condition.notifyAllWaiters()).isZero();
            assertThat(hold.wasAbandoned()).isFalse();
            assertThat(lock.isHeld()).isTrue();
        }
        assertThat(lock.isHeld()).isFalse();
    }

    private static Task<Integer> waitingForState(ProcessLock lock, ProcessCondition condition, String file, int state) {
        return () -> {
            Board board = Board.open(file);
            try (ProcessLock.Hold hold = lock.acquire()) {
                board.add(ASLEEP, 1);
                if (!condition.awaitFor(LONG, () -> board.get(STATE) == state) || hold.wasAbandoned()) {
                    throw new IllegalStateException("state " + board.get(STATE));
                }
            }
            return 0;
        };
    }

    @Test
    void aChildWaitsUntilAPredicateHolds() throws Exception {
        crowd.startChild(waitingForState(lock, condition, waits.file, 4));
        for (int i = 1; i <= 4; i++) {
            try (ProcessLock.Hold hold = waits.acquireWhenAsleep(1)) {
                board.set(STATE, hold.wasAbandoned() ? -1 : i);
                condition.notify(1);
            }
        }
        crowd.join();
    }

    @Test
    void aPredicateThatNeverHoldsEndsTheWaitWithItsTimeout() throws Exception {
        try (ProcessLock.Hold hold = lock.acquire()) {
            long start = System.nanoTime();
            assertThat(condition.awaitFor(SHORT, hold::wasAbandoned)).isFalse();
            assertThat(System.nanoTime() - start).isGreaterThanOrEqualTo(SHORT.toNanos());
            assertThat(condition.awaitFor(Duration.ZERO, () -> true)).isTrue();
            assertThat(condition.awaitFor(Duration.ZERO, () -> false)).isFalse();
        }
    }

    @Test
    void aReentrantLockIsFreedWhollyAndHeldAsOftenAfterwards() throws Exception {
        try (ProcessLock reentrant = ProcessLock.reentrant();
                ProcessCondition changed = ProcessCondition.on(reentrant)) {
            reentrant.acquire();
            ProcessLock.Hold second = reentrant.acquire();
            crowd.start(2, notifying(reentrant, changed, waits.file));

            assertThat(changed.await(LONG)).isTrue();

            second.close();
            assertThat(reentrant.isHeld()).isTrue();
            reentrant.release();
            assertThatThrownBy(reentrant::release).isInstanceOf(IllegalStateException.class);
            crowd.join();
        }
    }

    private static Task<Integer> notifying(ProcessLock lock, ProcessCondition condition, String file) {
        return () -> {
            try (ProcessLock.Hold hold = lock.acquire()) {
                Board.open(file).add(STATE, hold.wasAbandoned() ? 100 : 1);
                return condition.notify(1);
            }
        };
    }

    @Test
    void itemsThatWaitInAPoolOfThreadsWakeOneAfterTheOther() throws Exception {
        try (Pool threads = Pool.ofThreads(4)) {
            List<TaskFuture<Integer>> items =
                    List.of(threads.applyAsync(waits.waiting(LONG)), threads.applyAsync(waits.waiting(LONG)));
            assertThat(waits.notify(1, 2)).isEqualTo(1);
            assertThat(waits.notify(1, 2)).isEqualTo(1);
            for (TaskFuture<Integer> item : items) {
                assertThat(item.get()).isZero();
            }
        } catch (ExecutionException e) {
            throw new AssertionError(e);
        }
    }
}
