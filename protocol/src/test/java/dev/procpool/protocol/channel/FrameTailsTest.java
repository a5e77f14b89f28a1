package dev.procpool.protocol.channel;

import static dev.procpool.protocol.channel.QueueEnds.MIB;
import static dev.procpool.protocol.channel.QueueEnds.allocated;
import static dev.procpool.protocol.channel.QueueEnds.concat;
import static dev.procpool.protocol.channel.QueueEnds.random;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.procpool.protocol.message.Frame;
import dev.procpool.protocol.message.Slice;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The large last piece of a frame, which its reader copies, or not. */
class FrameTailsTest {

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
    void theLastPieceOfAFrameIsReadIntoAnArrayOfItsOwnOrNotAtAll() throws Exception {
        byte[] payload = random(100_000);
        for (int i = 0; i < 2000; i++) {
            ends.send(List.of(Slice.of(new byte[] {(byte) i, 2}), new Slice(payload, 10, 99_000)));
            Frame frame = ends.take();
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
        assertThat(allocated(ends.region))
                .as("what nobody read is released, too")
                .isLessThan(2 * MIB);
        assertThat(allocated(ends.queue)).isLessThan(4 * MIB);
    }

    @ParameterizedTest
    @CsvSource({"4095, 4096, true", "4096, 4096, false", "10, 4095, false", "0, 5000, false", "4000, 50, false"})
    void onlyALargePieceAfterALittleIsATail(int head, int tail, boolean expected) {
        byte[] bytes = random(head + tail);
        ends.send(List.of(new Slice(bytes, 0, head), new Slice(bytes, head, tail)));

        Frame frame = ends.take();
        assertThat(frame.tail() != null).isEqualTo(expected);
        assertThat(frame.toByteArray()).isEqualTo(bytes);
    }

    @Test
    void theTailOfAnEarlierFrameIsNotThatOfALaterOne() {
        ends.send(List.of(Slice.of(new byte[] {1}), Slice.of(random(MIB))));
        ends.send(List.of(Slice.of(new byte[] {2}), Slice.of(random(MIB + 1))));
        Frame first = ends.take();
        Frame second = ends.take();

        assertThatThrownBy(() -> first.tail().read(true)).isInstanceOf(IllegalStateException.class);
        assertThat(second.tail().read(true).array()).isEqualTo(random(MIB + 1));
    }

    @Test
    void aLargeTailIsLetGoAfterManySmallFrames() {
        ends.send(List.of(Slice.of(new byte[] {1}), Slice.of(random(8 * MIB))));
        Slice large = ends.take().tail().read(false);
        assertThat(large.array()).hasSizeGreaterThanOrEqualTo(8 * MIB);
        for (int i = 0; i < 100; i++) {
            ends.sender.send(Slice.of(new byte[] {1}));
            ends.poll();
        }
        ends.send(List.of(Slice.of(new byte[] {1}), Slice.of(random(MIB / 2))));
        assertThat(ends.take().tail().read(false).array()).hasSizeLessThan(2 * MIB);
    }

    @Test
    void aTailThatIsOverwrittenByNobodyMayBeReadMuchLater() {
        byte[] first = random(MIB);
        ends.send(List.of(Slice.of(new byte[] {1}), Slice.of(first)));
        Frame frame = ends.take();
        for (int i = 0; i < 100; i++) {
            ends.send(List.of(Slice.of(new byte[] {2}), Slice.of(random(MIB + i))));
        }
        assertThat(frame.tail().read(false).toByteArray()).isEqualTo(first);
        for (int i = 0; i < 100; i++) {
            assertThat(Arrays.equals(ends.poll(), concat(new byte[] {2}, random(MIB + i))))
                    .isTrue();
        }
    }

    @ParameterizedTest
    @CsvSource({"true, true", "true, false", "false, true", "false, false"})
    void theWayInWhichATailIsReadDoesNotMatterToTheNextOne(boolean first, boolean second) {
        List<byte[]> owned = new ArrayList<>();
        List<byte[]> expected = new ArrayList<>();
        boolean[] own = {first, second, first, second, second, first};
        for (int i = 0; i < own.length; i++) {
            byte[] payload = random(2 * MIB);
            payload[i] = (byte) i;
            ends.send(List.of(Slice.of(new byte[] {1}), Slice.of(payload)));
            Slice read = ends.take().tail().read(own[i]);
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
}
