package dev.procpool.protocol.between;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The number of mappings of a process, which has a limit beyond which its JVM cannot live. */
class MappedBuffersTest {

    private static final int SIZE = 4096;

    @TempDir
    Path directory;

    private Path file;

    @BeforeEach
    void createFile() throws IOException {
        file = Files.write(directory.resolve("mapped"), new byte[SIZE]);
    }

    private ByteBuffer map(MappedBuffers buffers) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            return buffers.map(channel, 0, SIZE);
        }
    }

    private long mappings() throws IOException {
        try (Stream<String> maps = Files.lines(Path.of("/proc/self/maps"))) {
            return maps.filter(line -> line.endsWith(file.toString())).count();
        }
    }

    @Test
    void mappingsThatAreNoLongerUsedMakeRoomForOthers() throws IOException {
        MappedBuffers buffers = new MappedBuffers(50);

        for (int i = 0; i < 500; i++) {
            map(buffers).putInt(0, i);
        }

        assertThat(mappings()).isLessThanOrEqualTo(50);
    }

    @Test
    void mappingsThatAreUsedAreRefusedBeyondTheLimit() throws IOException {
        MappedBuffers buffers = new MappedBuffers(20);
        List<ByteBuffer> used = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            used.add(map(buffers));
        }

        assertThatThrownBy(() -> map(buffers))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("has 20 mappings of objects between processes");

        used.get(19).putInt(0, 7);
        assertThat(used.get(0).getInt(0)).isEqualTo(7);
    }
}
