package dev.procpool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.procpool.task.Task;
import dev.procpool.testing.Leftovers;
import java.io.EOFException;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Pipes between processes; mirrors the tests of {@code multiprocessing.Pipe} and {@code Connection}. */
@ExtendWith(Leftovers.class)
@Tag("jdk")
class ProcessPipeIT {

    private static final Duration SHORT = Duration.ofMillis(200);
    private static final Duration LONG = Duration.ofSeconds(30);

    /** A task with fields, Python's subclass of Process. */
    private record Upcaser(Connection<String, String> connection) implements Task<Void> {

        @Override
        public Void call() throws Exception {
            for (String text = connection.receive(); !text.isEmpty(); text = connection.receive()) {
                connection.send(text.toUpperCase(Locale.ROOT));
            }
            connection.close();
            return null;
        }
    }

    private static ChildProcess started(Task<?> task) {
        ChildProcess child = ChildProcess.of(task);
        child.start();
        return child;
    }

    private static void end(ChildProcess child) throws InterruptedException {
        child.join();
        assertThat(child.exitCode()).hasValue(0);
        child.close();
    }

    @Test
    void aTaskWithAPipeUppercasesWordsAndStops() throws Exception {
        ProcessPipe<String, String> pipe = ProcessPipe.open();
        try (Connection<String, String> here = pipe.first()) {
            ChildProcess child = started(new Upcaser(pipe.second()));
            pipe.second().close();
            here.send("hello");
            assertThat(here.receive()).isEqualTo("HELLO");
            here.send("world");
            assertThat(here.receive()).isEqualTo("WORLD");
            here.send("");
            assertThatThrownBy(here::receive).isInstanceOf(EOFException.class);
            end(child);
        }
    }

    @Test
    void anEchoReturnsObjectsAndAMegabyteOfBytes() throws Exception {
        ProcessPipe<Object, Object> pipe = ProcessPipe.open();
        byte[] large = "0123456789abcdef".repeat(1 << 16).getBytes(StandardCharsets.US_ASCII);
        try (Connection<Object, Object> here = pipe.first()) {
            Connection<Object, Object> there = pipe.second();
            ChildProcess child = started(() -> {
                there.send(there.receive());
                there.sendBytes(there.receiveBytes());
                return null;
            });
            there.close();
            here.send(List.of(1, "two", 3.0));
            assertThat(here.poll(LONG)).isTrue();
            assertThat(here.receive()).isEqualTo(List.of(1, "two", 3.0));
            assertThat(here.poll(Duration.ZERO)).isFalse();
            assertThat(here.poll(Duration.ofSeconds(-1))).isFalse();
            long start = System.nanoTime();
            assertThat(here.poll(SHORT)).isFalse();
            assertThat(System.nanoTime() - start).isBetween(SHORT.toNanos(), LONG.toNanos());

            here.sendBytes(large);
            assertThat(here.receiveBytes()).isEqualTo(large);

            assertThat(here.poll(LONG)).isTrue();
            assertThatThrownBy(here::receive).isInstanceOf(EOFException.class);
            assertThatThrownBy(() -> here.send(1)).isInstanceOf(IOException.class);
            end(child);
        }
    }

