package dev.procpool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.procpool.testing.Await;
import dev.procpool.testing.Later;
import dev.procpool.testing.Leftovers;
import dev.procpool.testing.Pids;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Events between processes; mirrors the tests of {@code multiprocessing.Event}. */
@ExtendWith(Leftovers.class)
@Tag("jdk")
class ProcessEventIT {

    private static final Duration SHORT = Duration.ofMillis(200);
    private static final Duration LONG = Duration.ofSeconds(30);

    @Test
    void anEventThatAChildSetsEndsTheWaitAndSticksUntilItIsCleared() throws Exception {
        try (ProcessEvent event = ProcessEvent.create();
                ChildProcess child = ChildProcess.of(() -> {
                    event.set();
                    return null;
                })) {
            assertThat(event.isSet()).isFalse();
            assertThat(event.await(Duration.ZERO)).isFalse();
            assertThat(event.await(Duration.ofSeconds(-1))).isFalse();
            child.start();
            assertThat(event.await(LONG)).isTrue();
            event.await();
            assertThat(event.isSet()).isTrue();
            assertThat(event.await(Duration.ZERO)).isTrue();
            child.join();
            assertThat(event.isSet()).isTrue();
            event.clear();
            assertThat(event.isSet()).isFalse();
            assertThat(event.await(Duration.ZERO)).isFalse();
        }
    }

    @Test
    void aTimeoutIsKept() throws Exception {
        try (ProcessEvent event = ProcessEvent.create()) {
            long start = System.nanoTime();
            assertThat(event.await(SHORT)).isFalse();
            assertThat(System.nanoTime() - start).isGreaterThanOrEqualTo(SHORT.toNanos());
        }
    }

    private static CompletableFuture<Boolean> later(ProcessEvent event) {
        return Later.supply(() -> {
            try {
                return event.await(LONG);
            } catch (InterruptedException e) {
                throw new CompletionException(e);
            }
        });
    }

    @Test
    void workersAChildAndItsChildAllWakeAtASetThatIsClearedAtOnce() throws Exception {
        try (ProcessEvent event = ProcessEvent.create();
                SharedLong waiting = SharedLong.of(0);
                SharedLong woken = SharedLong.of(0);
                Pool pool = Pool.open(2);
                ChildProcess child = ChildProcess.of(() -> {
                    try (ChildProcess grandchild = ChildProcess.of(() -> waitFor(event, waiting, woken))) {
                        grandchild.start();
                        waitFor(event, waiting, woken);
                        grandchild.join();
                    }
                    return null;
                })) {
            child.start();
            var inWorkers = pool.mapAsync(i -> waitFor(event, waiting, woken), List.of(1, 2));
            CompletableFuture<Boolean> here = later(event);
            Await.orFail(() -> waiting.get() == 4);
            assertThat(event.await(SHORT)).isFalse(); // until all have begun to wait

            event.set();
            event.clear();

            inWorkers.get();
            assertThat(here.get(30, TimeUnit.SECONDS)).isTrue();
            child.join();
            assertThat(woken.get()).isEqualTo(4);
        }
    }

    private static int waitFor(ProcessEvent event, SharedLong waiting, SharedLong woken) throws Exception {
        event.isSet(); // connects
        waiting.addAndGet(1);
        if (event.await(LONG)) {
            woken.addAndGet(1);
        }
        return 0;
    }

    @Test
    void aPoolOfThreadsUsesTheSameHandle() throws Exception {
        try (ProcessEvent event = ProcessEvent.create();
                Pool pool = Pool.ofThreads(1)) {
            assertThat(pool.apply((ProcessEvent e) -> e, event)).isSameAs(event);
            TaskFuture<Boolean> waiting = pool.applyAsync(e -> e.await(LONG), event);
            event.set();
            assertThat(waiting.get()).isTrue();
        }
    }

    @Test
    void setterAndWaiterAlternateInTwoProcesses() throws Exception {
        try (ProcessEvent ping = ProcessEvent.create();
                ProcessEvent pong = ProcessEvent.create();
                Pool pool = Pool.open(1)) {
            int rounds = 2_000;
            TaskFuture<Integer> other = pool.applyAsync(n -> answer(ping, pong, n), rounds);
            for (int i = 0; i < rounds; i++) {
                ping.set();
                assertThat(pong.await(LONG)).isTrue();
                pong.clear();
            }
            assertThat(other.get()).isEqualTo(rounds);
        }
    }

