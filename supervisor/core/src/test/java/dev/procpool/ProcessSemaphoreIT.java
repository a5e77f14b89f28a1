package dev.procpool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.procpool.task.Task;
import dev.procpool.testing.Later;
import dev.procpool.testing.Leftovers;
import dev.procpool.testing.Pids;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Semaphores between processes; mirrors the tests of {@code Semaphore} and {@code BoundedSemaphore} in Python. */
@ExtendWith(Leftovers.class)
@Tag("jdk")
class ProcessSemaphoreIT {

    private static final Duration SHORT = Duration.ofMillis(200);
    private static final Duration LONG = Duration.ofSeconds(30);

    @Test
    void permitsAreCountedDownAndUpAgain() throws Exception {
        try (ProcessSemaphore semaphore = ProcessSemaphore.of(2)) {
            semaphore.acquire();
            assertThat(semaphore.availablePermits()).isEqualTo(1);
            assertThat(semaphore.tryAcquire(LONG)).isTrue();
            assertThat(semaphore.tryAcquire(Duration.ZERO)).isFalse();
            for (int i = 0; i < 4; i++) {
                semaphore.release(); // more than were acquired
            }
            assertThat(semaphore.availablePermits()).isEqualTo(4);
        }
    }

    @Test
    void aBoundedSemaphoreRefusesAReleaseTooMuch() throws Exception {
        try (ProcessSemaphore semaphore = ProcessSemaphore.bounded(2)) {
            assertThatThrownBy(semaphore::release).isInstanceOf(IllegalStateException.class);
            semaphore.acquire();
            semaphore.acquire();
            assertThat(semaphore.tryAcquire(Duration.ZERO)).isFalse();
            semaphore.release();
            semaphore.release();
            assertThatThrownBy(semaphore::release).isInstanceOf(IllegalStateException.class);
            assertThat(semaphore.availablePermits()).isEqualTo(2);
        }
    }

