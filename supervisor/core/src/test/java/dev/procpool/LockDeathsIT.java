package dev.procpool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.procpool.task.Task;
import dev.procpool.testing.Await;
import dev.procpool.testing.Later;
import dev.procpool.testing.Leftovers;
import dev.procpool.testing.Pids;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Deaths of processes that hold a lock, wait for it, or keep it. */
@ExtendWith(Leftovers.class)
@Tag("jdk")
class LockDeathsIT {

    private static final Duration LONG = Duration.ofSeconds(30);
    private static final Duration SECOND = Duration.ofSeconds(1);

    @TempDir
    Path directory;

    /** Acquires the lock and never releases it. */
    private static Task<Void> holding(ProcessLock lock, Path mark) {
        String file = mark.toString();
        return () -> {
            lock.acquire();
            Files.createFile(Path.of(file));
            Thread.sleep(60_000);
            return null;
        };
    }

    /** Waits for the lock, and leaves a mark before. */
    private static Task<Void> waiting(ProcessLock lock, Path mark) {
        String file = mark.toString();
        return () -> {
            lock.isHeld(); // connects
            Files.createFile(Path.of(file));
            lock.acquire();
            Thread.sleep(60_000);
            return null;
        };
    }

    private ChildProcess started(Task<Void> task, Path mark) {
        ChildProcess child = ChildProcess.of(task);
        child.start();
        Await.orFail(() -> Files.exists(mark));
        return child;
    }

    private static void end(ChildProcess child) throws InterruptedException {
        child.kill();
        child.join();
        child.close();
    }

    private static void assertAbandonedOnce(ProcessLock lock) throws InterruptedException {
        try (ProcessLock.Hold next = lock.tryAcquire(LONG).orElseThrow()) {
            assertThat(next.wasAbandoned()).isTrue();
        }
        try (ProcessLock.Hold afterThat = lock.tryAcquire(LONG).orElseThrow()) {
            assertThat(afterThat.wasAbandoned()).isFalse();
        }
    }

    @Test
    void theLockOfAWorkerThatDiesGoesToTheNextWhichIsTold() throws Exception {
        try (ProcessLock lock = ProcessLock.create();
                Pool pool = Pool.builder()
                        .processes(1)
                        .output(WorkerOutput.discarding())
                        .open()) {
            assertThatThrownBy(() -> pool.apply(() -> {
                        lock.acquire();
                        Runtime.getRuntime().halt(1);
                        return 0;
                    }))
                    .isInstanceOf(WorkerDiedException.class);
            assertThat(pool.apply((ProcessLock l) -> l.acquire().wasAbandoned(), lock))
                    .isTrue();
        }
    }

    @Test
    void aThreadThatSleepsWhileTheHolderIsKilledGetsTheLockWithinASecond() throws Exception {
        Path mark = directory.resolve("held");
        try (ProcessLock lock = ProcessLock.create()) {
            ChildProcess holder = started(holding(lock, mark), mark);
            CompletableFuture<Boolean> next = Later.supply(() -> {
                try (ProcessLock.Hold hold = lock.acquire()) {
                    return hold.wasAbandoned();
                } catch (InterruptedException e) {
                    throw new IllegalStateException(e);
                }
            });
            assertThat(lock.tryAcquire(Duration.ofMillis(50))).isEmpty();

            holder.kill();
            holder.join();

            assertThat(next.get(SECOND.toMillis(), TimeUnit.MILLISECONDS)).isTrue();
            end(holder);
        }
    }

    @Test
    void theLockOfAGrandchildThatIsKilledGoesToTheNext() throws Exception {
        Path mark = directory.resolve("held");
        Path pid = directory.resolve("pid");
        String markFile = mark.toString();
        String pidFile = pid.toString();
        try (ProcessLock lock = ProcessLock.create()) {
            ChildProcess child = started(
                    () -> {
                        ChildProcess grandchild = ChildProcess.of(holding(lock, Path.of(markFile)));
                        grandchild.start();
                        Files.writeString(
                                Path.of(pidFile), Long.toString(grandchild.pid().orElse(0)));
                        grandchild.join();
                        return null;
                    },
                    mark);
            Await.orFail(() -> isNotEmpty(pid));

            Pids.kill(Long.parseLong(Files.readString(pid)));

            assertAbandonedOnce(lock);
            end(child);
        }
    }

    private static boolean isNotEmpty(Path file) {
        return file.toFile().length() > 0;
    }