    private static int answer(ProcessEvent ping, ProcessEvent pong, int rounds) throws Exception {
        for (int i = 0; i < rounds; i++) {
            if (!ping.await(LONG)) {
                throw new IllegalStateException("frozen in round " + i);
            }
            ping.clear();
            pong.set();
        }
        return rounds;
    }

    @Test
    void aHundredSleepingThreadsUseNoProcessorTime() throws Exception {
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        try (ProcessEvent event = ProcessEvent.create()) {
            List<Thread> sleepers = new ArrayList<>();
            for (int i = 0; i < 100; i++) {
                sleepers.add(new Thread(() -> awaitHere(event)));
            }
            sleepers.forEach(Thread::start);
            Await.orFail(() -> sleepers.stream().allMatch(t -> t.getState() == Thread.State.TIMED_WAITING));
            List<Thread> watched = new ArrayList<>(sleepers);
            Thread.getAllStackTraces().keySet().stream()
                    .filter(t -> t.getName().equals("procpool-lines"))
                    .forEach(watched::add);
            long before = cpuNanos(threads, watched);

            assertThat(event.await(Duration.ofSeconds(1))).isFalse();

            assertThat(cpuNanos(threads, watched) - before).isLessThan(TimeUnit.MILLISECONDS.toNanos(10));
            event.set();
            for (Thread sleeper : sleepers) {
                sleeper.join();
            }
        }
    }

    private static void awaitHere(ProcessEvent event) {
        try {
            event.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static long cpuNanos(ThreadMXBean threads, List<Thread> of) {
        return of.stream().mapToLong(t -> threads.getThreadCpuTime(t.getId())).sum();
    }

    @Test
    void aSetterThatIsKilledFreezesNobody() throws Exception {
        try (ProcessEvent event = ProcessEvent.create();
                Pool pool = Pool.builder()
                        .processes(1)
                        .output(WorkerOutput.discarding())
                        .open()) {
            CompletableFuture<Boolean> here = later(event);
            assertThatThrownBy(() -> pool.apply(
                            (ProcessEvent e) -> {
                                e.set();
                                Runtime.getRuntime().halt(1);
                                return 0;
                            },
                            event))
                    .isInstanceOf(WorkerDiedException.class);
            assertThat(here.get(30, TimeUnit.SECONDS)).isTrue();
            assertThat(event.isSet()).isTrue();
        }
    }

    @Test
    void allThatWaitForAnEventWhoseHomeIsKilledAreTold() throws Exception {
        try (Pool homes =
                Pool.builder().processes(1).output(WorkerOutput.discarding()).open()) {
            ProcessEvent event = homes.apply(() -> ProcessEvent.create());
            CompletableFuture<Boolean> here = later(event);
            assertThat(event.await(SHORT)).isFalse();

            Pids.kill(homes.workers().get(0).pid());

            assertThatThrownBy(() -> here.get(30, TimeUnit.SECONDS)).hasCauseInstanceOf(HomeGoneException.class);
            assertThatThrownBy(event::isSet).isInstanceOf(HomeGoneException.class);
            assertThatThrownBy(event::set).isInstanceOf(HomeGoneException.class);
        }
    }

    @Test
    void anEventThatWasClosedIsRefusedEverywhere() throws Exception {
        try (Pool pool = Pool.open(1)) {
            ProcessEvent event = ProcessEvent.create();
            assertThat(pool.apply(ProcessEvent::isSet, event)).isFalse();
            CompletableFuture<Boolean> here = later(event);
            assertThat(event.await(SHORT)).isFalse();
            event.close();
            event.close();
            assertThatThrownBy(() -> here.get(30, TimeUnit.SECONDS)).hasCauseInstanceOf(HomeGoneException.class);
            assertThatThrownBy(event::await).isInstanceOf(HomeGoneException.class);
            assertThatThrownBy(() -> pool.apply(ProcessEvent::isSet, event)).isInstanceOf(HomeGoneException.class);
        }
    }
}
