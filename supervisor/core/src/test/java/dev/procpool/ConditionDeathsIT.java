package dev.procpool;

import static org.assertj.core.api.Assertions.assertThat;

import dev.procpool.task.Task;
import dev.procpool.testing.Await;
import dev.procpool.testing.Later;
import dev.procpool.testing.Leftovers;
import dev.procpool.testing.Pids;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Deaths of processes that wait for a condition, notify, or keep it. */
@ExtendWith(Leftovers.class)
@Tag("jdk")
class ConditionDeathsIT {

    private static final Duration LONG = Duration.ofSeconds(30);
    private static final int ASLEEP = 0;

    @TempDir
    Path directory;

    private ProcessLock lock;
    private ProcessCondition condition;
    private String file;
    private Board board;

    @BeforeEach
    void open() throws IOException {
        lock = ProcessLock.create();
        condition = ProcessCondition.on(lock);
        file = Board.create(directory.resolve("board"));
        board = Board.open(file);
    }

    @AfterEach
    void close() {
        condition.close();
        lock.close();
    }

    /** Waits; the result says whether the hold was abandoned at the end. */
    private static Task<Boolean> waiting(ProcessLock lock, ProcessCondition condition, String file) {
        return () -> {
            try (ProcessLock.Hold hold = lock.acquire()) {
                Board.open(file).add(ASLEEP, 1);
                if (!condition.await(LONG)) {
                    throw new IllegalStateException("not notified");
                }
                return hold.wasAbandoned();
            }
        };
    }

    private CompletableFuture<Boolean> waitHere() {
        Task<Boolean> task = waiting(lock, condition, file);
        return Later.supply(() -> {
            try {
                return task.call();
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        });
    }

    private ProcessLock.Hold acquireWhenAsleep(int threads) throws InterruptedException {
        Await.orFail(() -> board.get(ASLEEP) == threads);
        return lock.acquire();
    }

    private static void end(ChildProcess child) throws InterruptedException {
        child.kill();
        child.join();
        child.close();
    }

    private static Task<Void> dyingNotifier(ProcessLock lock, ProcessCondition condition) {
        return () -> {
            lock.acquire();
            condition.notify(1);
            Runtime.getRuntime().halt(1);
            return null;
        };
    }

    @Test
    void aWaitWhoseNotifierDiesWithTheLockEndsAndIsTold() throws Exception {
        CompletableFuture<Boolean> here = waitHere();
        acquireWhenAsleep(1).close();

        ChildProcess notifier = ChildProcess.of(dyingNotifier(lock, condition));
        notifier.start();

        assertThat(here.get(30, TimeUnit.SECONDS)).isTrue();
        try (ProcessLock.Hold afterThat = lock.acquire()) {
            assertThat(afterThat.wasAbandoned()).isFalse();
        }
        end(notifier);
    }

    @Test
    void aPredicateThatIsAwaitedIsToldOfADeathInAnyOfItsWaits() throws Exception {
        CompletableFuture<Boolean> here = Later.supply(() -> {
            try (ProcessLock.Hold hold = lock.acquire()) {
                return condition.awaitFor(LONG, () -> board.add(ASLEEP, 1) == 3) && hold.wasAbandoned();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        });
        acquireWhenAsleep(1).close();
        ChildProcess notifier = ChildProcess.of(dyingNotifier(lock, condition));
        notifier.start();

        try (ProcessLock.Hold hold = acquireWhenAsleep(2)) { // the predicate was evaluated once more, under the lock
            assertThat(hold.wasAbandoned()).isFalse();
            assertThat(condition.notify(1)).isEqualTo(1);
        }

        assertThat(here.get(30, TimeUnit.SECONDS)).isTrue();
        end(notifier);
    }

    @Test
    void aProcessThatIsKilledWhileItWaitsTakesNoNotification() throws Exception {
        ChildProcess waiter = ChildProcess.of(waiting(lock, condition, file));
        waiter.start();
        acquireWhenAsleep(1).close();
        CompletableFuture<Boolean> here = waitHere();

        acquireWhenAsleep(2).close();
        end(waiter);
        try (ProcessLock.Hold hold = lock.acquire()) {
            assertThat(hold.wasAbandoned()).isFalse();
            condition.notify(1); // of the dead one, if its home has not noticed the death yet
        }

        assertThat(here.get(30, TimeUnit.SECONDS)).isFalse();
    }

    @Test
    void theNotificationOfAProcessThatDiesBeforeItHoldsTheLockGoesToTheNext() throws Exception {
        ChildProcess waiter = ChildProcess.of(waiting(lock, condition, file));
        waiter.start();
        acquireWhenAsleep(1).close();
        CompletableFuture<Boolean> here = waitHere();
        try (ProcessLock.Hold hold = acquireWhenAsleep(2)) {
            assertThat(condition.notify(1)).isEqualTo(1);

            end(waiter);
            assertThat(hold.wasAbandoned()).isFalse();
        }

        assertThat(here.get(30, TimeUnit.SECONDS)).isFalse();
    }

    @Test
    void aNotificationIsNotPassedOnToAWaitThatBeganAfterIt() throws Exception {
        ChildProcess waiter = ChildProcess.of(waiting(lock, condition, file));
        waiter.start();
        try (ProcessLock.Hold hold = acquireWhenAsleep(1)) {
            Pids.signal("STOP", waiter.pid().orElseThrow());
            assertThat(condition.notify(1)).isEqualTo(1);

            Later.run(waiter::kill);
            assertThat(condition.await(Duration.ofSeconds(1))).isFalse();

            assertThat(hold.wasAbandoned()).isFalse();
        }
        end(waiter);
    }

    @Test
    void allThatWaitForAConditionWhoseHomeIsKilledAreToldAndHoldTheLock() throws Exception {
        try (Pool homes =
                Pool.builder().processes(1).output(WorkerOutput.discarding()).open()) {
            ProcessCondition there = homes.apply((ProcessLock l) -> ProcessCondition.on(l), lock);
            CompletableFuture<Boolean> here = Later.supply(() -> Waits.heldAtTheEnd(lock, there, file));
            acquireWhenAsleep(1).close();

            Pids.kill(homes.workers().get(0).pid());

            assertThat(here.get(30, TimeUnit.SECONDS)).isTrue();
            assertThat(lock.isHeld()).isFalse();
        }
    }
}
