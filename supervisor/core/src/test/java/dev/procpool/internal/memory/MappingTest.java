package dev.procpool.internal.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MappingTest {

    private static final long GIB = 1L << 30;

    @TempDir
    Path directory;

    /** A file that takes no space. */
    private Path sparse(long bytes) throws IOException {
        Path file = directory.resolve("sparse");
        try (RandomAccessFile made = new RandomAccessFile(file.toFile(), "rw")) {
            made.setLength(bytes);
        }
        return file;
    }

    @Test
    void everyPartOfOneGibibyteIsOneBuffer() throws IOException {
        Mapping mapping = Mapping.of(sparse(5 * GIB + 10));

        for (long from : new long[] {0, 1, GIB - 1, GIB, 3 * GIB - 1, 4 * GIB, 4 * GIB + 10}) {
            ByteBuffer part = mapping.slice(from, GIB);
            assertThat(part.capacity()).isEqualTo((int) GIB);
            assertThat(part.order()).isEqualTo(ByteOrder.nativeOrder());
        }
        assertThat(mapping.slice(0, Integer.MAX_VALUE).capacity()).isEqualTo(Integer.MAX_VALUE);
    }

    @Test
    void partsThatOverlapAreTheSameMemory() throws IOException {
        Mapping mapping = Mapping.of(sparse(5 * GIB));

        mapping.slice(3 * GIB - 4, 8).putInt(4, 42);
        mapping.slice(5 * GIB - 1, 1).put(0, (byte) 7);

        assertThat(mapping.slice(3 * GIB, 4).getInt(0)).isEqualTo(42);
        assertThat(mapping.slice(2 * GIB, GIB + 4).getInt((int) GIB)).isEqualTo(42);
        assertThat(mapping.slice(5 * GIB - 10, 10).get(9)).isEqualTo((byte) 7);
    }

    @Test
    void refusesPartsThatAreOutsideOrTooLarge() throws IOException {
        Mapping mapping = Mapping.of(sparse(5 * GIB));

        assertThatThrownBy(() -> mapping.slice(5 * GIB - 1, 2)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> mapping.slice(-1, 2)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> mapping.slice(2, -1)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> mapping.slice(Long.MAX_VALUE, Long.MAX_VALUE))
                .isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> mapping.slice(2 * GIB - 1, 2 * GIB))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("at most 1 GiB");
        assertThat(mapping.slice(5 * GIB, 0).capacity()).isZero();
    }
}
