package dev.procpool.internal.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.procpool.internal.launch.WorkerLink;
import dev.procpool.protocol.channel.Doorbell;
import dev.procpool.protocol.channel.QueueChannel;
import dev.procpool.protocol.channel.Sender;
import dev.procpool.protocol.channel.SharedWords;
import dev.procpool.protocol.message.Event;
import dev.procpool.protocol.message.Event.ItemsDone;
import dev.procpool.protocol.message.Event.Ready;
import dev.procpool.protocol.message.FrameWriter;
import dev.procpool.protocol.message.ItemLayout;
import dev.procpool.protocol.message.ItemResult;
import dev.procpool.protocol.message.PayloadBuffer;
import dev.procpool.protocol.message.Slice;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The reader with queues, words and sockets that are real, and workers that are not. */
class EventReaderTest {

    private static final int MAX_FRAME_BYTES = 1 << 20;
    private static final int FRAMES_A_TURN = 16;
    private static final long SLEEP_NANOS = TimeUnit.SECONDS.toNanos(50);

    @TempDir
    Path directory;

    private final List<String> told = new ArrayList<>();
    private final List<Speaker> speakers = new ArrayList<>();
    private final List<AutoCloseable> open = new ArrayList<>();
    private RuntimeException failure;
    private EventReader reader;

    @BeforeEach
    void twoWorkersSpeak() throws IOException {
        reader = new EventReader(new Notes());
        open.add(reader::close);
        for (int id = 1; id <= 2; id++) {
            Speaker speaker = new Speaker(id);
            speakers.add(speaker);
            reader.attach(speaker.worker);
        }
    }

    @AfterEach
    void close() throws Exception {
        for (AutoCloseable each : open) {
            each.close();
        }
    }

    /** What the engine is told, a line each; of results the worker and the first item. */
    private final class Notes implements EventReader.Sink {

        @Override
        public void events(Worker worker, List<Event> events) {
            told.add(worker.id + ": " + events.stream().map(Object::toString).collect(Collectors.joining(", ")));
        }

        @Override
        public void results(List<EventReader.Results> results) {
            if (failure != null) {
                throw failure;
            }
            told.add(results.stream()
                    .map(r -> r.worker().id + "." + r.done().firstOrdinal())
                    .collect(Collectors.joining(" ")));
        }

        @Override
        public void lost(Throwable cause) {
            told.add("lost: " + cause.getMessage());
        }

        @Override
        public void broken(Worker worker, Throwable cause) {
            told.add(worker.id + " is broken: " + cause.getMessage());
        }

        @Override
        public void exhausted(Worker worker, OutOfMemoryError cause) {
            told.add(worker.id + " exhausts: " + cause.getMessage());
        }

        @Override
        public boolean awaitResults() {
            return false;
        }
    }

    /** The other end of a worker's channel. */
    private final class Speaker {

        private final Worker worker;
        private final Sender events;
        private final Doorbell doorbell;
        private final FrameWriter frame = new FrameWriter();
        private long ordinal;

        private Speaker(int id) throws IOException {
            Path queue = directory.resolve("events-" + id);
            SharedWords words = SharedWords.unshared();
            events = QueueChannel.openSender(queue, MAX_FRAME_BYTES);
            open.add(events);
            UnixDomainSocketAddress address = UnixDomainSocketAddress.of(directory.resolve("socket-" + id));
            try (ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
                server.bind(address);
                doorbell = new Doorbell(nonBlocking(SocketChannel.open(address)), words.eventsReader());
                open.add(doorbell);
                Doorbell mine = new Doorbell(nonBlocking(server.accept()), words.commandsReader());
                open.add(mine);
                worker = new Worker(id, 1, System.nanoTime());
                worker.link =
                        new WorkerLink(null, QueueChannel.openReceiver(queue, MAX_FRAME_BYTES), mine, null, words);
                open.add(worker.link.events());
            }
        }

        private static SocketChannel nonBlocking(SocketChannel socket) throws IOException {
            socket.configureBlocking(false);
            return socket;
        }

        private void say(Event... all) {
            frame.begin();
            for (Event event : all) {
                frame.add(event);
            }
            events.send(frame.pieces(), () -> {});
            frame.trim();
        }

        /** The result of the next item, a number. */
        private void finish() {
            say(new ItemsDone(++ordinal, 1, 10, 0, ItemLayout.INTS, Slice.of(new byte[Integer.BYTES])));
        }

        private void finish(int bytes) {
            say(new ItemsDone(++ordinal, 1, 10, 0, ItemLayout.BYTES, Slice.of(new byte[bytes])));
        }
    }

    private Speaker speaker(int id) {
        return speakers.get(id - 1);
    }

    private void step() {
        reader.step(SLEEP_NANOS);
    }

    private static String ordinals(int worker, int first, int last) {
        return IntStream.rangeClosed(first, last)
                .mapToObj(i -> worker + "." + i)
                .collect(Collectors.joining(" "));
    }

    @Test
    void resultsOfAllWorkersAreTakenInTogether() {
        speaker(2).finish();
        speaker(1).finish();
        speaker(1).finish();
        step();
        assertThat(told).containsExactly("1.1 1.2 2.1");
    }

