package dev.procpool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.procpool.task.Task;
import dev.procpool.testing.Await;
import dev.procpool.testing.Later;
import dev.procpool.testing.Leftovers;
import dev.procpool.testing.Pids;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Processes that die or stand still while they use a queue. */
@ExtendWith(Leftovers.class)
class QueueDeathsIT {

    private static final Duration LONG = Duration.ofSeconds(30);

    private static ChildProcess started(Task<?> task) {
        ChildProcess child = ChildProcess.of(task);
        child.start();
        return child;
    }

    private static void kill(ChildProcess child) throws InterruptedException {
        child.kill();
        child.join();
        child.close();
    }

    @Test
    void aProcessKilledInTheMiddleOfItsPutsLeavesAPrefixAndOthersGoOn() throws Exception {
        try (ProcessQueue<Integer> queue = ProcessQueue.create();
                Pool pool = Pool.open(1)) {
            pool.apply(() -> queue.size());
            ChildProcess child = started(() -> {
                for (int i = 0; i < Integer.MAX_VALUE; i++) {
                    queue.put(i);
                }
                return null;
            });
            Await.orFail(() -> queue.size() > 1000);
            kill(child);

            long start = System.nanoTime();
            pool.apply(() -> {
                queue.put(-1);
                return 0;
            });
            assertThat(System.nanoTime() - start).isLessThan(TimeUnit.SECONDS.toNanos(1));
            int size = queue.size();
            for (int i = 0; i < size - 1; i++) {
                assertThat(queue.get()).isEqualTo(i);
            }
            assertThat(queue.get()).isEqualTo(-1);
            assertThat(queue.isEmpty()).isTrue();
        }
    }

    /** A child that gets the first item, leases the second one, and is killed. */
    private static void dieWithTwoItems(ProcessQueue<Integer> queue) throws Exception {
        for (int i = 1; i <= 4; i++) {
            queue.put(i);
        }
        ChildProcess child = started(() -> {
            queue.get();
            queue.lease(LONG);
            queue.put(5);
            queue.put(6);
            queue.put(7);
            Thread.sleep(LONG.toMillis());
            return null;
        });
        Await.orFail(() -> queue.size() == 5);
        kill(child);
    }

    @Test
    void theItemsOfAProcessThatDiesAreDroppedAndCountAsDone() throws Exception {
        try (ProcessQueue<Integer> queue = ProcessQueue.create()) {
            dieWithTwoItems(queue);
            for (int i = 3; i <= 7; i++) {
                assertThat(queue.poll(LONG)).contains(i);
                queue.taskDone();
            }
            assertThat(queue.join(LONG)).isTrue();
            assertThat(queue.isEmpty()).isTrue();
        }
    }

    @Test
    void theItemsOfAProcessThatDiesComeBackInFrontIfTheQueueRedelivers() throws Exception {
        try (ProcessQueue<Integer> queue = ProcessQueue.<Integer>builder()
                .onConsumerDeath(ProcessQueue.OnConsumerDeath.REDELIVER)
                .create()) {
            dieWithTwoItems(queue);
            Await.orFail(() -> queue.size() == 7);
            for (int i = 1; i <= 7; i++) {
                assertThat(queue.poll(LONG)).contains(i);
                assertThat(queue.join(Duration.ZERO)).isFalse();
                queue.taskDone();
            }
            assertThat(queue.join(LONG)).isTrue();
        }
    }

    @Test
    void aThreadThatWaitsGetsTheItemThatComesBack() throws Exception {
        try (ProcessQueue<Integer> queue = ProcessQueue.<Integer>builder()
                .onConsumerDeath(ProcessQueue.OnConsumerDeath.REDELIVER)
                .create()) {
            queue.put(1);
            ChildProcess child = started(() -> {
                queue.get();
                Thread.sleep(LONG.toMillis());
                return null;
            });
            Await.orFail(queue::isEmpty);
            CompletableFuture<Integer> waiting = later(queue::get);
            CompletableFuture<Boolean> joining = later(() -> queue.join(LONG));

            kill(child);

            assertThat(waiting.get(30, TimeUnit.SECONDS)).isEqualTo(1);
            queue.taskDone();
            assertThat(joining.get(30, TimeUnit.SECONDS)).isTrue();
        }
    }

    @Test
    void joinEndsWhenTheLastItemIsDroppedByADeath() throws Exception {
        try (ProcessQueue<Integer> queue = ProcessQueue.create()) {
            queue.put(1);
            ChildProcess child = started(() -> {
                queue.get();
                Thread.sleep(LONG.toMillis());
                return null;
            });
            Await.orFail(queue::isEmpty);
            CompletableFuture<Boolean> joining = later(() -> queue.join(LONG));
            kill(child);
            assertThat(joining.get(30, TimeUnit.SECONDS)).isTrue();
        }
    }

    private static <T> CompletableFuture<T> later(Task<T> task) {
        return Later.supply(() -> {
            try {
                return task.call();
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        });
    }

    @Test
    void theDeathOfTheHomeWakesTheThreadsThatWait() throws Exception {
        try (Pool homes =
                Pool.builder().processes(1).output(WorkerOutput.discarding()).open()) {
            ProcessQueue<Integer> queue = homes.apply(() -> ProcessQueue.<Integer>create());
            assertThat(queue.isEmpty()).isTrue();
            CompletableFuture<Integer> waiting = later(queue::get);
            long home = homes.workers().get(0).pid();
            Pids.kill(home);
            assertThatThrownBy(() -> waiting.get(30, TimeUnit.SECONDS)).hasRootCauseInstanceOf(RuntimeException.class);
            assertThatThrownBy(() -> queue.put(1)).isInstanceOf(HomeGoneException.class);
        }
    }

    @Test
    void timeoutsHoldWhileAProcessStandsStillInTheMiddleOfAChange() throws Exception {
        try (ProcessQueue<byte[]> queue =
                ProcessQueue.<byte[]>builder().capacity(1).maxBytes(32 << 20).create()) {
            byte[] large = new byte[30 << 20];
            ChildProcess child = started(() -> {
                while (true) {
                    queue.offer(large, LONG);
                    queue.poll(LONG);
                }
            });
            Await.orFail(() -> queue.size() > 0);
            List<Long> waits = new ArrayList<>();
            for (int i = 0; i < 20; i++) {
                Pids.signal("STOP", child.pid().orElseThrow());
                long start = System.nanoTime();
                queue.poll(Duration.ofMillis(50));
                waits.add(System.nanoTime() - start);
                Pids.signal("CONT", child.pid().orElseThrow());
            }
            kill(child);
            assertThat(waits).allMatch(nanos -> nanos < TimeUnit.SECONDS.toNanos(5));
            System.out.println("QueueDeathsIT: waits for a stopped process, ms "
                    + waits.stream().map(TimeUnit.NANOSECONDS::toMillis).toList());
            queue.drainTo(new ArrayList<>());
            assertThat(queue.offer(large, LONG)).isTrue();
            assertThat(queue.get()).hasSize(large.length);
        }
    }
}
