package dev.procpool.internal.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.procpool.protocol.message.Event.ItemsDone;
import dev.procpool.protocol.message.Event.Ready;
import dev.procpool.protocol.message.ItemLayout;
import dev.procpool.protocol.message.ItemResult;
import dev.procpool.protocol.message.PayloadBuffer;
import dev.procpool.protocol.message.Slice;
import java.io.IOException;
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

/** The reader with real queues, words and sockets, and with workers that have no process. */
class EventReaderTest {

    private static final int FRAMES_A_TURN = 16;
    private static final long SLEEP_NANOS = TimeUnit.SECONDS.toNanos(50);

    @TempDir
    Path directory;

    private final NotedEvents notes = new NotedEvents();
    private final List<String> told = notes.lines();
    private final List<SpeakingWorker> speakers = new ArrayList<>();
    private EventReader reader;

    @BeforeEach
    void twoWorkersSpeak() throws IOException {
        reader = new EventReader(notes);
        for (int id = 1; id <= 2; id++) {
            SpeakingWorker speaker = new SpeakingWorker(id, directory);
            speakers.add(speaker);
            reader.attach(speaker.worker());
        }
    }

    @AfterEach
    void close() {
        reader.close();
        speakers.forEach(SpeakingWorker::close);
    }

    private SpeakingWorker speaker(int id) {
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
    void otherEventsAreTakenInAfterTheResultsBeforeThem() {
        speaker(1).finish();
        speaker(1).say(new Ready());
        speaker(1).finish();
        step();
        assertThat(told).containsExactly("1.1", "1: " + new Ready(), "1.2");
    }

    @Test
    void aWorkerWithManyFramesKeepsNoOtherWorkerWaiting() {
        for (int i = 0; i < FRAMES_A_TURN + 1; i++) {
            speaker(1).finish();
        }
        speaker(2).finish();
        step();
        step();
        assertThat(told).containsExactly(ordinals(1, 1, FRAMES_A_TURN) + " 2.1", "1." + (FRAMES_A_TURN + 1));
    }

    @Test
    void manyBytesAreTakenInBeforeTheWorkerIsReadOn() {
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
        reader.drain(speaker(1).worker());
        assertThat(told).containsExactly(ordinals(1, 1, 100));
    }

    @Test
    void aDetachedWorkerIsNotRead() {
        speaker(1).finish();
        speaker(2).finish();
        reader.detach(speaker(1).worker());
        step();
        assertThat(told).containsExactly("2.1");
    }

    static List<ItemsDone> impossible() {
        Slice four = Slice.of(new byte[4]);
        PayloadBuffer two = new PayloadBuffer(16);
        for (int i = 0; i < 2; i++) {
            ItemResult.begin(two, ItemResult.Status.VALUE, 1);
            two.putVarInt(0);
        }
        Slice sized = Slice.of(two.toByteArray());
        return List.of(
                new ItemsDone(2, 0, 1, 10, 0, ItemLayout.INTS, Slice.of(new byte[0])),
                new ItemsDone(0, 1, 1, 10, 0, ItemLayout.INTS, four),
                new ItemsDone(2, 1, 1, -1, 0, ItemLayout.INTS, four),
                new ItemsDone(2, 1, 1, 10, -1, ItemLayout.INTS, four),
                new ItemsDone(2, 1, 1, 10, 11, ItemLayout.INTS, four),
                new ItemsDone(2, 2, 1, 10, 0, ItemLayout.INTS, four),
                new ItemsDone(2, 2, 1, 10, 0, ItemLayout.BYTES, four),
                new ItemsDone(2, 3, 1, 10, 0, ItemLayout.TEXTS, four),
                new ItemsDone(2, 5, 1, 10, 0, ItemLayout.TEXTS, four),
                new ItemsDone(2, 1, 1, 10, 0, ItemLayout.TEXTS, Slice.of(new byte[] {4, 'a'})),
                new ItemsDone(2, 1, 1, 10, 0, ItemLayout.TEXTS, Slice.of(new byte[] {-1})),
                new ItemsDone(2, 1, 1, 10, 0, ItemLayout.TEXTS, Slice.of(new byte[] {-1, -1, -1, -1, 15, 0})),
                new ItemsDone(2, Integer.MAX_VALUE, 1, 10, 0, ItemLayout.TEXTS, four),
                new ItemsDone(2, 1, 1, 10, 0, ItemLayout.SIZED, sized),
                new ItemsDone(2, 3, 1, 10, 0, ItemLayout.SIZED, sized));
    }

    @ParameterizedTest
    @MethodSource("impossible")
    void aWorkerThatSendsAnImpossibleFrameIsNotReadAnyMoreAndItsEarlierFramesCount(ItemsDone frame) {
        speaker(1).finish();
        speaker(1).say(frame);
        speaker(1).finish();
        speaker(2).finish();
        step();
        step();
        assertThat(told).hasSize(3).startsWith("1.1").endsWith("2.1");
        assertThat(told.get(1)).startsWith("1 is broken: ");
    }

    @Test
    void resultsThatAreNotTakenInAreReportedAsLost() {
        notes.failWith(new IllegalStateException("no"));
        speaker(1).finish();
        step();
        notes.failWith(null);
        speaker(1).finish();
        step();
        assertThat(told).containsExactly("lost: no", "1.2");
    }

    /** Starts a thread that takes one step, and waits until it sleeps in that step, for longer than a test may take. */
    private Thread asleep() {
        reader.expectQuick(false);
        step(); // ended by the wake-up of the workers that were attached
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
    void aRingEndsTheSleepOfTheReader() throws Exception {
        Thread sleeper = asleep();
        speaker(1).finish();
        speaker(1).doorbell().ring(1);
        sleeper.join();
        step();
        assertThat(told).containsExactly("1.1");
    }

    @Test
    @Timeout(20)
    void aReaderThatAwaitsALaterResultSleepsOn() throws Exception {
        speaker(1).worker().awaitedOrdinal = 2;
        Thread sleeper = asleep();
        speaker(1).finish();
        speaker(1).doorbell().ring(1);
        assertThat(speaker(1).doorbell().takeHasWoken()).isFalse();
        speaker(1).finish();
        speaker(1).doorbell().ring(2);
        sleeper.join();
        step();
        assertThat(told).containsExactly("1.1 1.2");
    }

    @Test
    @Timeout(20)
    void theReaderSleepsUntilItIsWoken() throws Exception {
        Thread sleeper = asleep();
        reader.wakeup();
        sleeper.join();
        assertThat(told).isEmpty();
    }
}