    @Test
    void aProcessThatIsKilledWhileItWaitsLeavesTheQueue() throws Exception {
        Path mark = directory.resolve("waiting");
        try (ProcessLock lock = ProcessLock.create();
                ProcessLock other = ProcessLock.create()) {
            ProcessLock.Hold hold = lock.acquire();
            Task<Void> waiting = waiting(lock, mark);
            ChildProcess waiter = started(
                    () -> {
                        try (ProcessLock.Hold held = other.acquire()) {
                            return held.wasAbandoned() ? null : waiting.call();
                        }
                    },
                    mark);

            end(waiter);
            assertAbandonedOnce(other); // the home has noticed the death, and passes the lock to no dead waiter
            hold.close();

            try (ProcessLock.Hold next = lock.tryAcquire(LONG).orElseThrow()) {
                assertThat(next.wasAbandoned()).isFalse();
            }
        }
    }

    @Test
    void allThatWaitForALockWhoseHomeIsKilledAreTold() throws Exception {
        try (Pool homes = Pool.builder()
                        .processes(1)
                        .output(WorkerOutput.discarding())
                        .open();
                Pool users = Pool.open(1)) {
            ProcessLock lock = homes.apply(() -> ProcessLock.create());
            ProcessLock.Hold hold = lock.acquire();
            TaskFuture<Boolean> inWorker = users.applyAsync(l -> l.acquire().wasAbandoned(), lock);
            CompletableFuture<Boolean> here = Later.supply(() -> {
                try {
                    return lock.acquire().wasAbandoned();
                } catch (InterruptedException e) {
                    throw new IllegalStateException(e);
                }
            });
            assertThat(users.stats().deaths()).isZero();

            Pids.kill(homes.workers().get(0).pid());

            assertThatThrownBy(() -> here.get(30, TimeUnit.SECONDS)).hasCauseInstanceOf(HomeGoneException.class);
            assertThatThrownBy(() -> inWorker.get(30, TimeUnit.SECONDS)).hasCauseInstanceOf(HomeGoneException.class);
            assertThatThrownBy(hold::close).isInstanceOf(HomeGoneException.class);
            assertThat(users.apply((Integer x) -> x + 1, 1)).isEqualTo(2);
            assertThat(users.stats().deaths()).isZero();
        }
    }

    @Test
    void theFilesThatAKilledHomeLeavesAreRemovedWithTheNextHome() throws Exception {
        Path left;
        try (Pool homes =
                Pool.builder().processes(1).output(WorkerOutput.discarding()).open()) {
            String name = homes.apply(() -> ProcessLock.create()).toString();
            left = Path.of(name.substring(name.indexOf('/')));
            assertThat(left).isDirectory();
            long pid = homes.workers().get(0).pid();
            Pids.kill(pid);
            Await.orFail(() -> !Pids.isAlive(pid));
        }
        try (ProcessLock next = ProcessLock.create()) {
            assertThat(next.isHeld()).isFalse();
            assertThat(left).doesNotExist();
        }
    }

    @Test
    void timeoutsHoldWhileTheHomeStandsStill() throws Exception {
        try (Pool homes = Pool.open(1)) {
            ProcessLock lock = homes.apply(() -> ProcessLock.create());
            assertThat(homes.apply((ProcessLock l) -> l.acquire().wasAbandoned(), lock))
                    .isFalse();
            assertThat(lock.isHeld()).isTrue();
            long home = homes.workers().get(0).pid();
            Pids.signal("STOP", home);
            try {
                long start = System.nanoTime();
                assertThat(lock.tryAcquire(Duration.ofMillis(100))).isEmpty();
                assertThat(System.nanoTime() - start).isBetween(100_000_000L, 20_000_000_000L);
            } finally {
                Pids.signal("CONT", home);
            }
            assertThat(homes.apply(
                            (ProcessLock l) -> {
                                l.release();
                                return 1;
                            },
                            lock))
                    .isEqualTo(1);
            assertThat(lock.tryAcquire(LONG)).isPresent();
        }
    }

    @Test
    void aHolderThatStandsStillKeepsTheLock() throws Exception {
        Path mark = directory.resolve("held");
        try (ProcessLock lock = ProcessLock.create()) {
            ChildProcess holder = started(holding(lock, mark), mark);
            Pids.signal("STOP", holder.pid().orElse(0));
            assertThat(lock.tryAcquire(Duration.ofMillis(100))).isEmpty();
            end(holder);
            assertAbandonedOnce(lock);
        }
    }

    @Test
    void aLockAcquiredByAnExitingProcessIsAbandonedToo() throws Exception {
        try (ProcessLock lock = ProcessLock.create()) {
            try (ChildProcess child = ChildProcess.of(() -> lock.acquire().wasAbandoned())) {
                child.start();
                child.join();
                assertThat(child.exitCode()).hasValue(0);
            }
            assertAbandonedOnce(lock);
        }
    }
}