    @Test
    void oneEndOfAOneWayPipeReceivesAndTheOtherSends() throws Exception {
        ProcessPipe<Void, Integer> pipe = ProcessPipe.oneWay();
        pipe.second().send(1);
        assertThat(pipe.first().receive()).isEqualTo(1);
        assertThatThrownBy(() -> pipe.first().sendBytes(new byte[1])).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> pipe.second().receive()).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> pipe.second().poll(Duration.ZERO)).isInstanceOf(IllegalStateException.class);
        pipe.second().close();
        pipe.second().close();
        assertThatThrownBy(() -> pipe.second().send(2)).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> pipe.first().receive()).isInstanceOf(EOFException.class);
        pipe.first().close();
    }

    @Test
    void theParentMayCloseItsCopyOfTheChildsEndAfterTheStart() throws Exception {
        ProcessPipe<byte[], byte[]> pipe = ProcessPipe.open();
        Connection<byte[], byte[]> there = pipe.second();
        ChildProcess child = started(() -> {
            there.sendBytes("hello".getBytes(StandardCharsets.US_ASCII));
            return null;
        });
        there.close();
        assertThat(pipe.first().receiveBytes()).isEqualTo("hello".getBytes(StandardCharsets.US_ASCII));
        end(child);
        pipe.first().close();
    }

    @Test
    void partsOfArraysAreMessages() throws Exception {
        ProcessPipe<Object, Object> pipe = ProcessPipe.open();
        byte[] text = "abcdefghijklmnopqrstuvwxyz".getBytes(StandardCharsets.US_ASCII);
        try (Connection<Object, Object> a = pipe.first();
                Connection<Object, Object> b = pipe.second()) {
            a.sendBytes(text);
            assertThat(b.receiveBytes()).isEqualTo(text);
            a.sendBytes(text, 5, 21);
            assertThat(new String(b.receiveBytes(), StandardCharsets.US_ASCII)).isEqualTo("fghijklmnopqrstuvwxyz");
            a.sendBytes(text, 7, 8);
            byte[] into = new byte[10];
            assertThat(b.receiveBytes(into, 2)).isEqualTo(8);
            assertThat(new String(into, 2, 8, StandardCharsets.US_ASCII)).isEqualTo("hijklmno");
            a.sendBytes(text, 26, 0);
            assertThat(b.receiveBytes()).isEmpty();
            for (int[] wrong : new int[][] {{27, 0}, {22, 5}, {-1, 0}, {4, -1}}) {
                assertThatThrownBy(() -> a.sendBytes(text, wrong[0], wrong[1]))
                        .isInstanceOf(IllegalArgumentException.class);
            }
            assertThatThrownBy(() -> b.receiveBytes(into, 11)).isInstanceOf(IllegalArgumentException.class);
            a.sendBytes(text);
            assertThatThrownBy(() -> b.receiveBytes(into, 0))
                    .isInstanceOfSatisfying(BufferTooShortException.class, e -> assertThat(e.received())
                            .isEqualTo(text));
        }
    }

    @Test
    void messagesKeepTheirOrderAndTheirBoundaries() throws Exception {
        ProcessPipe<Void, byte[]> pipe = ProcessPipe.oneWay();
        List<String> messages = List.of("hello", "", "x", "bad\0", "another");
        Connection<byte[], Void> there = pipe.second();
        ChildProcess child = started(() -> {
            for (String message : messages) {
                there.sendBytes(message.getBytes(StandardCharsets.US_ASCII));
            }
            return null;
        });
        there.close();
        for (String message : messages) {
            assertThat(pipe.first().poll(LONG)).isTrue();
            assertThat(new String(pipe.first().receiveBytes(), StandardCharsets.US_ASCII))
                    .isEqualTo(message);
        }
        assertThatThrownBy(() -> pipe.first().receiveBytes()).isInstanceOf(EOFException.class);
        end(child);
        pipe.first().close();
    }

    @Test
    void theEndOfAKilledProcessIsTheEndOfThePipe() throws Exception {
        ProcessPipe<Integer, Integer> pipe = ProcessPipe.open();
        Connection<Integer, Integer> there = pipe.second();
        ChildProcess child = started(() -> {
            there.send(1);
            there.receive();
            return null;
        });
        there.close();
        assertThat(pipe.first().receive()).isEqualTo(1);
        child.kill();
        assertThatThrownBy(() -> pipe.first().receive()).isInstanceOf(EOFException.class);
        assertThatThrownBy(() -> pipe.first().send(2)).isInstanceOf(IOException.class);
        child.join();
        child.close();
        pipe.first().close();
    }

    @Test
    void anEndThatNeverArrivesAsItsProcessDoesNotStartIsClosed() throws Exception {
        ProcessPipe<Integer, Integer> pipe = ProcessPipe.open();
        Connection<Integer, Integer> there = pipe.second();
        ChildProcess child = ChildProcess.builder(() -> there.receive())
                .jvmOptions("-XX:NoSuchOption=1")
                .build();
        child.start();
        there.close();
        assertThatThrownBy(() -> pipe.first().receive()).isInstanceOf(EOFException.class);
        child.join();
        assertThat(child.exitCode()).hasValue(1);
        child.close();
        pipe.first().close();
    }

    /** Ends the process that decodes it, but not the one that encodes it. */
    private static final class Deadly implements Serializable {

        private static final long serialVersionUID = 1L;

        private void readObject(ObjectInputStream in) throws IOException, ClassNotFoundException {
            in.defaultReadObject();
            Runtime.getRuntime().halt(9);
        }
    }

    /** A worker that decodes this never gets to the connection. */
    private record Lost(Deadly first, Connection<Integer, Void> end) implements Serializable {}

    @Test
    void anEndThatNeverArrivesAsItsWorkerDiesIsClosedWhenTheItemHasFailed() throws Exception {
        ProcessPipe<Void, Integer> pipe = ProcessPipe.oneWay();
        Connection<Integer, Void> there = pipe.second();
        try (Pool pool = Pool.builder()
                        .processes(1)
                        .output(WorkerOutput.discarding())
                        .open();
                Connection<Void, Integer> here = pipe.first()) {
            Deadly deadly = new Deadly();
            assertThatThrownBy(() -> pool.apply((Lost lost) -> lost.hashCode(), new Lost(deadly, there)))
                    .isInstanceOf(WorkerDiedException.class);
            assertThatThrownBy(() -> pool.apply(x -> deadly.hashCode() + there.hashCode() + x, 1))
                    .isInstanceOf(WorkerDiedException.class);
            assertThat(here.poll(Duration.ZERO)).as("the end here is open").isFalse();

            there.close();

            assertThat(here.poll(Duration.ofSeconds(30))).isTrue();
            assertThatThrownBy(here::receive).isInstanceOf(EOFException.class);
        }
    }

    @Test
    void anEndInAnItemThatFindsNoRoomIsNotOnItsWay() throws Exception {
        ProcessPipe<Void, Integer> pipe = ProcessPipe.oneWay();
        int moreThanMayBeOnTheirWay = 300;
        try (ProcessQueue<Object> queue =
                        ProcessQueue.<Object>builder().capacity(1).create();
                Connection<Void, Integer> here = pipe.first()) {
            Connection<Integer, Void> there = pipe.second();
            queue.put("the only item");

            for (int i = 0; i < moreThanMayBeOnTheirWay; i++) {
                assertThat(queue.offer(there, Duration.ZERO)).isFalse();
            }
            there.close();

            assertThat(here.poll(LONG)).isTrue();
            assertThatThrownBy(here::receive).isInstanceOf(EOFException.class);
        }
    }

    @Test
    void whatWasSentBeforeTheEndIsReceived() throws Exception {
        ProcessPipe<Void, Integer> pipe = ProcessPipe.oneWay();
        for (int i = 0; i < 1000; i++) {
            pipe.second().send(i);
        }
        pipe.second().close();
        for (int i = 0; i < 1000; i++) {
            assertThat(pipe.first().receive()).isEqualTo(i);
        }
        assertThatThrownBy(() -> pipe.first().receive()).isInstanceOf(EOFException.class);
        pipe.first().close();
    }
}
