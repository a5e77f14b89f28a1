package dev.procpool.protocol.channel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.procpool.protocol.Frame;
import dev.procpool.protocol.ProtocolException;
import dev.procpool.protocol.Slice;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
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

    @BeforeEach
    void open() {
        queue = directory.resolve("q");
        region = queue.resolve("large");
        sender = QueueChannel.openSender(queue, MAX_FRAME);
        receiver = QueueChannel.openReceiver(queue, MAX_FRAME);
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

    private byte[] poll() {
        return receiver.poll().orElseThrow().toByteArray();
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
        sender.send(List.of(
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
            Slice frame = receiver.poll().orElseThrow().head();
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
        assertThat(receiver.poll().orElseThrow().head().array()).hasSizeGreaterThanOrEqualTo(8 * MIB);
        int last = 0;
        for (int i = 0; i < 100; i++) {
            sender.send(Slice.of(new byte[] {1}));
            last = receiver.poll().orElseThrow().head().array().length;
        }
        assertThat(last).isLessThan(MIB);
    }

    @Test
    void anArrayThatWasLeftToItsReaderIsNotWrittenAgain() {
        sender.send(Slice.of(random(MIB)));
        sender.send(Slice.of(random(MIB - 1)));
        Slice first = receiver.poll().orElseThrow().head();
        receiver.leaveBuffer();

        assertThat(poll()).isEqualTo(random(MIB - 1));
        assertThat(first.toByteArray()).isEqualTo(random(MIB));
    }

    @Test
    void theLastPieceOfAFrameIsReadIntoAnArrayOfItsOwnOrNotAtAll() throws Exception {
        byte[] payload = random(100_000);
        for (int i = 0; i < 2000; i++) {
            sender.send(List.of(Slice.of(new byte[] {(byte) i, 2}), new Slice(payload, 10, 99_000)));
            Frame frame = receiver.poll().orElseThrow();
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
        sender.send(List.of(new Slice(bytes, 0, head), new Slice(bytes, head, tail)));

        Frame frame = receiver.poll().orElseThrow();
        assertThat(frame.tail() != null).isEqualTo(expected);
        assertThat(frame.toByteArray()).isEqualTo(bytes);
    }

    @Test
    void theTailOfAnEarlierFrameIsNotThatOfALaterOne() {
        sender.send(List.of(Slice.of(new byte[] {1}), Slice.of(random(MIB))));
        sender.send(List.of(Slice.of(new byte[] {2}), Slice.of(random(MIB + 1))));
        Frame first = receiver.poll().orElseThrow();
        Frame second = receiver.poll().orElseThrow();

        assertThatThrownBy(() -> first.tail().read(true)).isInstanceOf(IllegalStateException.class);
        assertThat(second.tail().read(true).array()).isEqualTo(random(MIB + 1));
    }

    @Test
    void aLargeTailIsLetGoAfterManySmallFrames() {
        sender.send(List.of(Slice.of(new byte[] {1}), Slice.of(random(8 * MIB))));
        Slice large = receiver.poll().orElseThrow().tail().read(false);
        assertThat(large.array()).hasSizeGreaterThanOrEqualTo(8 * MIB);
        for (int i = 0; i < 100; i++) {
            sender.send(Slice.of(new byte[] {1}));
            poll();
        }
        sender.send(List.of(Slice.of(new byte[] {1}), Slice.of(random(MIB / 2))));
        assertThat(receiver.poll().orElseThrow().tail().read(false).array()).hasSizeLessThan(2 * MIB);
    }

    @Test
    void aTailThatIsOverwrittenByNobodyMayBeReadMuchLater() {
        byte[] first = random(MIB);
        sender.send(List.of(Slice.of(new byte[] {1}), Slice.of(first)));
        Frame frame = receiver.poll().orElseThrow();
        for (int i = 0; i < 100; i++) {
            sender.send(List.of(Slice.of(new byte[] {2}), Slice.of(random(MIB + i))));
        }
        assertThat(frame.tail().read(false).toByteArray()).isEqualTo(first);
        for (int i = 0; i < 100; i++) {
            assertThat(poll()).endsWith(random(MIB + i));
        }
    }

    // ---- a peer that lies

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
        sender.send(new RegionReference(offset, length).toDocument());

        assertThatThrownBy(() -> receiver.poll()).isInstanceOf(ProtocolException.class);
    }

    @ParameterizedTest
    @CsvSource({"0, -1", "-1, 100", "67108863, 2", "2147483647, 2147483647"})
    void aTailBeyondTheRegionIsRefused(int offset, int length) {
        sender.send(Slice.of(random(MIB)));
        poll();
        sender.send(List.of(new RegionReference(offset, length).toDocument(), Slice.of(new byte[40])));

        assertThatThrownBy(() -> receiver.poll()).isInstanceOf(ProtocolException.class);
    }

    @Test
    void aReferenceToARegionThatThereIsNotIsRefused() {
        sender.send(new RegionReference(0, 100).toDocument());

        assertThatThrownBy(() -> receiver.poll()).isInstanceOf(ProtocolException.class);
    }

    @Test
    void aRegionThatIsNoneIsRefused() throws IOException {
        Files.write(region, new byte[5000]);
        sender.send(new RegionReference(0, 100).toDocument());

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
        RegionReference reference = new RegionReference(0, MIB);
        sender.send(Slice.of(random(MIB)));
        RegionReader reader = new RegionReader(region);
        reader.read(reference, new byte[MIB]);
        reader.close();
        RegionWriter writer = new RegionWriter(region, new FreeRoom(queue));
        writer.close();

        assertThatThrownBy(() -> reader.read(reference, new byte[MIB])).isInstanceOf(IllegalStateException.class);
        assertThat(writer.write(List.of(Slice.of(random(MIB))), MIB)).isEmpty();
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
