package dev.procpool.protocol.channel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.procpool.protocol.message.Slice;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("jdk")
class QueueChannelTest {

    private static final int MAX_FRAME = 1 << 20;

    @TempDir
    Path directory;

    @Test
    void framesArriveInOrderWhileTheFilesThatWereReadAreDeleted() throws IOException {
        Path queue = directory.resolve("q");
        byte[] bytes = new byte[4_000];
        int most = 0;
        try (Sender sender = QueueChannel.openSender(queue, MAX_FRAME);
                Receiver receiver = QueueChannel.openReceiver(queue, MAX_FRAME)) {
            for (int i = 0; i < 25_000; i++) {
                bytes[0] = (byte) i;
                bytes[bytes.length - 1] = (byte) (i >> 8);
                sender.send(Slice.of(bytes));
                Slice frame = receiver.poll().orElseThrow().head();
                assertThat(frame.length()).isEqualTo(bytes.length);
                assertThat(frame.array()[0]).isEqualTo((byte) i);
                assertThat(frame.array()[bytes.length - 1]).isEqualTo((byte) (i >> 8));
                most = Math.max(most, i % 500 == 0 ? files(queue) : 0);
            }
            assertThat(receiver.poll()).isEmpty();
        }
        assertThat(most).as("files for 100 MB that go through files of 16").isBetween(2, 6);
    }

    @Test
    void nothingIsCreatedInADirectoryThatWasRemoved() {
        Path removed = directory.resolve("w1.g1");

        assertThatThrownBy(() -> QueueChannel.openSender(removed.resolve("events"), MAX_FRAME))
                .hasCauseInstanceOf(NoSuchFileException.class);
        assertThatThrownBy(() -> SharedWords.open(directory.resolve("words"))).isInstanceOf(NoSuchFileException.class);

        assertThat(directory).isEmptyDirectory();
    }

    private static int files(Path queue) throws IOException {
        try (Stream<Path> files = Files.list(queue)) {
            return (int) files.count();
        }
    }

    @Test
    void aFrameThatIsTooLargeOrEmptyIsRefusedAndHarmsNothing() {
        Path queue = directory.resolve("q");
        try (Sender sender = QueueChannel.openSender(queue, MAX_FRAME);
                Receiver receiver = QueueChannel.openReceiver(queue, MAX_FRAME)) {
            assertThatThrownBy(() -> sender.send(Slice.of(new byte[MAX_FRAME + 1])))
                    .isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> sender.send(Slice.of(new byte[0]))).isInstanceOf(IllegalArgumentException.class);
            sender.send(Slice.of(new byte[MAX_FRAME]));
            sender.send(Slice.of(new byte[] {1, 2, 3}));

            assertThat(receiver.poll().orElseThrow().head().length()).isEqualTo(MAX_FRAME);
            assertThat(receiver.poll().orElseThrow().toByteArray()).containsExactly(1, 2, 3);
            assertThat(receiver.poll()).isEmpty();
        }
    }

    /** The frame is copied out and its document closed before anyone looks at it. */
    @Test
    void aFailureOfWhoHandlesAFrameLosesNoOther() {
        Path queue = directory.resolve("q");
        try (Sender sender = QueueChannel.openSender(queue, MAX_FRAME);
                Receiver receiver = QueueChannel.openReceiver(queue, MAX_FRAME)) {
            sender.send(Slice.of(new byte[] {1}));
            sender.send(Slice.of(new byte[] {2}));

            assertThatThrownBy(() -> {
                        receiver.poll().orElseThrow();
                        throw new StackOverflowError();
                    })
                    .isInstanceOf(StackOverflowError.class);
            assertThat(receiver.poll().orElseThrow().toByteArray()).containsExactly(2);
        }
    }

    @Test
    void aParkedReaderIsRungForOnce() throws IOException {
        Path file = directory.resolve("words");
        SharedWords.create(file);
        SharedWords ours = SharedWords.open(file);
        SharedWords theirs = SharedWords.open(file);

        assertThat(theirs.readerParked().claimWakeUp()).isFalse();
        ours.readerParked().raise();
        assertThat(theirs.readerParked().claimWakeUp()).isTrue();
        assertThat(theirs.readerParked().claimWakeUp()).isFalse();

        assertThat(theirs.nowRunning().start(1L << 40)).isTrue();
        assertThat(ours.nowRunning().running()).isEqualTo(1L << 40);
        theirs.nowRunning().end();
        assertThat(ours.nowRunning().running()).isEqualTo(NowRunning.NONE);
        assertThat(ours.nowRunning().lastStarted()).isEqualTo(1L << 40);
    }

    @Test
    void aReaderMaySleepUntilTheResultOfALaterItem() throws Exception {
        Path file = directory.resolve("words");
        SharedWords.create(file);
        SharedWords ours = SharedWords.open(file);
        SharedWords theirs = SharedWords.open(file);

        ours.readerParked().raise(7);
        assertThat(theirs.readerParked().claimWakeUp(6)).isFalse();
        assertThat(theirs.readerParked().claimWakeUp(7)).isTrue();
        assertThat(theirs.readerParked().claimWakeUp(8)).as("told before").isFalse();

        ours.readerParked().raise(7);
        assertThat(theirs.readerParked().claimWakeUp()).as("no result").isTrue();
    }

    @Test
    void aWorkerThatIsHeldStartsNothingAndWhatWasRecalledNeverStarts() throws Exception {
        SharedWords.create(directory.resolve("words"));
        SharedWords ours = SharedWords.open(directory.resolve("words"));
        NowRunning worker = SharedWords.open(directory.resolve("words")).nowRunning();
        assertThat(worker.start(5)).isTrue();

        ours.nowRunning().hold();
        List<Boolean> started = Collections.synchronizedList(new ArrayList<>());
        Thread main = new Thread(() -> {
            worker.end();
            for (long ordinal = 6; ordinal < 10; ordinal++) {
                started.add(worker.start(ordinal));
            }
        });
        main.start();
        while (ours.nowRunning().running() != NowRunning.NONE) {
            Thread.onSpinWait();
        }
        assertThat(ours.nowRunning().lastStarted()).isEqualTo(5);
        assertThat(started).isEmpty();
        ours.nowRunning().recall(6, 9);
        ours.nowRunning().release();
        main.join();

        assertThat(started).containsExactly(false, false, false, true);
        assertThat(ours.nowRunning().running()).isEqualTo(9);
    }
}
