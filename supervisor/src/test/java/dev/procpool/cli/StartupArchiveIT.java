package dev.procpool.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.procpool.cli.CommandLineProgram.Ended;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The archive that makes workers start faster: made, used, ignored when it is broken, removed. */
class StartupArchiveIT {

    private static final Path JAR =
            Path.of("target", "procpool", "procpool.jar").toAbsolutePath();

    @TempDir
    Path directory;

    @AfterEach
    void nothingIsLeft() {
        CommandLineProgram.assertNothingIsLeft();
    }

    private Ended procpool(String... words) throws Exception {
        CommandLineProgram program = new CommandLineProgram(directory);
        ProcessBuilder builder = program.command(words);
        List<String> command = new ArrayList<>(builder.command());
        int classPath = command.indexOf("-cp");
        command.subList(classPath, classPath + 3).clear();
        command.addAll(classPath, List.of("-jar", JAR.toString()));
        builder.command(command).environment().put("XDG_CACHE_HOME", directory.toString());
        return program.end(builder, new byte[0]);
    }

    private boolean workerIsLoadedFromAnArchive() throws Exception {
        Path log = directory.resolve("loaded");
        Ended ended =
                procpool("run", "square", "-j", "1", "--jvm-opt", "-Xlog:class+load=info:file=" + log, ":::", "3");
        assertThat(ended.exit()).as(ended.err()).isZero();
        assertThat(ended.out()).isEqualTo("9\n");
        assertThat(ended.err()).isEmpty();
        try (Stream<String> lines = Files.lines(log)) {
            return lines.filter(line -> line.contains(" dev.procpool.worker.WorkerLoop "))
                    .anyMatch(line -> line.contains("shared objects file"));
        }
    }

    @Test
    void isMadeUsedIgnoredWhenBrokenAndRemoved() throws Exception {
        assumeTrue(Files.exists(JAR), "needs the packaged jar");
        assertThat(procpool("archive").out()).contains("is not there");
        assertThat(workerIsLoadedFromAnArchive()).isFalse();

        Ended built = procpool("archive", "build");
        assertThat(built.exit()).as(built.err()).isZero();
        Path archive = Path.of(built.out().strip());
        assertThat(archive).exists().hasParentRaw(directory.resolve("procpool"));
        assertThat(procpool("doctor").out()).contains(archive.toString());
        assertThat(workerIsLoadedFromAnArchive()).isTrue();

        Files.delete(archive);
        Files.writeString(archive, "this is no archive");
        assertThat(workerIsLoadedFromAnArchive()).as("and the run is not hurt").isFalse();

        assertThat(procpool("archive", "clear").out()).isEqualTo("1 removed\n");
        assertThat(archive).doesNotExist();
    }
}
