package dev.procpool;

import static dev.procpool.Waits.ASLEEP;
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
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Interrupts of waits for a condition, its misuse, its handle and its end. */
@ExtendWith(Leftovers.class)
@Tag("jdk")
class ConditionUseIT {

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
    void anInterruptEndsAWaitAndTheConditionGoesOn() throws Exception {
        AtomicReference<Object> end = new AtomicReference<>();
        Thread waiter = new Thread(() -> {
            try (ProcessLock.Hold hold = lock.acquire()) {
                board.add(ASLEEP, hold.wasAbandoned() ? 2 : 1);
                condition.await();
            } catch (InterruptedException e) {
                end.set(Thread.currentThread().isInterrupted() ? "still interrupted" : e);
            }
        });
        waiter.start();
        waits.acquireWhenAsleep(1).close();

        waiter.interrupt();
        waiter.join();
        assertThat(end.get()).isInstanceOf(InterruptedException.class);
        assertThat(lock.isHeld()).isFalse();

        crowd.start(2, waits.waiting(LONG));
        assertThat(waits.notify(9, 3)).isEqualTo(2);
        crowd.join();
    }

    @Test
    void anInterruptDuringTheWaitForTheLockLeavesTheNotificationAndStaysPending() throws Exception {
        AtomicReference<Boolean> end = new AtomicReference<>();
        Thread waiter = new Thread(() -> {
            try (ProcessLock.Hold hold = lock.acquire()) {
                board.add(ASLEEP, hold.wasAbandoned() ? 2 : 1);
                end.set(condition.await(LONG) && Thread.currentThread().isInterrupted());
            } catch (InterruptedException e) {
                end.set(false);
            }
        });
        waiter.start();
        try (ProcessLock.Hold hold = waits.acquireWhenAsleep(1)) {
            assertThat(condition.notify(1)).isEqualTo(1);
            waiter.interrupt();
            Await.orFail(() -> waiter.getState() == Thread.State.TIMED_WAITING);
            assertThat(hold.wasAbandoned()).isFalse();
        }
        waiter.join();

        assertThat(end.get()).isTrue();
    }

    private static Task<Integer> awaitingFour(SharedLong value, ProcessCondition changed) {
        return () -> {
            try (ProcessLock.Hold hold = value.lock().acquire()) {
                return changed.awaitFor(LONG, () -> value.get() == 4) && !hold.wasAbandoned() ? 1 : 0;
            }
        };
    }

    @Test
    void theLockOfAValueHasConditionsToo() throws Exception {
        try (SharedLong value = SharedLong.of(0);
                ProcessCondition changed = ProcessCondition.on(value.lock());
                Pool pool = Pool.open(1)) {
            TaskFuture<Integer> item = pool.applyAsync(awaitingFour(value, changed));
            for (int i = 1; i <= 4; i++) {
                try (ProcessLock.Hold hold = value.lock().acquire()) {
                    value.addAndGet(hold.wasAbandoned() ? 100 : 1);
                    changed.notifyAllWaiters();
                }
            }
            assertThat(item.get(30, TimeUnit.SECONDS)).isEqualTo(1);
        }
    }

    @Test
    void nobodyWaitsOrNotifiesWithoutTheLock() throws Exception {
        try (ProcessLock reentrant = ProcessLock.reentrant();
                ProcessCondition changed = ProcessCondition.on(reentrant)) {
            for (ProcessCondition one : List.of(condition, changed)) {
                assertThatThrownBy(one::await).isInstanceOf(IllegalStateException.class);
                assertThatThrownBy(() -> one.await(SHORT)).isInstanceOf(IllegalStateException.class);
                assertThatThrownBy(() -> one.awaitFor(SHORT, () -> true)).isInstanceOf(IllegalStateException.class);
                assertThatThrownBy(() -> one.notify(1)).isInstanceOf(IllegalStateException.class);
                assertThatThrownBy(one::notifyAllWaiters).isInstanceOf(IllegalStateException.class);
            }
            reentrant.acquire();
            assertThatThrownBy(() -> Later.run(changed::notifyAllWaiters).get())
                    .hasCauseInstanceOf(IllegalStateException.class);
            try (Pool pool = Pool.open(1)) {
                assertThatThrownBy(() -> pool.apply(ProcessCondition::notifyAllWaiters, changed))
                        .isInstanceOf(IllegalStateException.class);
            }
            assertThatThrownBy(() -> changed.notify(0)).isInstanceOf(IllegalArgumentException.class);
            assertThat(changed.notify(1)).isZero();
            reentrant.release();
        }
    }

    @Test
    void aHandleIsTheSameObjectWhereverItArrives() throws Exception {
        try (Pool pool = Pool.open(1);
                Pool threads = Pool.ofThreads(1)) {
            assertThat(pool.apply(
                            (List<ProcessCondition> two) -> two.get(0) == two.get(1), List.of(condition, condition)))
                    .isTrue();
            assertThat(pool.apply((ProcessCondition c) -> c, condition)).isSameAs(condition);
            assertThat(threads.apply((ProcessCondition c) -> c, condition)).isSameAs(condition);
        }
    }

    @Test
    void allThatWaitForAConditionThatIsClosedAreToldAndHoldTheLock() throws Exception {
        CompletableFuture<Boolean> thread = Later.supply(() -> Waits.heldAtTheEnd(lock, condition, waits.file));
        waits.acquireWhenAsleep(1).close();

        condition.close();

        assertThat(thread.get(30, TimeUnit.SECONDS)).isTrue();
        try (ProcessLock.Hold hold = lock.acquire()) {
            assertThat(hold.wasAbandoned()).isFalse();
            assertThatThrownBy(() -> condition.notify(1)).isInstanceOf(HomeGoneException.class);
            assertThatThrownBy(condition::await).isInstanceOf(HomeGoneException.class);
        }
    }

    @Test
    void aConditionOfAnotherProcessWorksWithALockOfThisOne() throws Exception {
        try (Pool pool = Pool.open(1)) {
            ProcessCondition there = pool.apply((ProcessLock l) -> ProcessCondition.on(l), lock);
            crowd.start(3, Waits.waiting(lock, there, waits.file, LONG));
            try (ProcessLock.Hold hold = waits.acquireWhenAsleep(3)) {
                assertThat(there.notify(2)).isEqualTo(2);
                assertThat(there.notify(2)).isEqualTo(1);
                assertThat(hold.wasAbandoned()).isFalse();
            }
            crowd.join();
        }
    }
}
