package dev.procpool.protocol.channel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.procpool.protocol.message.Frame;
import dev.procpool.protocol.message.ProtocolException;
import dev.procpool.protocol.message.Slice;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.Semaphore;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Frames that go through a region, as both ends of a queue see them. */
class LargeFramesTest {

    private static final int MIB = 1 << 20;
    private static final int MAX_FRAME = 70 * MIB;

    @TempDir
    private Path directory;

    private Path queue;
    private Path region;
    private Sender sender;
    private Receiver receiver;

    /** The receiver's clock, which stands still unless a test moves it. */
    private volatile long nanos;

    @BeforeEach
    void open() {
        queue = directory.resolve("q");
        region = queue.resolve("large");
        sender = QueueChannel.openSender(queue, MAX_FRAME);
        receiver = QueueChannel.openReceiver(queue, MAX_FRAME, () -> nanos);
    }

    @AfterEach
    void close() {
        sender.close();
        receiver.close();
    }

    private static byte[] random(int length) {
        byte[] bytes = new byte[length];
        new Random(length).nextBytes(bytes);
        return bytes;
    }

    private void send(List<Slice> pieces) {
        sender.send(pieces, () -> {});
    }

    private Frame take() {
        return receiver.poll().orElseThrow();
    }

    private byte[] poll() {
        return take().toByteArray();
    }

    private static long allocated(Path file) throws IOException, InterruptedException {
        Process du = new ProcessBuilder("du", "-k", file.toString()).start();
        String said = new String(du.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.US_ASCII);
        assertThat(du.waitFor()).isZero();
        return Long.parseLong(said.split("\\s")[0]) << 10;
    }

    @Test
    void smallFramesNeedNoRegion() {
        sender.send(Slice.of(random(Sender.LARGE - 1)));

        assertThat(poll()).isEqualTo(random(Sender.LARGE - 1));
        assertThat(region).doesNotExist();
    }

    @ParameterizedTest
    @CsvSource({"-1", "0", "1", "100000", "8000000"})
    void aFrameInPiecesArrivesInOne(int more) {
        byte[] bytes = random(Sender.LARGE + more);
        int third = bytes.length / 3;
        send(List.of(
                new Slice(bytes, 0, third),
                new Slice(bytes, third, third),
                new Slice(bytes, 2 * third, bytes.length - 2 * third)));

        assertThat(poll()).isEqualTo(bytes);
    }

    @Test
    void theSamePagesServeManyFrames() throws Exception {
        byte[] bytes = random(3 * MIB);
        for (int i = 0; i < 500; i++) {
            bytes[i] = (byte) i;
            sender.send(Slice.of(bytes));
            Slice frame = take().head();
            assertThat(frame.length()).isEqualTo(bytes.length);
            assertThat(frame.array()[i]).isEqualTo((byte) i);
        }
        assertThat(allocated(region)).isLessThan(4 * MIB);
        assertThat(allocated(queue)).isLessThan(8 * MIB);
    }

    @Test
    void aReaderThatIsFarBehindGetsEverythingInOrder() throws Exception {
        int frames = 40;
        for (int i = 0; i < frames; i++) {
            sender.send(Slice.of(random(3 * MIB + i)));
            sender.send(Slice.of(new byte[] {(byte) i}));
        }
        assertThat(allocated(region)).as("the rest lies in the queue").isLessThanOrEqualTo(Region.CAPACITY + 4096L);
        for (int i = 0; i < frames; i++) {
            assertThat(poll()).isEqualTo(random(3 * MIB + i));
            assertThat(poll()).containsExactly(i);
        }
        sender.send(Slice.of(random(5 * MIB)));
        assertThat(poll()).isEqualTo(random(5 * MIB));
        assertThat(receiver.poll()).isEmpty();
    }

    @Test
    void aFrameLargerThanTheRegionGoesThroughTheQueue() {
        byte[] bytes = random(Region.CAPACITY + 1);
        sender.send(Slice.of(bytes));

        assertThat(poll()).isEqualTo(bytes);
        assertThat(region).doesNotExist();
    }

    @Test
    void whatWasWrittenBeforeItsWriterDiedIsStillRead() {
        sender.send(Slice.of(random(MIB)));
        sender.send(Slice.of(random(2 * MIB)));
        sender.close();

        assertThat(poll()).isEqualTo(random(MIB));
        assertThat(poll()).isEqualTo(random(2 * MIB));
    }

