package dev.procpool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.procpool.task.Task;
import dev.procpool.testing.Leftovers;
import java.io.Serializable;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Queues between processes; mirrors the tests of {@code multiprocessing.Queue} and {@code JoinableQueue}. */
@ExtendWith(Leftovers.class)
@Tag("jdk")
class ProcessQueueIT {

    private static final Duration SHORT = Duration.ofMillis(200);
    private static final Duration LONG = Duration.ofSeconds(30);

    private record Order(String customer, List<Integer> parts) implements Serializable {}

    private static void inChild(Task<?> task) throws InterruptedException {
        try (ChildProcess child = ChildProcess.of(task)) {
            child.start();
            child.join();
            assertThat(child.exitCode()).hasValue(0);
        }
    }

    private static long nanos(Task<?> task) throws Exception {
        long start = System.nanoTime();
        task.call();
        return System.nanoTime() - start;
    }

    @Test
    void aQueueOfSixTakesSixItemsOfAllKindsAndRefusesTheSeventhInTime() throws Exception {
        try (ProcessQueue<Object> queue = ProcessQueue.builder().capacity(6).create()) {
            queue.put(1);
            queue.put("two");
            assertThat(queue.offer(new Order("three", List.of(3, 3)), LONG)).isTrue();
            assertThat(queue.offer(4L, Duration.ZERO)).isTrue();
            queue.put(new int[] {5});
            queue.put(Map.of(6, "six"));
            assertThat(queue.size()).isEqualTo(6);
            assertThat(queue.offer(7, Duration.ZERO)).isFalse();
            assertThat(queue.offer(7, Duration.ofSeconds(-1))).isFalse();
            assertThat(nanos(() -> queue.offer(7, SHORT))).isBetween(SHORT.toNanos(), LONG.toNanos());

            inChild(() -> {
                List<Object> items = new ArrayList<>();
                queue.drainTo(items);
                assertThat(items.subList(0, 4)).containsExactly(1, "two", new Order("three", List.of(3, 3)), 4L);
                assertThat((int[]) items.get(4)).containsExactly(5);
                assertThat(items.get(5)).isEqualTo(Map.of(6, "six"));
                return null;
            });

            assertThat(queue.isEmpty()).isTrue();
            assertThat(queue.offer(7, Duration.ZERO)).isTrue();
        }
    }

    @Test
    void aGetterGetsTheItemsInOrderAndNothingFromAnEmptyQueueInTime() throws Exception {
        try (ProcessQueue<Integer> queue = ProcessQueue.create()) {
            inChild(() -> {
                for (int i = 2; i <= 6; i++) {
                    queue.put(i);
                }
                return null;
            });
            assertThat(queue.get()).isEqualTo(2);
            assertThat(queue.poll(LONG)).contains(3);
            assertThat(queue.poll(Duration.ZERO)).contains(4);
            assertThat(queue.poll(Duration.ofSeconds(-1))).contains(5);
            assertThat(queue.get()).isEqualTo(6);
            assertThat(queue.poll(Duration.ZERO)).isEmpty();
            assertThat(nanos(() -> queue.poll(SHORT))).isBetween(SHORT.toNanos(), LONG.toNanos());
        }
    }

    @Test
    void aChildThatExitsAtOnceAfterItsLastPutLosesNone() throws Exception {
        try (ProcessQueue<Integer> queue = ProcessQueue.create()) {
            for (int i = 0; i < 10; i++) {
                queue.put(i);
            }
            inChild(() -> {
                for (int i = 10; i < 20; i++) {
                    queue.put(i);
                }
                System.exit(0);
                return null;
            });
            List<Integer> items = new ArrayList<>();
            assertThat(queue.drainTo(items)).isEqualTo(20);
            assertThat(items).isEqualTo(IntStream.range(0, 20).boxed().toList());
        }
    }

    @Test
    void theSizeIsExact() throws Exception {
        try (ProcessQueue<Integer> queue = ProcessQueue.create();
                Pool pool = Pool.open(1)) {
            assertThat(queue.size()).isZero();
            queue.put(1);
            assertThat(queue.size()).isEqualTo(1);
            assertThat(pool.apply(() -> {
                        queue.put(5);
                        return queue.size();
                    }))
                    .isEqualTo(2);
            assertThat(queue.size()).isEqualTo(2);
            queue.get();
            assertThat(queue.size()).isEqualTo(1);
            queue.get();
            assertThat(queue.size()).isZero();
            assertThat(queue.isEmpty()).isTrue();
        }
    }

