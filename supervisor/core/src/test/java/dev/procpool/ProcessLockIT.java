package dev.procpool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.procpool.task.Task;
import dev.procpool.testing.Later;
import dev.procpool.testing.Leftovers;
import java.io.Serializable;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Locks between processes; mirrors the tests of {@code multiprocessing.Lock} and {@code RLock}. */
@ExtendWith(Leftovers.class)
@Tag("jdk")
class ProcessLockIT {

    private static final Duration SHORT = Duration.ofMillis(200);
    private static final Duration LONG = Duration.ofSeconds(30);

    @TempDir
    Path directory;

    private record Pair(ProcessLock left, Map<String, List<ProcessLock>> right) implements Serializable {}

    @Test
    void aLockIsAcquiredOnceAndReleasedOnce() throws Exception {
        try (ProcessLock lock = ProcessLock.create()) {
            assertThat(lock.isHeld()).isFalse();
            assertThat(lock.acquire().wasAbandoned()).isFalse();
            assertThat(lock.isHeld()).isTrue();
            assertThat(lock.tryAcquire(Duration.ZERO)).isEmpty();
            lock.release();
            assertThat(lock.isHeld()).isFalse();
            assertThatThrownBy(lock::release).isInstanceOf(IllegalStateException.class);
        }
    }

    @Test
    void aReentrantLockIsReleasedOnceForEachAcquisition() throws Exception {
        try (ProcessLock lock = ProcessLock.reentrant()) {
            lock.acquire();
            lock.acquire();
            assertThat(lock.tryAcquire(Duration.ZERO)).isPresent();
            lock.release();
            lock.release();
            assertThat(lock.isHeld()).isTrue();
            assertThatThrownBy(() -> Later.run(lock::release).get(30, TimeUnit.SECONDS))
                    .hasCauseInstanceOf(IllegalStateException.class);
            lock.release();
            assertThat(lock.isHeld()).isFalse();
            assertThatThrownBy(lock::release).isInstanceOf(IllegalStateException.class);
        }
    }

    @Test
    void aHoldReleasesOnceHoweverOftenItIsClosed() throws Exception {
        try (ProcessLock lock = ProcessLock.create();
                ProcessLock reentrant = ProcessLock.reentrant()) {
            for (ProcessLock one : List.of(lock, reentrant)) {
                ProcessLock.Hold first = one.acquire();
                first.close();
                try (ProcessLock.Hold second = one.acquire()) {
                    first.close();
                    assertThat(one.isHeld()).isTrue();
                    assertThat(second.wasAbandoned()).isFalse();
                }
                assertThat(one.isHeld()).isFalse();
            }
        }
    }

    @Test
    void aTimeoutIsKeptWhileAWorkerHoldsTheLock() throws Exception {
        try (ProcessLock lock = ProcessLock.create();
                Pool pool = Pool.open(1)) {
            pool.apply(() -> lock.acquire().wasAbandoned());
            long start = System.nanoTime();
            assertThat(lock.tryAcquire(SHORT)).isEmpty();
            assertThat(System.nanoTime() - start).isGreaterThanOrEqualTo(SHORT.toNanos());
            assertThat(lock.tryAcquire(Duration.ofSeconds(-1))).isEmpty();

            pool.apply(ProcessLockIT::releaseHere, lock); // by another item than the one that acquired it
            assertThat(lock.tryAcquire(LONG)).isPresent();
        }
    }

    private static int releaseHere(ProcessLock lock) {
        lock.release();
        return 0;
    }

    @Test
    void aProcessThatDoesNotHoldTheLockCannotReleaseIt() throws Exception {
        try (ProcessLock lock = ProcessLock.create();
                Pool pool = Pool.open(1);
                ProcessLock.Hold hold = lock.acquire()) {
            assertThatThrownBy(() -> pool.apply(ProcessLockIT::releaseHere, lock))
                    .isInstanceOf(IllegalStateException.class);
            assertThat(lock.isHeld()).isTrue();
            assertThat(hold.wasAbandoned()).isFalse();
        }
    }

    @Test
    void aHandleIsTheSameObjectWhereverItArrives() throws Exception {
        try (ProcessLock lock = ProcessLock.create();
                Pool pool = Pool.open(1)) {
            Pair pair = new Pair(lock, Map.of("locks", List.of(lock, lock)));
            assertThat(pool.apply(
                            (Pair p) -> p.left() == lock
                                    && p.right().get("locks").get(1) == lock
                                    && p.right().get("locks").get(0) == lock,
                            pair))
                    .isTrue();
            int first = pool.apply(System::identityHashCode, lock);
            assertThat(pool.apply((Pair p) -> System.identityHashCode(p.left()), pair))
                    .isEqualTo(first);
            assertThat(pool.apply((Pair p) -> p, pair).left()).isSameAs(lock);
        }
    }

