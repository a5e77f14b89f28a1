package dev.procpool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.procpool.testing.Leftovers;
import java.io.EOFException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The wait for any of several objects; mirrors the tests of {@code multiprocessing.connection.wait}. */
@ExtendWith(Leftovers.class)
class WaitAnyIT {

    private static final Duration SHORT = Duration.ofMillis(200);
    private static final Duration LONG = Duration.ofSeconds(30);

    @Test
    void allMessagesOfFourChildrenAreCollectedAndTheReadersEnd() throws Exception {
        List<Object> readers = new ArrayList<>();
        List<ChildProcess> children = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            int child = i;
            ProcessPipe<Void, String> pipe = ProcessPipe.oneWay();
            Connection<String, Void> there = pipe.second();
            readers.add(pipe.first());
            children.add(ChildProcess.of(() -> {
                for (int n = 0; n < 10; n++) {
                    there.send(child + "." + n);
                }
                return null;
            }));
            children.get(i).start();
            there.close();
        }
        Set<Object> messages = new HashSet<>();
        while (!readers.isEmpty()) {
            for (Object ready : Processes.waitAny(LONG, readers.toArray())) {
                Connection<?, ?> reader = (Connection<?, ?>) ready;
                try {
                    messages.add(reader.receive());
                } catch (EOFException e) {
                    readers.remove(reader);
                    reader.close();
                }
            }
        }
        assertThat(messages).hasSize(40);
        for (ChildProcess child : children) {
            child.join();
            child.close();
        }
    }

    @Test
    void nothingIsReadyWhenTheTimeIsOver() throws Exception {
        try (ProcessQueue<Integer> queue = ProcessQueue.create();
                ProcessEvent event = ProcessEvent.create()) {
            long start = System.nanoTime();
            assertThat(Processes.waitAny(SHORT, queue, event)).isEmpty();
            assertThat(System.nanoTime() - start).isBetween(SHORT.toNanos(), LONG.toNanos());
            start = System.nanoTime();
            assertThat(Processes.waitAny(Duration.ofSeconds(-1), queue, event)).isEmpty();
            assertThat(System.nanoTime() - start).isLessThan(LONG.toNanos());
            assertThat(Processes.waitAny(Duration.ZERO)).isEmpty();
            assertThatThrownBy(() -> Processes.waitAny(Duration.ZERO, "text"))
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void aProcessAConnectionASemaphoreAndAQueueAreReadyOneAfterTheOther() throws Exception {
        ProcessPipe<Void, Integer> pipe = ProcessPipe.oneWay();
        try (ProcessSemaphore semaphore = ProcessSemaphore.of(0);
                ProcessQueue<Integer> queue = ProcessQueue.create();
                ProcessEvent event = ProcessEvent.create();
                ProcessEvent mayExit = ProcessEvent.create();
                ChildProcess child = ChildProcess.of(() -> mayExit.await(LONG))) {
            child.start();
            Object[] all = {child, pipe.first(), semaphore, queue, event};
            assertThat(Processes.waitAny(SHORT, all)).isEmpty();

            later(() -> pipe.second().send(1));
            assertThat(Processes.waitAny(LONG, all)).containsExactly(pipe.first());
            assertThat(pipe.first().receive()).isEqualTo(1);
            later(semaphore::release);
            assertThat(Processes.waitAny(LONG, all)).containsExactly(semaphore);
            assertThat(semaphore.tryAcquire(Duration.ZERO)).isTrue();
            later(() -> queue.put(2));
            assertThat(Processes.waitAny(LONG, all)).containsExactly(queue);
            assertThat(queue.get()).isEqualTo(2);
            later(event::set);
            assertThat(Processes.waitAny(LONG, all)).containsExactly(event);
            event.clear();
            later(mayExit::set);
            assertThat(Processes.waitAny(LONG, all)).containsExactly(child);

            queue.put(3);
            assertThat(Processes.waitAny(LONG, all)).containsExactly(child, queue);
            child.join();
        }
        pipe.second().close();
        assertThat(Processes.waitAny(LONG, pipe.first())).containsExactly(pipe.first());
        pipe.first().close();
    }

    private interface Body {
        void run() throws Exception;
    }

    private static void later(Body body) {
        new Thread(() -> {
                    try {
                        body.run();
                    } catch (Exception e) {
                        throw new IllegalStateException(e);
                    }
                })
                .start();
    }
}
