package dev.procpool.worker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.procpool.protocol.codec.Codecs;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WarmUpTest {

    private static final int MAX_FAILURE = 1 << 20;

    private final Codecs codecs = new Codecs(getClass().getClassLoader(), MAX_FAILURE);

    @TempDir
    Path directory;

    @Test
    void runsItemsAndLeavesNoFileBehind() {
        boolean hasRun = WarmUp.run(codecs, MAX_FAILURE, directory.resolve("rehearsal"));

        assertThat(hasRun).isTrue();
        assertThat(directory).isEmptyDirectory();
    }

    @Test
    void withoutAPlaceForItsQueuesItIsLeftOut() throws Exception {
        Path file = Files.createFile(directory.resolve("file"));
        boolean hasRun = WarmUp.run(codecs, MAX_FAILURE, file.resolve("rehearsal"));

        assertThat(hasRun).isFalse();
        assertThat(file).exists();
    }
}