    @Test
    void anInterruptedThreadSendsAndReadsLargeFramesAndStaysInterrupted() {
        Thread.currentThread().interrupt();
        sender.send(Slice.of(random(MIB)));
        byte[] read = poll();

        assertThat(Thread.interrupted()).isTrue();
        assertThat(read).isEqualTo(random(MIB));
        assertThat(region).exists();
    }

    @Test
    void aLargeArrayIsLetGoAfterManySmallFrames() {
        sender.send(Slice.of(random(8 * MIB)));
        assertThat(take().head().array()).hasSizeGreaterThanOrEqualTo(8 * MIB);
        int last = 0;
        for (int i = 0; i < 100; i++) {
            sender.send(Slice.of(new byte[] {1}));
            last = take().head().array().length;
        }
        assertThat(last).isLessThan(MIB);
    }

    @Test
    void anArrayThatWasLeftToItsReaderIsNotWrittenAgain() {
        sender.send(Slice.of(random(MIB)));
        sender.send(Slice.of(random(MIB - 1)));
        Slice first = take().head();
        receiver.leaveBuffer();

        assertThat(poll()).isEqualTo(random(MIB - 1));
        assertThat(first.toByteArray()).isEqualTo(random(MIB));
    }

    @Test
    void theLastPieceOfAFrameIsReadIntoAnArrayOfItsOwnOrNotAtAll() throws Exception {
        byte[] payload = random(100_000);
        for (int i = 0; i < 2000; i++) {
            send(List.of(Slice.of(new byte[] {(byte) i, 2}), new Slice(payload, 10, 99_000)));
            Frame frame = take();
            assertThat(frame.head().toByteArray()).containsExactly(i, 2);
            assertThat(frame.tail().length()).isEqualTo(99_000);
            if (i % 3 == 0) {
                Slice own = frame.tail().read(true);
                assertThat(own.array()).hasSize(99_000);
                assertThat(Arrays.equals(own.array(), Arrays.copyOfRange(payload, 10, 99_010)))
                        .isTrue();
                assertThatThrownBy(() -> frame.tail().read(true)).isInstanceOf(IllegalStateException.class);
            } else if (i % 3 == 1) {
                assertThat(frame.toByteArray()).hasSize(99_002).endsWith(payload[99_008], payload[99_009]);
            }
        }
        assertThat(allocated(region)).as("what nobody read is released, too").isLessThan(2 * MIB);
        assertThat(allocated(queue)).isLessThan(4 * MIB);
    }

    @ParameterizedTest
    @CsvSource({"4095, 4096, true", "4096, 4096, false", "10, 4095, false", "0, 5000, false", "4000, 50, false"})
    void onlyALargePieceAfterALittleIsATail(int head, int tail, boolean expected) {
        byte[] bytes = random(head + tail);
        send(List.of(new Slice(bytes, 0, head), new Slice(bytes, head, tail)));

        Frame frame = take();
        assertThat(frame.tail() != null).isEqualTo(expected);
        assertThat(frame.toByteArray()).isEqualTo(bytes);
    }

    @Test
    void theTailOfAnEarlierFrameIsNotThatOfALaterOne() {
        send(List.of(Slice.of(new byte[] {1}), Slice.of(random(MIB))));
        send(List.of(Slice.of(new byte[] {2}), Slice.of(random(MIB + 1))));
        Frame first = take();
        Frame second = take();

        assertThatThrownBy(() -> first.tail().read(true)).isInstanceOf(IllegalStateException.class);
        assertThat(second.tail().read(true).array()).isEqualTo(random(MIB + 1));
    }

    @Test
    void aLargeTailIsLetGoAfterManySmallFrames() {
        send(List.of(Slice.of(new byte[] {1}), Slice.of(random(8 * MIB))));
        Slice large = take().tail().read(false);
        assertThat(large.array()).hasSizeGreaterThanOrEqualTo(8 * MIB);
        for (int i = 0; i < 100; i++) {
            sender.send(Slice.of(new byte[] {1}));
            poll();
        }
        send(List.of(Slice.of(new byte[] {1}), Slice.of(random(MIB / 2))));
        assertThat(take().tail().read(false).array()).hasSizeLessThan(2 * MIB);
    }

