package dev.procpool.protocol.between;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files that several processes map, where the disk or the file is not there. */
class RegionTest {

    private static final long MORE_THAN_ANY_DISK = 1L << 60;

    @TempDir
    Path directory;

    @Test
    void aPartThatTheDiskHasNoRoomForIsRefusedBeforeAnyOfItIsWritten() throws Exception {
        Path file = directory.resolve("o1");
        Region region = Region.create(file, 1 << 20, 4096);

        assertThatThrownBy(() -> region.reserve(4096, MORE_THAN_ANY_DISK))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("no space left on device")
                .hasMessageContaining("1152921504606846976 bytes");

        assertThat(Files.size(file)).isEqualTo(1 << 20);
        region.reserve(4096, 4096);
        region.set(8184, 7);
        assertThat(region.get(8184)).isEqualTo(7);
    }

    @Test
    void aRegionThatTheDiskHasNoRoomForLeavesNoFile() {
        Path file = directory.resolve("o1");

        assertThatThrownBy(() -> Region.create(file, 1 << 20, MORE_THAN_ANY_DISK))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("no space left on device");

        assertThat(file).doesNotExist();
    }

    @Test
    void theMemoryOfAnObjectThatHasEndedGetsNoMoreDiskSpace() throws Exception {
        Path file = directory.resolve("o1");
        RegionMemory memory = new RegionMemory(Region.create(file, 1 << 20, 4096));
        Region.delete(file);

        assertThatThrownBy(() -> memory.reserve(4096, 4096))
                .isInstanceOf(HomeLostException.class)
                .hasMessageContaining(file.toString());
    }
}
