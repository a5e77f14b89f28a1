package dev.procpool.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RawWordsTest {

    @TempDir
    private Path directory;

    private Path raw(byte... bytes) throws Exception {
        return Files.write(directory.resolve("cmdline"), bytes);
    }

    @Test
    void aWordInWhichJavaHasReplacedBytesIsFound() throws Exception {
        assertThat(RawWords.replaced(List.of("b", "a\uFFFD"), raw((byte) 'b', (byte) 0, (byte) 'a', (byte) 0xff)))
                .contains("a\uFFFD");
    }

    @Test
    void aReplacementCharacterMayBeMeant() throws Exception {
        Path meant = raw("a\uFFFD\0".getBytes(StandardCharsets.UTF_8));

        assertThat(RawWords.replaced(List.of("a\uFFFD"), meant)).isEmpty();
        assertThat(RawWords.replaced(List.of("a\uFFFD"), directory.resolve("missing")))
                .isEmpty();
        assertThat(RawWords.replaced(List.of("a"), raw((byte) 0xff))).isEmpty();
    }
}
