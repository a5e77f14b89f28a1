package dev.procpool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.procpool.testing.Await;
import dev.procpool.testing.Later;
import dev.procpool.testing.Leftovers;
import dev.procpool.testing.Pids;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Deaths of processes that wait at a barrier, run its action, or keep it. */
@ExtendWith(Leftovers.class)
@Tag("jdk")
class BarrierDeathsIT {

    private static final Duration LONG = Duration.ofSeconds(30);
    private static final Duration SHORT = Duration.ofMillis(200);

    @TempDir
    Path directory;

    private static CompletableFuture<Integer> awaitHere(ProcessBarrier barrier) {
        return Later.supply(() -> {
            try {
                return barrier.await();
            } catch (InterruptedException | BrokenBarrierException e) {
                throw new IllegalStateException(e);
            }
        });
    }

    private static ChildProcess party(ProcessBarrier barrier) {
        ChildProcess child = ChildProcess.of(barrier::await);
        child.start();
        return child;
    }

    private static void end(ChildProcess child) throws InterruptedException {
        child.kill();
        child.join();
        child.close();
    }

    private static void assertBroken(CompletableFuture<Integer> party) {
        assertThatThrownBy(() -> party.get(1, TimeUnit.SECONDS))
                .isInstanceOf(ExecutionException.class)
                .hasRootCauseInstanceOf(BrokenBarrierException.class);
    }

    @Test
    void aPartyThatIsKilledWhileItWaitsBreaksTheBarrierForTheOthersWithinASecond() throws Exception {
        try (ProcessBarrier barrier = ProcessBarrier.of(3)) {
            ChildProcess killed = party(barrier);
            CompletableFuture<Integer> here = awaitHere(barrier);
            Await.orFail(() -> barrier.waiting() == 2);

            killed.kill();
            killed.join();

            assertBroken(here);
            assertThat(barrier.isBroken()).isTrue();
            assertThatThrownBy(barrier::await).isInstanceOf(BrokenBarrierException.class);
            barrier.reset();
            try (ChildProcess other = party(barrier);
                    ChildProcess third = party(barrier)) {
                assertThat(barrier.await(LONG)).isBetween(0, 2);
                other.join();
                third.join();
                assertThat(third.exitCode()).hasValue(0);
            }
            killed.close();
        }
    }

    @Test
    void aPartyThatIsKilledWhileItRunsTheActionBreaksTheBarrier() throws Exception {
        Path mark = directory.resolve("acting");
        String file = mark.toString();
        try (ProcessBarrier barrier = ProcessBarrier.of(2, LONG, () -> {
            Files.createFile(Path.of(file));
            Thread.sleep(60_000);
            return null;
        })) {
            CompletableFuture<Integer> here = awaitHere(barrier);
            Await.orFail(() -> barrier.waiting() == 1);
            ChildProcess acting = party(barrier);
            Await.orFail(() -> Files.exists(mark));
            assertThat(barrier.waiting()).isZero();

            acting.kill();
            acting.join();

            assertBroken(here);
            acting.close();
        }
    }

    @Test
    void aProcessThatEndsWhenNoneOfItsThreadsWaitsLeavesSilently() throws Exception {
        try (ProcessBarrier barrier = ProcessBarrier.of(2)) {
            try (ChildProcess child = party(barrier)) {
                assertThat(barrier.await(LONG)).isBetween(0, 1);
                child.join();
                assertThat(child.exitCode()).hasValue(0);
            }
            try (ChildProcess next = party(barrier)) {
                assertThat(barrier.await(LONG)).isBetween(0, 1);
                next.join();
            }
            assertThat(barrier.isBroken()).isFalse();
        }
    }

    @Test
    void aWorkerThatExitsWhileItWaitsBreaksTheBarrier() throws Exception {
        try (ProcessBarrier barrier = ProcessBarrier.of(2);
                Pool pool = Pool.builder()
                        .processes(1)
                        .output(WorkerOutput.discarding())
                        .open()) {
            CompletableFuture<Integer> here = awaitHere(barrier);
            Await.orFail(() -> barrier.waiting() == 1);
            barrier.reset();
            assertBroken(here);
            TaskFuture<Integer> item = pool.applyAsync(() -> {
                new Thread(() -> {
                            while (barrier.waiting() == 0) {
                                Thread.onSpinWait();
                            }
                            Runtime.getRuntime().exit(3);
                        })
                        .start();
                return barrier.await();
            });
            assertThatThrownBy(item::get).hasCauseInstanceOf(WorkerDiedException.class);
            Await.orFail(barrier::isBroken);
        }
    }

    @Test
    void allThatWaitAtABarrierWhoseHomeIsKilledAreTold() throws Exception {
        try (Pool homes =
                Pool.builder().processes(1).output(WorkerOutput.discarding()).open()) {
            ProcessBarrier barrier = homes.apply(() -> ProcessBarrier.of(2));
            CompletableFuture<Integer> here = awaitHere(barrier);
            Await.orFail(() -> barrier.waiting() == 1);

            Pids.kill(homes.workers().get(0).pid());

            assertThatThrownBy(() -> here.get(30, TimeUnit.SECONDS)).hasCauseInstanceOf(HomeGoneException.class);
            assertThatThrownBy(() -> barrier.await(SHORT)).isInstanceOf(HomeGoneException.class);
        }
    }

    @Test
    void aPartyThatStandsStillIsNotTakenForDead() throws Exception {
        try (ProcessBarrier barrier = ProcessBarrier.of(2)) {
            ChildProcess party = party(barrier);
            Await.orFail(() -> barrier.waiting() == 1);
            Pids.signal("STOP", party.pid().orElseThrow());
            try {
                assertThat(barrier.await(LONG)).isEqualTo(1);
            } finally {
                Pids.signal("CONT", party.pid().orElseThrow());
            }
            party.join();
            assertThat(party.exitCode()).hasValue(0);
            end(party);
        }
    }
}
