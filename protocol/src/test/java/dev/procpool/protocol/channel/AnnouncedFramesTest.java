package dev.procpool.protocol.channel;

import static dev.procpool.protocol.channel.QueueEnds.MIB;
import static dev.procpool.protocol.channel.QueueEnds.concat;
import static dev.procpool.protocol.channel.QueueEnds.random;
import static org.assertj.core.api.Assertions.assertThat;

import dev.procpool.protocol.message.Frame;
import dev.procpool.protocol.message.Slice;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Very large tails, which are announced: the reader copies them while they are written. */
class AnnouncedFramesTest {

    @TempDir
    private Path directory;

    private QueueEnds ends;

    @BeforeEach
    void open() {
        ends = new QueueEnds(directory);
    }

    @AfterEach
    void close() {
        ends.close();
    }

    @ParameterizedTest
    @CsvSource({"524287, false", "524288, true", "524289, true", "5000000, true", "67108864, true", "67108865, false"})
    void aVeryLargeTailIsAnnouncedAndItsReaderWokenBeforeItIsWritten(int length, boolean expected) {
        byte[] payload = random(length);
        List<Boolean> arriving = new ArrayList<>();
        ends.sender.send(List.of(Slice.of(new byte[] {1, 2}), Slice.of(payload)), () -> {
            assertThat(ends.receiver.poll()).isEmpty(); // the announcement
            arriving.add(ends.receiver.isArriving());
            assertThat(ends.receiver.poll()).as("there is nothing of it yet").isEmpty();
        });

        assertThat(arriving).hasSize(expected ? 1 : 0).doesNotContain(false);
        Frame frame = ends.receiver.poll().orElseThrow();
        assertThat(ends.receiver.isArriving()).isFalse();
        assertThat(Arrays.equals(frame.toByteArray(), concat(new byte[] {1, 2}, payload)))
                .isTrue();
        assertThat(ends.receiver.isArriving()).isFalse();
        assertThat(ends.receiver.poll()).isEmpty();
    }

    @Test
    void aTailThatIsReadWhileItIsWrittenArrivesWhole() throws Exception {
        int frames = 300;
        Semaphore room = new Semaphore(2); // in a round of the region: what does not fit goes through the queue
        Thread writer = new Thread(() -> {
            for (int i = 0; i < frames; i++) {
                room.acquireUninterruptibly();
                ends.send(List.of(Slice.of(new byte[] {(byte) i}), Slice.of(filledWith(i))));
                if (i % 3 == 0) {
                    ends.send(List.of(Slice.of(new byte[] {(byte) i}))); // and sometimes the reader has caught up
                }
            }
        });
        writer.start();
        for (int i = 0; i < frames; i++) {
            Frame frame = awaitFrame();
            assertThat(frame.head().toByteArray()).containsExactly((byte) i);
            if (i % 7 != 0) { // some are not wanted
                Slice read = frame.tail().read(i % 2 == 0);
                assertThat(Arrays.equals(read.toByteArray(), filledWith(i)))
                        .as("frame %d", i)
                        .isTrue();
            }
            room.release();
            if (i % 3 == 0) {
                assertThat(awaitFrame().toByteArray()).containsExactly((byte) i);
            }
        }
        writer.join();
        assertThat(ends.receiver.poll()).isEmpty();
    }

    private static byte[] filledWith(int i) {
        byte[] bytes = new byte[Sender.VERY_LARGE + i * 7001];
        for (int at = 0; at < bytes.length; at++) {
            bytes[at] = (byte) (i + at * 31 + (at >> 8));
        }
        return bytes;
    }

    private Frame awaitFrame() {
        while (true) {
            Optional<Frame> frame = ends.receiver.poll();
            if (frame.isPresent()) {
                return frame.get();
            }
            Thread.onSpinWait();
        }
    }

    @Test
    void anAnnouncedTailIsNotAwaitedForLongIfItsWriterStops() {
        ends.pass(MIB);
        ends.sender.send(new RegionReference(0, 2 * MIB, 77).toAnnouncement());

        assertThat(ends.receiver.poll()).isEmpty();
        for (int i = 0; i < 200; i++) {
            assertThat(ends.receiver.isArriving()).as("after %s us", i).isTrue();
            ends.nanos += 1_000;
            assertThat(ends.receiver.poll()).isEmpty();
        }
        assertThat(ends.receiver.isArriving()).isFalse();
    }

    @Test
    void eachStepOfTheWriterIsAwaitedAnew() throws IOException {
        ends.pass(MIB);
        ends.sender.send(new RegionReference(0, MIB, 77).toAnnouncement());
        assertThat(ends.receiver.poll()).isEmpty();
        for (int written = MIB / 4; written <= MIB; written += MIB / 4) {
            ends.nanos += 1_000_000;
            assertThat(ends.receiver.poll()).isEmpty();
            assertThat(ends.receiver.isArriving()).isFalse();
            sayWritten(77, written);
            assertThat(ends.receiver.poll()).isEmpty();
            assertThat(ends.receiver.isArriving()).isTrue();
        }
    }

    @Test
    void theWrittenPartIsCopiedAtOnceAndTheRestWithTheFrame() throws IOException {
        byte[] payload = random(MIB);
        ends.pass(MIB);
        ends.sender.send(new RegionReference(0, MIB, 77).toAnnouncement());
        assertThat(ends.receiver.poll()).isEmpty();
        sayWritten(77, MIB / 2);
        assertThat(ends.receiver.poll()).isEmpty();
        try (RandomAccessFile file = new RandomAccessFile(ends.region.toFile(), "rw")) {
            file.seek(4096);
            file.write(new byte[MIB / 2]); // nobody reads that any more
        }
        ends.sender.send(List.of(new RegionReference(0, MIB, 77).toDocument(), Slice.of(new byte[] {1})), () -> {});

        assertThat(Arrays.equals(ends.take().tail().read(true).array(), payload))
                .isTrue();
    }

    private void sayWritten(int number, int bytes) throws IOException {
        try (RandomAccessFile file = new RandomAccessFile(ends.region.toFile(), "rw")) {
            file.seek(64);
            file.writeLong(Long.reverseBytes((long) number << 32 | bytes & 0xffff_ffffL));
        }
    }

    @ParameterizedTest
    @CsvSource({"77, 2147483647", "77, -1", "78, 100", "0, 0"})
    void aWrongCountOfWrittenBytesDoesNoHarm(int number, int written) throws IOException {
        byte[] payload = random(MIB);
        ends.pass(MIB);
        ends.sender.send(new RegionReference(0, MIB, 77).toAnnouncement());
        sayWritten(number, written);
        for (int i = 0; i < 3; i++) {
            assertThat(ends.receiver.poll()).isEmpty();
        }
        ends.sender.send(List.of(new RegionReference(0, MIB, 77).toDocument(), Slice.of(new byte[] {1})), () -> {});
        Frame frame = ends.receiver.poll().orElseThrow();

        assertThat(Arrays.equals(frame.tail().read(true).array(), payload)).isTrue();
    }

    @Test
    void aFrameThatIsNotTheAnnouncedOneIsReadAllTheSame() {
        byte[] payload = random(MIB);
        ends.pass(MIB);
        ends.sender.send(new RegionReference(100, MIB, 77).toAnnouncement());
        ends.sender.send(List.of(new RegionReference(0, MIB, 1).toDocument(), Slice.of(new byte[] {1})), () -> {});

        assertThat(Arrays.equals(ends.take().tail().read(true).array(), payload))
                .isTrue();
    }
}