    @Test
    void whatIsNoResultComesAfterTheResultsBeforeIt() {
        speaker(1).finish();
        speaker(1).say(new Ready());
        speaker(1).finish();
        step();
        assertThat(told).containsExactly("1.1", "1: " + new Ready(), "1.2");
    }

    @Test
    void whoHasMuchToSayKeepsNobodyWaiting() {
        for (int i = 0; i < FRAMES_A_TURN + 1; i++) {
            speaker(1).finish();
        }
        speaker(2).finish();
        step();
        step();
        assertThat(told).containsExactly(ordinals(1, 1, FRAMES_A_TURN) + " 2.1", "1." + (FRAMES_A_TURN + 1));
    }

    @Test
    void manyBytesAreTakenInBeforeAnyMoreAreRead() {
        speaker(1).finish(40_000);
        speaker(1).finish(40_000);
        speaker(1).finish();
        speaker(2).finish();
        step();
        assertThat(told).as("of the first worker no third in this turn").containsExactly("1.1 1.2", "2.1");
        step();
        assertThat(told).last().isEqualTo("1.3");
    }

    @Test
    void aDeadWorkerIsReadToTheEnd() {
        for (int i = 0; i < 100; i++) {
            speaker(1).finish();
        }
        speaker(2).finish();
        reader.drain(speaker(1).worker);
        assertThat(told).containsExactly(ordinals(1, 1, 100));
    }

    @Test
    void whoIsDetachedIsNotRead() {
        speaker(1).finish();
        speaker(2).finish();
        reader.detach(speaker(1).worker);
        step();
        assertThat(told).containsExactly("2.1");
    }

    static List<ItemsDone> lies() {
        Slice four = Slice.of(new byte[4]);
        PayloadBuffer two = new PayloadBuffer(16);
        for (int i = 0; i < 2; i++) {
            ItemResult.begin(two, ItemResult.Status.VALUE, 1);
            two.putVarInt(0);
        }
        Slice sized = Slice.of(two.toByteArray());
        return List.of(
                new ItemsDone(2, 0, 10, 0, ItemLayout.INTS, Slice.of(new byte[0])),
                new ItemsDone(0, 1, 10, 0, ItemLayout.INTS, four),
                new ItemsDone(2, 1, -1, 0, ItemLayout.INTS, four),
                new ItemsDone(2, 1, 10, -1, ItemLayout.INTS, four),
                new ItemsDone(2, 1, 10, 11, ItemLayout.INTS, four),
                new ItemsDone(2, 2, 10, 0, ItemLayout.INTS, four),
                new ItemsDone(2, 2, 10, 0, ItemLayout.BYTES, four),
                new ItemsDone(2, 1, 10, 0, ItemLayout.SIZED, sized),
                new ItemsDone(2, 3, 10, 0, ItemLayout.SIZED, sized));
    }

    @ParameterizedTest
    @MethodSource("lies")
    void whoLiesIsNotReadAnyMoreAndWhatItSaidBeforeCounts(ItemsDone lie) {
        speaker(1).finish();
        speaker(1).say(lie);
        speaker(1).finish();
        speaker(2).finish();
        step();
        step();
        assertThat(told).hasSize(3).startsWith("1.1").endsWith("2.1");
        assertThat(told.get(1)).startsWith("1 is broken: ");
    }

    @Test
    void resultsThatAreNotTakenInAreReportedAsLost() {
        failure = new IllegalStateException("no");
        speaker(1).finish();
        step();
        failure = null;
        speaker(1).finish();
        step();
        assertThat(told).containsExactly("lost: no", "1.2");
    }

    /** A thread that takes one step, and sleeps in it by now: for longer than a test may take. */
    private Thread asleep() {
        reader.expectQuick(false);
        step(); // the wake-up of those that were attached ends it
        Thread sleeper = new Thread(this::step);
        sleeper.start();
        while (!isAsleep(sleeper)) {
            Thread.onSpinWait();
        }
        return sleeper;
    }

    private static boolean isAsleep(Thread thread) {
        StackTraceElement[] stack = thread.getStackTrace();
        return stack.length > 0 && stack[0].getClassName().equals("sun.nio.ch.EPoll");
    }

    @Test
    @Timeout(20)
    void aRingEndsItsSleep() throws Exception {
        Thread sleeper = asleep();
        speaker(1).finish();
        speaker(1).doorbell.ring(1);
        sleeper.join();
        step();
        assertThat(told).containsExactly("1.1");
    }

    @Test
    @Timeout(20)
    void whoeverAwaitsALaterResultSleepsOn() throws Exception {
        speaker(1).worker.awaitedOrdinal = 2;
        Thread sleeper = asleep();
        speaker(1).finish();
        speaker(1).doorbell.ring(1);
        assertThat(speaker(1).doorbell.takeHasWoken()).isFalse();
        speaker(1).finish();
        speaker(1).doorbell.ring(2);
        sleeper.join();
        step();
        assertThat(told).containsExactly("1.1 1.2");
    }

    @Test
    @Timeout(20)
    void itSleepsUntilItIsWoken() throws Exception {
        Thread sleeper = asleep();
        reader.wakeup();
        sleeper.join();
        assertThat(told).isEmpty();
    }
}