    @Test
    void aTailThatIsOverwrittenByNobodyMayBeReadMuchLater() {
        byte[] first = random(MIB);
        send(List.of(Slice.of(new byte[] {1}), Slice.of(first)));
        Frame frame = take();
        for (int i = 0; i < 100; i++) {
            send(List.of(Slice.of(new byte[] {2}), Slice.of(random(MIB + i))));
        }
        assertThat(frame.tail().read(false).toByteArray()).isEqualTo(first);
        for (int i = 0; i < 100; i++) {
            assertThat(poll()).endsWith(random(MIB + i));
        }
    }

    // ---- what is announced

    @ParameterizedTest
    @CsvSource({"524287, false", "524288, true", "524289, true", "5000000, true", "67108864, true", "67108865, false"})
    void aVeryLargeTailIsAnnouncedAndItsReaderWokenBeforeItIsWritten(int length, boolean expected) {
        byte[] payload = random(length);
        List<Boolean> arriving = new ArrayList<>();
        sender.send(List.of(Slice.of(new byte[] {1, 2}), Slice.of(payload)), () -> {
            assertThat(receiver.poll()).isEmpty(); // the announcement
            arriving.add(receiver.isArriving());
            assertThat(receiver.poll()).as("there is nothing of it yet").isEmpty();
        });

        assertThat(arriving).hasSize(expected ? 1 : 0).doesNotContain(false);
        Frame frame = receiver.poll().orElseThrow();
        assertThat(receiver.isArriving()).isFalse();
        assertThat(Arrays.equals(frame.toByteArray(), concat(new byte[] {1, 2}, payload)))
                .isTrue();
        assertThat(receiver.isArriving()).isFalse();
        assertThat(receiver.poll()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"true, true", "true, false", "false, true", "false, false"})
    void howTheLastOneWasReadDoesNotMatterToTheNextOne(boolean first, boolean second) {
        List<byte[]> owned = new ArrayList<>();
        List<byte[]> expected = new ArrayList<>();
        boolean[] own = {first, second, first, second, second, first};
        for (int i = 0; i < own.length; i++) {
            byte[] payload = random(2 * MIB);
            payload[i] = (byte) i;
            send(List.of(Slice.of(new byte[] {1}), Slice.of(payload)));
            Slice read = take().tail().read(own[i]);
            assertThat(Arrays.equals(read.toByteArray(), payload)).isTrue();
            if (own[i]) {
                assertThat(read.isExact()).isTrue();
                owned.add(read.array());
                expected.add(payload);
            }
        }
        for (int i = 0; i < owned.size(); i++) {
            assertThat(Arrays.equals(owned.get(i), expected.get(i)))
                    .as("nobody wrote to it later")
                    .isTrue();
        }
    }

