package dev.procpool.protocol.channel;

import static dev.procpool.protocol.channel.QueueEnds.MIB;
import static dev.procpool.protocol.channel.QueueEnds.concat;
import static dev.procpool.protocol.channel.QueueEnds.random;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.procpool.protocol.message.ProtocolException;
import dev.procpool.protocol.message.Slice;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A peer that refers to bytes that are not there. */
class DamagedRegionTest {

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
    void aRegionThatIsCutOffOnceItWasAnnouncedIsLeftByItsWriterInTime() {
        ends.pass(MIB);
        byte[] payload = random(3 * MIB);
        ends.sender.send(List.of(Slice.of(new byte[] {1}), Slice.of(payload)), () -> {
            try (RandomAccessFile file = new RandomAccessFile(ends.region.toFile(), "rw")) {
                file.setLength(0);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });

        assertThat(ends.poll()).as("through the queue").isEqualTo(concat(new byte[] {1}, payload));
    }

    @Test
    void aSecondAnnouncementIsRefused() {
        ends.pass(MIB);
        ends.sender.send(new RegionReference(0, MIB, 77).toAnnouncement());
        ends.sender.send(new RegionReference(0, MIB, 78).toAnnouncement());

        assertThatThrownBy(() -> ends.receiver.poll()).isInstanceOf(ProtocolException.class);
    }

    @ParameterizedTest
    @CsvSource({"0, -1", "-1, 100", "67108863, 2", "2147483647, 2147483647"})
    void anAnnouncementBeyondTheRegionIsRefused(int offset, int length) {
        ends.pass(MIB);
        ends.sender.send(new RegionReference(offset, length, 77).toAnnouncement());

        assertThatThrownBy(() -> ends.receiver.poll()).isInstanceOf(ProtocolException.class);
    }

    @Test
    void anAnnouncementInARegionThatIsCutOffIsRefused() throws IOException {
        ends.pass(MIB);
        ends.sender.send(new RegionReference(0, MIB, 77).toAnnouncement());
        assertThat(ends.receiver.poll()).isEmpty();
        try (RandomAccessFile file = new RandomAccessFile(ends.region.toFile(), "rw")) {
            file.setLength(5000);
        }

        assertThatThrownBy(() -> ends.receiver.poll())
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
        ends.sender.send(Slice.of(random(MIB)));
        ends.poll();
        ends.sender.send(new RegionReference(offset, length, 1).toDocument());

        assertThatThrownBy(() -> ends.receiver.poll()).isInstanceOf(ProtocolException.class);
    }

    @ParameterizedTest
    @CsvSource({"0, -1", "-1, 100", "67108863, 2", "2147483647, 2147483647"})
    void aTailBeyondTheRegionIsRefused(int offset, int length) {
        ends.sender.send(Slice.of(random(MIB)));
        ends.poll();
        ends.send(List.of(new RegionReference(offset, length, 1).toDocument(), Slice.of(new byte[40])));

        assertThatThrownBy(() -> ends.receiver.poll()).isInstanceOf(ProtocolException.class);
    }

    @Test
    void aReferenceToAMissingRegionIsRefused() {
        ends.sender.send(new RegionReference(0, 100, 1).toDocument());

        assertThatThrownBy(() -> ends.receiver.poll()).isInstanceOf(ProtocolException.class);
    }

    @Test
    void aFileThatIsNoRegionIsRefused() throws IOException {
        Files.write(ends.region, new byte[5000]);
        ends.sender.send(new RegionReference(0, 100, 1).toDocument());

        assertThatThrownBy(() -> ends.receiver.poll()).isInstanceOf(ProtocolException.class);
    }

    @Test
    void aRegionThatIsCutOffIsRefusedByItsReaderAndLeftByItsWriter() throws IOException {
        ends.sender.send(Slice.of(random(MIB)));
        assertThat(ends.poll()).isEqualTo(random(MIB));
        ends.sender.send(Slice.of(random(MIB)));
        try (RandomAccessFile file = new RandomAccessFile(ends.region.toFile(), "rw")) {
            file.setLength(0);
        }

        assertThatThrownBy(() -> ends.receiver.poll())
                .isInstanceOf(ProtocolException.class)
                .hasMessageContaining("cut off");
        ends.sender.send(Slice.of(random(2 * MIB)));
        assertThat(ends.poll()).as("through the queue").isEqualTo(random(2 * MIB));
    }
}