    @Test
    void workersAChildItsChildAndTheSupervisorExcludeEachOther() throws Exception {
        int times = 2_000;
        String file = Witness.create(directory.resolve("witness"));
        try (ProcessLock lock = ProcessLock.create();
                Pool pool = Pool.open(2);
                ChildProcess child = ChildProcess.of(withGrandchild(file, lock, times))) {
            child.start();
            var inWorkers = pool.mapAsync(n -> Witness.addTo(file, lock, n), List.of(times, times));
            Witness.addTo(file, lock, times);
            inWorkers.get();
            child.join();
            assertThat(child.exitCode()).hasValue(0);
            Witness witness = Witness.open(file);
            assertThat(witness.count()).isEqualTo(5L * times);
            assertThat(witness.violations()).isZero();
        }
    }

    private static Task<Void> withGrandchild(String file, ProcessLock lock, int times) {
        return () -> {
            try (ChildProcess grandchild = ChildProcess.of(() -> Witness.addTo(file, lock, times))) {
                grandchild.start();
                Witness.addTo(file, lock, times);
                grandchild.join();
                if (grandchild.exitCode().orElse(-1) != 0) {
                    throw new IllegalStateException("the grandchild failed");
                }
            }
            return null;
        };
    }

    @Test
    void aReentrantLockExcludesOtherThreadsAndProcesses() throws Exception {
        int times = 1_000;
        String file = Witness.create(directory.resolve("witness"));
        try (ProcessLock lock = ProcessLock.reentrant();
                Pool pool = Pool.open(2)) {
            pool.mapAsync(n -> addNested(file, lock, n), List.of(times, times)).get();
            assertThat(Witness.open(file).count()).isEqualTo(2L * times);
            assertThat(Witness.open(file).violations()).isZero();
        }
    }

    private static int addNested(String file, ProcessLock lock, int times) throws Exception {
        for (int i = 0; i < times; i++) {
            try (ProcessLock.Hold hold = lock.acquire()) {
                Witness.addTo(file, lock, hold.wasAbandoned() ? 0 : 1);
            }
        }
        return times;
    }

    @Test
    void aPoolOfThreadsUsesTheSameHandle() throws Exception {
        String file = Witness.create(directory.resolve("witness"));
        try (ProcessLock lock = ProcessLock.create();
                Pool pool = Pool.ofThreads(2)) {
            assertThat(pool.apply((ProcessLock l) -> l, lock)).isSameAs(lock);
            pool.map(n -> Witness.addTo(file, lock, n), List.of(500, 500));
            assertThat(Witness.open(file).count()).isEqualTo(1000);
            assertThat(Witness.open(file).violations()).isZero();
        }
    }

    @Test
    void aLockThatAWorkerCreatedWorksHereUntilThatWorkerEnds() throws Exception {
        ProcessLock lock;
        try (Pool pool = Pool.open(1)) {
            lock = pool.apply(() -> ProcessLock.create());
            try (ProcessLock.Hold hold = lock.acquire()) {
                assertThat(hold.wasAbandoned()).isFalse();
                assertThat(pool.apply(ProcessLock::isHeld, lock)).isTrue();
            }
            lock.close(); // has no effect here
            assertThat(pool.apply((ProcessLock l) -> l.tryAcquire(Duration.ZERO).isPresent(), lock))
                    .isTrue();
            assertThat(lock.tryAcquire(SHORT)).isEmpty();
        }
        assertThatThrownBy(() -> lock.tryAcquire(LONG)).isInstanceOf(HomeGoneException.class);
        assertThatThrownBy(lock::isHeld).isInstanceOf(HomeGoneException.class);
    }

    @Test
    void aLockThatWasClosedIsRefusedEverywhere() throws Exception {
        try (ProcessLock other = ProcessLock.create();
                Pool pool = Pool.open(1)) {
            ProcessLock lock = ProcessLock.create();
            assertThat(pool.apply(ProcessLock::isHeld, lock)).isFalse();
            lock.close();
            lock.close();
            assertThatThrownBy(lock::acquire).isInstanceOf(HomeGoneException.class);
            assertThatThrownBy(() -> pool.apply(ProcessLock::isHeld, lock)).isInstanceOf(HomeGoneException.class);
            assertThat(pool.apply(ProcessLock::isHeld, other)).isFalse();
            assertThat(pool.stats().deaths()).isZero();
        }
    }
}
