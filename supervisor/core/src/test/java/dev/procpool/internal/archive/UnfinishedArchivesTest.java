package dev.procpool.internal.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UnfinishedArchivesTest {

    @TempDir
    Path directory;

    private Path unfinished() throws Exception {
        return Files.writeString(UnfinishedArchives.path(directory), "half an archive");
    }

    @Test
    void anArchiveOfAProgramThatEndedMeanwhileIsRemovedByTheNextStart() throws Exception {
        Path left = unfinished();
        Path training = Files.createFile(left.resolveSibling(left.getFileName() + ".config"));
        Path finished = Files.createFile(directory.resolve("worker-1.jsa"));

        UnfinishedArchives.removeAbandoned(directory);

        assertThat(left).doesNotExist();
        assertThat(training).doesNotExist();
        assertThat(finished).exists();
    }

    @Test
    void anArchiveThatAnotherProcessIsWritingStays() throws Exception {
        Path written = unfinished();
        try (FileChannel lock = ArchiveFile.tryLock(directory).orElseThrow()) {
            UnfinishedArchives.removeAbandoned(directory);

            assertThat(lock.isOpen()).isTrue();
            assertThat(written).exists();
        }
    }

    @Test
    void withoutADirectoryThereIsNothingToRemove() {
        assertThatCode(() -> UnfinishedArchives.removeAbandoned(directory.resolve("none")))
                .doesNotThrowAnyException();
    }
}