    @Test
    void permitsOutOfBoundsAreRefused() {
        assertThatThrownBy(() -> ProcessSemaphore.of(-1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> ProcessSemaphore.bounded(-1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> ProcessSemaphore.bounded(1 << 20)).isInstanceOf(IllegalArgumentException.class);
        try (ProcessSemaphore most = ProcessSemaphore.of(Integer.MAX_VALUE)) {
            assertThatThrownBy(most::release).isInstanceOf(IllegalStateException.class);
            assertThat(most.availablePermits()).isEqualTo(Integer.MAX_VALUE);
        }
    }

    @Test
    void aTimeoutIsKeptWhileAWorkerHasThePermit() throws Exception {
        try (ProcessSemaphore semaphore = ProcessSemaphore.bounded(1);
                Pool pool = Pool.open(1)) {
            assertThat(pool.apply((ProcessSemaphore s) -> s.tryAcquire(LONG), semaphore))
                    .isTrue();
            long start = System.nanoTime();
            assertThat(semaphore.tryAcquire(SHORT)).isFalse();
            assertThat(System.nanoTime() - start).isGreaterThanOrEqualTo(SHORT.toNanos());
            assertThat(semaphore.tryAcquire(Duration.ofSeconds(-1))).isFalse();
            assertThatThrownBy(semaphore::release).as("the worker holds it").isInstanceOf(IllegalStateException.class);

            pool.apply(ProcessSemaphoreIT::releaseHere, semaphore);
            assertThat(semaphore.tryAcquire(LONG)).isTrue();
        }
    }

    private static int releaseHere(ProcessSemaphore semaphore) {
        semaphore.release();
        return semaphore.availablePermits();
    }

    @Test
    void aPlainSemaphoreIsReleasedByAnotherProcessThatASleepingThreadWaitsFor() throws Exception {
        try (ProcessSemaphore semaphore = ProcessSemaphore.of(0);
                Pool pool = Pool.open(1)) {
            CompletableFuture<Boolean> here = later(semaphore);
            assertThat(semaphore.tryAcquire(SHORT)).isFalse();

            pool.apply(ProcessSemaphoreIT::releaseHere, semaphore);

            assertThat(here.get(30, TimeUnit.SECONDS)).isTrue();
        }
    }

    private static CompletableFuture<Boolean> later(ProcessSemaphore semaphore) {
        return Later.supply(() -> {
            try {
                return semaphore.tryAcquire(LONG);
            } catch (InterruptedException e) {
                throw new CompletionException(e);
            }
        });
    }

    /** Counts the processes that are inside at the same time; returns the most. */
    private static int enter(ProcessSemaphore semaphore, SharedLong inside, int times) throws Exception {
        int most = 0;
        for (int i = 0; i < times; i++) {
            semaphore.acquire();
            most = Math.max(most, (int) inside.addAndGet(1));
            Thread.onSpinWait();
            inside.addAndGet(-1);
            semaphore.release();
        }
        return most;
    }

    private static Task<Void> withGrandchild(ProcessSemaphore semaphore, SharedLong inside, int times) {
        return () -> {
            try (ChildProcess grandchild = ChildProcess.of(() -> enter(semaphore, inside, times))) {
                grandchild.start();
                enter(semaphore, inside, times);
                grandchild.join();
                if (grandchild.exitCode().orElse(-1) != 0) {
                    throw new IllegalStateException("the grandchild failed");
                }
            }
            return null;
        };
    }

    @Test
    void atMostTwoOfWorkersChildrenAndTheSupervisorAreInside() throws Exception {
        int times = 2_000;
        for (boolean isBounded : List.of(true, false)) {
            try (ProcessSemaphore semaphore = isBounded ? ProcessSemaphore.bounded(2) : ProcessSemaphore.of(2);
                    SharedLong inside = SharedLong.of(0);
                    Pool pool = Pool.open(2);
                    ChildProcess child = ChildProcess.of(withGrandchild(semaphore, inside, times))) {
                child.start();
                var inWorkers = pool.mapAsync(n -> enter(semaphore, inside, n), List.of(times, times));
                assertThat(enter(semaphore, inside, times)).isLessThanOrEqualTo(2);
                assertThat(inWorkers.get()).allMatch(most -> most <= 2);
                child.join();
                assertThat(child.exitCode()).hasValue(0);
                assertThat(semaphore.availablePermits()).isEqualTo(2);
            }
        }
    }

    @Test
    void aPoolOfThreadsUsesTheSameHandle() throws Exception {
        try (ProcessSemaphore semaphore = ProcessSemaphore.bounded(2);
                SharedLong inside = SharedLong.of(0);
                Pool pool = Pool.ofThreads(4)) {
            assertThat(pool.apply((ProcessSemaphore s) -> s, semaphore)).isSameAs(semaphore);
            assertThat(pool.map(n -> enter(semaphore, inside, n), List.of(500, 500, 500, 500)))
                    .allMatch(most -> most <= 2);
            assertThat(semaphore.availablePermits()).isEqualTo(2);
        }
    }

    private static int acquireAllAndDie(ProcessSemaphore semaphore) throws InterruptedException {
        while (semaphore.tryAcquire(Duration.ZERO)) {
            // until none is left
        }
        Runtime.getRuntime().halt(1);
        return 0;
    }

    @Test
    void aBoundedSemaphoreGetsThePermitsOfADeadWorkerBack() throws Exception {
        try (ProcessSemaphore bounded = ProcessSemaphore.bounded(3);
                ProcessSemaphore plain = ProcessSemaphore.of(3);
                Pool pool = Pool.builder()
                        .processes(1)
                        .output(WorkerOutput.discarding())
                        .open()) {
            bounded.acquire();
            for (ProcessSemaphore semaphore : List.of(bounded, plain)) {
                assertThatThrownBy(() -> pool.apply(ProcessSemaphoreIT::acquireAllAndDie, semaphore))
                        .isInstanceOf(WorkerDiedException.class);
            }
            assertThat(bounded.tryAcquire(LONG)).isTrue();
            assertThat(bounded.tryAcquire(LONG)).isTrue();
            assertThat(bounded.availablePermits()).isZero();
            assertThat(plain.availablePermits()).isZero();
        }
    }

    @Test
    void allThatWaitForASemaphoreWhoseHomeIsKilledAreTold() throws Exception {
        try (Pool homes =
                Pool.builder().processes(1).output(WorkerOutput.discarding()).open()) {
            ProcessSemaphore semaphore = homes.apply(() -> ProcessSemaphore.bounded(0));
            CompletableFuture<Boolean> here = later(semaphore);
            assertThat(semaphore.tryAcquire(SHORT)).isFalse();

            Pids.kill(homes.workers().get(0).pid());

            assertThatThrownBy(() -> here.get(30, TimeUnit.SECONDS)).hasCauseInstanceOf(HomeGoneException.class);
            assertThatThrownBy(semaphore::availablePermits).isInstanceOf(HomeGoneException.class);
            assertThatThrownBy(semaphore::release).isInstanceOf(HomeGoneException.class);
        }
    }

    @Test
    void aThreadThatIsInterruptedTakesNoPermit() throws Exception {
        try (ProcessSemaphore semaphore = ProcessSemaphore.of(0)) {
            for (int i = 0; i < 200; i++) {
                Thread waiting = new Thread(() -> {
                    try {
                        semaphore.acquire();
                        semaphore.release();
                    } catch (InterruptedException e) {
                        // The thread has taken no permit.
                    }
                });
                waiting.start();
                CompletableFuture<Boolean> other = later(semaphore);
                semaphore.release();
                waiting.interrupt();
                assertThat(other.get(30, TimeUnit.SECONDS)).isTrue();
                waiting.join();
                assertThat(semaphore.availablePermits()).isZero();
            }
        }
    }
}
