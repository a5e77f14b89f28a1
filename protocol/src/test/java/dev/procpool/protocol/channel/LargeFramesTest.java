package dev.procpool.protocol.channel;

import static dev.procpool.protocol.channel.QueueEnds.MIB;
import static dev.procpool.protocol.channel.QueueEnds.allocated;
import static dev.procpool.protocol.channel.QueueEnds.random;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.procpool.protocol.message.Slice;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Frames that go through a region, as both ends of a queue see them. */
class LargeFramesTest {

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

    @Test
    void smallFramesNeedNoRegion() {
        ends.sender.send(Slice.of(random(Sender.LARGE - 1)));

        assertThat(ends.poll()).isEqualTo(random(Sender.LARGE - 1));
        assertThat(ends.region).doesNotExist();
    }

    @ParameterizedTest
    @CsvSource({"-1", "0", "1", "100000", "8000000"})
    void aFrameInPiecesArrivesInOne(int more) {
        byte[] bytes = random(Sender.LARGE + more);
        int third = bytes.length / 3;
        ends.send(List.of(
                new Slice(bytes, 0, third),
                new Slice(bytes, third, third),
                new Slice(bytes, 2 * third, bytes.length - 2 * third)));

        assertThat(ends.poll()).isEqualTo(bytes);
    }

    @Test
    void theSamePagesServeManyFrames() throws Exception {
        byte[] bytes = random(3 * MIB);
        for (int i = 0; i < 500; i++) {
            bytes[i] = (byte) i;
            ends.sender.send(Slice.of(bytes));
            Slice frame = ends.take().head();
            assertThat(frame.length()).isEqualTo(bytes.length);
            assertThat(frame.array()[i]).isEqualTo((byte) i);
        }
        assertThat(allocated(ends.region)).isLessThan(4 * MIB);
        assertThat(allocated(ends.queue)).isLessThan(8 * MIB);
    }

    @Test
    void aReaderThatIsFarBehindGetsEverythingInOrder() throws Exception {
        int frames = 40;
        for (int i = 0; i < frames; i++) {
            ends.sender.send(Slice.of(random(3 * MIB + i)));
            ends.sender.send(Slice.of(new byte[] {(byte) i}));
        }
        assertThat(allocated(ends.region))
                .as("the rest lies in the queue")
                .isLessThanOrEqualTo(Region.CAPACITY + 4096L);
        for (int i = 0; i < frames; i++) {
            assertThat(ends.poll()).isEqualTo(random(3 * MIB + i));
            assertThat(ends.poll()).containsExactly(i);
        }
        ends.sender.send(Slice.of(random(5 * MIB)));
        assertThat(ends.poll()).isEqualTo(random(5 * MIB));
        assertThat(ends.receiver.poll()).isEmpty();
    }

    @Test
    void aFrameLargerThanTheRegionGoesThroughTheQueue() {
        byte[] bytes = random(Region.CAPACITY + 1);
        ends.sender.send(Slice.of(bytes));

        assertThat(ends.poll()).isEqualTo(bytes);
        assertThat(ends.region).doesNotExist();
    }

    @Test
    void framesThatWereWrittenBeforeTheirWriterDiedAreStillRead() {
        ends.sender.send(Slice.of(random(MIB)));
        ends.sender.send(Slice.of(random(2 * MIB)));
        ends.sender.close();

        assertThat(ends.poll()).isEqualTo(random(MIB));
        assertThat(ends.poll()).isEqualTo(random(2 * MIB));
    }

    @Test
    void anInterruptedThreadSendsAndReadsLargeFramesAndStaysInterrupted() {
        Thread.currentThread().interrupt();
        ends.sender.send(Slice.of(random(MIB)));
        byte[] read = ends.poll();

        assertThat(Thread.interrupted()).isTrue();
        assertThat(read).isEqualTo(random(MIB));
        assertThat(ends.region).exists();
    }

    @Test
    void aLargeArrayIsLetGoAfterManySmallFrames() {
        ends.sender.send(Slice.of(random(8 * MIB)));
        assertThat(ends.take().head().array()).hasSizeGreaterThanOrEqualTo(8 * MIB);
        int last = 0;
        for (int i = 0; i < 100; i++) {
            ends.sender.send(Slice.of(new byte[] {1}));
            last = ends.take().head().array().length;
        }
        assertThat(last).isLessThan(MIB);
    }

    @Test
    void anArrayThatWasLeftToItsReaderIsNotWrittenAgain() {
        ends.sender.send(Slice.of(random(MIB)));
        ends.sender.send(Slice.of(random(MIB - 1)));
        Slice first = ends.take().head();
        ends.receiver.leaveBuffer();

        assertThat(ends.poll()).isEqualTo(random(MIB - 1));
        assertThat(first.toByteArray()).isEqualTo(random(MIB));
    }

    @Test
    void bothEndsRefuseToGoOnOnceTheyAreClosed() {
        RegionReference reference = new RegionReference(0, MIB, 1);
        ends.sender.send(Slice.of(random(MIB)));
        RegionReader reader = new RegionReader(ends.region);
        reader.read(reference, new byte[MIB], 0);
        reader.close();
        RegionWriter writer = new RegionWriter(ends.region, new DiskSpace(ends.queue));
        writer.close();

        assertThatThrownBy(() -> reader.read(reference, new byte[MIB], 0)).isInstanceOf(IllegalStateException.class);
        assertThat(writer.find(MIB)).isEmpty();
    }

    @Test
    void nothingStaysMappedOnceBothEndsAreClosed() throws IOException {
        ends.sender.send(Slice.of(random(MIB)));
        ends.poll();
        assertThat(mappings()).isEqualTo(2);
        ends.sender.close();
        ends.receiver.close();

        assertThat(mappings()).isZero();
    }

    private long mappings() throws IOException {
        try (Stream<String> maps = Files.lines(Path.of("/proc/self/maps"))) {
            return maps.filter(line -> line.contains(ends.region.toString())).count();
        }
    }
}