    @Test
    void whatIsReadWhileItIsWrittenIsWhatWasWritten() throws Exception {
        int frames = 300;
        Semaphore room = new Semaphore(2); // in a round of the region: what does not fit goes through the queue
        Thread writer = new Thread(() -> {
            for (int i = 0; i < frames; i++) {
                room.acquireUninterruptibly();
                send(List.of(Slice.of(new byte[] {(byte) i}), Slice.of(filledWith(i))));
                if (i % 3 == 0) {
                    send(List.of(Slice.of(new byte[] {(byte) i}))); // and sometimes the reader has caught up
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
        assertThat(receiver.poll()).isEmpty();
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
            Optional<Frame> frame = receiver.poll();
            if (frame.isPresent()) {
                return frame.get();
            }
            Thread.onSpinWait();
        }
    }

    @Test
    void whatWasAnnouncedByOneThatDiedThenIsNotAwaitedForLong() {
        poll(MIB);
        sender.send(new RegionReference(0, 2 * MIB, 77).toAnnouncement());

        assertThat(receiver.poll()).isEmpty();
        for (int i = 0; i < 200; i++) {
            assertThat(receiver.isArriving()).as("after %s us", i).isTrue();
            nanos += 1_000;
            assertThat(receiver.poll()).isEmpty();
        }
        assertThat(receiver.isArriving()).isFalse();
    }

    @Test
    void eachStepOfTheWriterIsWaitedForAnew() throws IOException {
        poll(MIB);
        sender.send(new RegionReference(0, MIB, 77).toAnnouncement());
        assertThat(receiver.poll()).isEmpty();
        for (int written = MIB / 4; written <= MIB; written += MIB / 4) {
            nanos += 1_000_000;
            assertThat(receiver.poll()).isEmpty();
            assertThat(receiver.isArriving()).isFalse();
            sayWritten(77, written);
            assertThat(receiver.poll()).isEmpty();
            assertThat(receiver.isArriving()).isTrue();
        }
    }

    @Test
    void whatThereIsOfItIsCopiedAtOnceAndTheRestWithTheFrame() throws IOException {
        byte[] payload = random(MIB);
        poll(MIB);
        sender.send(new RegionReference(0, MIB, 77).toAnnouncement());
        assertThat(receiver.poll()).isEmpty();
        sayWritten(77, MIB / 2);
        assertThat(receiver.poll()).isEmpty();
        try (RandomAccessFile file = new RandomAccessFile(region.toFile(), "rw")) {
            file.seek(4096);
            file.write(new byte[MIB / 2]); // nobody reads that any more
        }
        sender.send(List.of(new RegionReference(0, MIB, 77).toDocument(), Slice.of(new byte[] {1})), () -> {});

        assertThat(Arrays.equals(take().tail().read(true).array(), payload)).isTrue();
    }

    private void sayWritten(int number, int bytes) throws IOException {
        try (RandomAccessFile file = new RandomAccessFile(region.toFile(), "rw")) {
            file.seek(64);
            file.writeLong(Long.reverseBytes((long) number << 32 | bytes & 0xffff_ffffL));
        }
    }

    @ParameterizedTest
    @CsvSource({"77, 2147483647", "77, -1", "78, 100", "0, 0"})
    void howMuchThereIsOfItIsNotBelieved(int number, int written) throws IOException {
        byte[] payload = random(MIB);
        poll(MIB);
        sender.send(new RegionReference(0, MIB, 77).toAnnouncement());
        sayWritten(number, written);
        for (int i = 0; i < 3; i++) {
            assertThat(receiver.poll()).isEmpty();
        }
        sender.send(List.of(new RegionReference(0, MIB, 77).toDocument(), Slice.of(new byte[] {1})), () -> {});
        Frame frame = receiver.poll().orElseThrow();

        assertThat(Arrays.equals(frame.tail().read(true).array(), payload)).isTrue();
    }

    @Test
    void aFrameThatIsNotTheAnnouncedOneIsReadAllTheSame() {
        byte[] payload = random(MIB);
        poll(MIB);
        sender.send(new RegionReference(100, MIB, 77).toAnnouncement());
        sender.send(List.of(new RegionReference(0, MIB, 1).toDocument(), Slice.of(new byte[] {1})), () -> {});

        assertThat(Arrays.equals(take().tail().read(true).array(), payload)).isTrue();
    }

    /** Has a payload of this size written to the beginning of the region, and read. */
    private void poll(int length) {
        send(List.of(Slice.of(new byte[] {1}), Slice.of(random(length))));
        assertThat(poll()).hasSize(length + 1);
    }

    private static byte[] concat(byte[] one, byte[] other) {
        byte[] both = Arrays.copyOf(one, one.length + other.length);
        System.arraycopy(other, 0, both, one.length, other.length);
        return both;
    }

    // ---- a peer that lies

    @Test
    void aRegionThatIsCutOffOnceItWasAnnouncedIsLeftByItsWriterInTime() {
        poll(MIB);
        byte[] payload = random(3 * MIB);
        sender.send(List.of(Slice.of(new byte[] {1}), Slice.of(payload)), () -> {
            try (RandomAccessFile file = new RandomAccessFile(region.toFile(), "rw")) {
                file.setLength(0);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });

        assertThat(poll()).as("through the queue").isEqualTo(concat(new byte[] {1}, payload));
    }

    @Test
    void aSecondAnnouncementIsRefused() {
        poll(MIB);
        sender.send(new RegionReference(0, MIB, 77).toAnnouncement());
        sender.send(new RegionReference(0, MIB, 78).toAnnouncement());

        assertThatThrownBy(() -> receiver.poll()).isInstanceOf(ProtocolException.class);
    }

    @ParameterizedTest
    @CsvSource({"0, -1", "-1, 100", "67108863, 2", "2147483647, 2147483647"})
    void anAnnouncementBeyondTheRegionIsRefused(int offset, int length) {
        poll(MIB);
        sender.send(new RegionReference(offset, length, 77).toAnnouncement());

        assertThatThrownBy(() -> receiver.poll()).isInstanceOf(ProtocolException.class);
    }

    @Test
    void anAnnouncementInARegionThatIsCutOffIsRefused() throws IOException {
        poll(MIB);
        sender.send(new RegionReference(0, MIB, 77).toAnnouncement());
        assertThat(receiver.poll()).isEmpty();
        try (RandomAccessFile file = new RandomAccessFile(region.toFile(), "rw")) {
            file.setLength(5000);
        }

        assertThatThrownBy(() -> receiver.poll())
                .isInstanceOf(ProtocolException.class)
                .hasMessageContaining("cut off");
    }

    @ParameterizedTest
    @CsvSource({
        "0, 0",
        "0, -1",
        "-1, 100",
        "-2147483648, 100",
        "67108863, 2",
        "67108864, 1",
        "2147483647, 1",
        "2147483647, 2147483647",
        "0, 67108865",
        "1, 67108864",
    })
    void aReferenceBeyondTheRegionIsRefused(int offset, int length) {
        sender.send(Slice.of(random(MIB)));
        poll();
        sender.send(new RegionReference(offset, length, 1).toDocument());

        assertThatThrownBy(() -> receiver.poll()).isInstanceOf(ProtocolException.class);
    }

    @ParameterizedTest
    @CsvSource({"0, -1", "-1, 100", "67108863, 2", "2147483647, 2147483647"})
    void aTailBeyondTheRegionIsRefused(int offset, int length) {
        sender.send(Slice.of(random(MIB)));
        poll();
        send(List.of(new RegionReference(offset, length, 1).toDocument(), Slice.of(new byte[40])));

        assertThatThrownBy(() -> receiver.poll()).isInstanceOf(ProtocolException.class);
    }

    @Test
    void aReferenceToARegionThatThereIsNotIsRefused() {
        sender.send(new RegionReference(0, 100, 1).toDocument());

        assertThatThrownBy(() -> receiver.poll()).isInstanceOf(ProtocolException.class);
    }

    @Test
    void aRegionThatIsNoneIsRefused() throws IOException {
        Files.write(region, new byte[5000]);
        sender.send(new RegionReference(0, 100, 1).toDocument());

        assertThatThrownBy(() -> receiver.poll()).isInstanceOf(ProtocolException.class);
    }

    @Test
    void aRegionThatIsCutOffIsRefusedByItsReaderAndLeftByItsWriter() throws IOException {
        sender.send(Slice.of(random(MIB)));
        assertThat(poll()).isEqualTo(random(MIB));
        sender.send(Slice.of(random(MIB)));
        try (RandomAccessFile file = new RandomAccessFile(region.toFile(), "rw")) {
            file.setLength(0);
        }

        assertThatThrownBy(() -> receiver.poll())
                .isInstanceOf(ProtocolException.class)
                .hasMessageContaining("cut off");
        sender.send(Slice.of(random(2 * MIB)));
        assertThat(poll()).as("through the queue").isEqualTo(random(2 * MIB));
    }

    @Test
    void bothEndsRefuseToGoOnOnceTheyAreClosed() {
        RegionReference reference = new RegionReference(0, MIB, 1);
        sender.send(Slice.of(random(MIB)));
        RegionReader reader = new RegionReader(region);
        reader.read(reference, new byte[MIB], 0);
        reader.close();
        RegionWriter writer = new RegionWriter(region, new DiskSpace(queue));
        writer.close();

        assertThatThrownBy(() -> reader.read(reference, new byte[MIB], 0)).isInstanceOf(IllegalStateException.class);
        assertThat(writer.find(MIB)).isEmpty();
    }

    @Test
    void nothingStaysMappedOnceBothEndsAreClosed() throws IOException {
        sender.send(Slice.of(random(MIB)));
        poll();
        assertThat(mappings()).isEqualTo(2);
        sender.close();
        receiver.close();

        assertThat(mappings()).isZero();
    }

    private long mappings() throws IOException {
        try (Stream<String> maps = Files.lines(Path.of("/proc/self/maps"))) {
            return maps.filter(line -> line.contains(region.toString())).count();
        }
    }
}