    @Test
    void joinReturnsWhenFourProcessesHaveSaidThatTenItemsAreDone() throws Exception {
        try (ProcessQueue<Integer> queue = ProcessQueue.create();
                Pool pool = Pool.open(4)) {
            for (int i = 0; i < 10; i++) {
                queue.put(i);
            }
            List<TaskFuture<Integer>> workers = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                workers.add(pool.applyAsync(() -> {
                    int done = 0;
                    while (queue.get() >= 0) {
                        done++;
                        queue.taskDone();
                    }
                    queue.taskDone();
                    return done;
                }));
            }
            assertThat(queue.join(LONG)).isTrue();
            for (int i = 0; i < 4; i++) {
                queue.put(-1);
            }
            int done = 0;
            for (TaskFuture<Integer> worker : workers) {
                done += worker.get();
            }
            assertThat(done).isEqualTo(10);
            assertThat(queue.join(Duration.ZERO)).isTrue();
        }
    }

    @Test
    void anItemThatIsNotDoneKeepsJoinWaitingAndOneTooManyIsRefused() throws Exception {
        for (ProcessQueue.OnConsumerDeath death : ProcessQueue.OnConsumerDeath.values()) {
            try (ProcessQueue<Integer> queue =
                    ProcessQueue.<Integer>builder().onConsumerDeath(death).create()) {
                assertThatThrownBy(queue::taskDone).isInstanceOf(IllegalStateException.class);
                queue.put(1);
                queue.put(2);
                assertThatThrownBy(queue::taskDone).isInstanceOf(IllegalStateException.class);
                assertThat(queue.get() + queue.get()).isEqualTo(3);
                queue.taskDone();
                assertThat(queue.join(SHORT)).isFalse();
                queue.taskDone();
                assertThat(queue.join(Duration.ZERO)).isTrue();
                assertThatThrownBy(queue::taskDone)
                        .isInstanceOf(IllegalStateException.class)
                        .hasMessageContaining("more often");
            }
        }
    }

    @Test
    void anItemThatCannotBeEncodedFailsInPutAndTakesNoRoom() throws Exception {
        try (ProcessQueue<Object> queue = ProcessQueue.builder().capacity(1).create()) {
            assertThatThrownBy(() -> queue.put(new Thread()))
                    .isInstanceOf(ArgumentSerializationException.class)
                    .hasMessageContaining("java.lang.Thread");
            assertThatThrownBy(() -> queue.put(null)).isInstanceOf(NullPointerException.class);
            assertThat(queue.size()).isZero();
            assertThat(queue.offer("next", Duration.ZERO)).isTrue();
            assertThat(queue.get()).isEqualTo("next");
        }
    }

    @Test
    void aClosedQueueSaysSo() throws Exception {
        ProcessQueue<Integer> queue = ProcessQueue.create();
        queue.put(1);
        queue.close();
        queue.close();
        assertThatThrownBy(() -> queue.put(2))
                .isInstanceOf(HomeGoneException.class)
                .hasMessageContaining("closed");
        assertThatThrownBy(queue::get).isInstanceOf(HomeGoneException.class).hasMessageContaining("closed");
        assertThatThrownBy(queue::size).isInstanceOf(HomeGoneException.class);
        assertThatThrownBy(queue::taskDone).isInstanceOf(HomeGoneException.class);
    }

    @Test
    void aQueueIsEmptyBeforeAndAfterTheOneItemOfAChild() throws Exception {
        try (ProcessQueue<Boolean> queue = ProcessQueue.create()) {
            assertThat(queue.isEmpty()).isTrue();
            inChild(() -> {
                queue.put(queue.isEmpty());
                return null;
            });
            assertThat(queue.isEmpty()).isFalse();
            assertThat(queue.get()).isTrue();
            assertThat(queue.isEmpty()).isTrue();
        }
    }

    @Test
    void queuesTravelInQueuesAndBackToWhereTheyCameFrom() throws Exception {
        try (ProcessQueue<ProcessQueue<String>> queues = ProcessQueue.create();
                ProcessQueue<String> answers = ProcessQueue.create();
                Pool pool = Pool.open(1)) {
            queues.put(answers);
            assertThat(pool.apply(() -> {
                        ProcessQueue<String> there = queues.get();
                        there.put("hello");
                        return there;
                    }))
                    .isSameAs(answers);
            assertThat(answers.get()).isEqualTo("hello");

            ProcessQueue<String> theirs = pool.apply(() -> ProcessQueue.<String>create());
            theirs.put("to you");
            String arrived = pool.apply((ProcessQueue<String> queue) -> queue.get(), theirs);
            assertThat(arrived).isEqualTo("to you");
        }
    }
}
