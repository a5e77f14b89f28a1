package dev.procpool.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.procpool.cli.CommandLineProgram.Ended;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The archive that makes workers start faster: made, used, ignored when it is broken, removed. */
@Tag("jdk")
class StartupArchiveIT {

    private static final Path JAR =
            Path.of("target", "procpool", "procpool.jar").toAbsolutePath();

    @RegisterExtension
    private final CommandLineProgram program = new CommandLineProgram();

    private Ended procpool(String... words) throws Exception {
        return program.end(packaged(List.of(), words), new byte[0]);
    }

    private ProcessBuilder packaged(List<String> options, String... words) {
        ProcessBuilder builder = program.command(words);
        List<String> command = new ArrayList<>(builder.command());
        int classPath = command.indexOf("-cp");
        command.subList(classPath, classPath + 3).clear();
        command.addAll(classPath, List.of("-jar", JAR.toString()));
        command.addAll(1, options);
        builder.command(command)
                .environment()
                .put("XDG_CACHE_HOME", program.directory().toString());
        return builder;
    }

    private List<Path> archives() {
        Path cache = program.directory().resolve("procpool");
        if (!Files.isDirectory(cache)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(cache)) {
            return files.filter(file -> Files.exists(file.resolveSibling(file.getFileName() + ".size")))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Starts a run whose pool is idle, as its items are still to come. */
    private Process idleRun() throws IOException {
        return packaged(List.of("-Ddev.procpool.archive.delayMillis=50"), "run", "square", "-j", "1")
                .start();
    }

    @Test
    void aProgramWhosePoolIsIdleHasItMadeInTheBackground() throws Exception {
        assumeTrue(Files.exists(JAR), "needs the packaged jar");
        Process run = idleRun();
        try (OutputStream items = run.getOutputStream()) {
            CommandLineProgram.await(() -> !archives().isEmpty());
            items.write("3\n".getBytes(StandardCharsets.US_ASCII));
        }

        Ended ended = program.end(run);
        assertThat(ended.exit()).as(ended.err()).isZero();
        assertThat(ended.out()).isEqualTo("9\n");
        assertThat(ended.err()).isEmpty();
        assertThat(archives()).hasSize(1);
        assertThat(workerIsLoadedFromAnArchive()).isTrue();
    }

    @Test
    void whoMakesItEndsWithTheProgram() throws Exception {
        assumeTrue(Files.exists(JAR), "needs the packaged jar");
        Process run = idleRun();
        List<ProcessHandle> makers = new ArrayList<>();
        CommandLineProgram.await(() -> {
            run.descendants()
                    .filter(p -> p.info().commandLine().orElse("").contains("ArchiveProgram"))
                    .forEach(makers::add);
            return !makers.isEmpty();
        });
        makers.addAll(run.descendants().toList());

        run.destroyForcibly();

        CommandLineProgram.await(() -> makers.stream().noneMatch(ProcessHandle::isAlive));
        assertThat(makers).isNotEmpty().noneMatch(ProcessHandle::isAlive);
        assertThat(archives()).isEmpty();
    }

    private boolean workerIsLoadedFromAnArchive() throws Exception {
        Path log = program.directory().resolve("loaded");
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
        assertThat(archive).exists().hasParentRaw(program.directory().resolve("procpool"));
        assertThat(procpool("doctor").out()).contains(archive.toString());
        assertThat(workerIsLoadedFromAnArchive()).isTrue();

        Files.delete(archive);
        Files.writeString(archive, "this is no archive");
        assertThat(workerIsLoadedFromAnArchive()).as("and the run is not hurt").isFalse();

        assertThat(procpool("archive", "clear").out()).isEqualTo("1 removed\n");
        assertThat(archive).doesNotExist();
    }

    /** Leaves the size, and puts zeros in the middle, as blocks that were never written. */
    private static void damage(Path archive) throws IOException {
        try (FileChannel channel = FileChannel.open(archive, StandardOpenOption.WRITE)) {
            long size = channel.size();
            channel.write(ByteBuffer.allocate((int) (size / 2)), size / 4);
        }
    }

    @Test
    void oneThatIsDamagedInsideIsRemovedByTheFirstWorkerThatCrashesOnIt() throws Exception {
        assumeTrue(Files.exists(JAR), "needs the packaged jar");
        Path archive = Path.of(procpool("archive", "build").out().strip());
        damage(archive);

        Ended off = program.end(
                packaged(List.of("-Ddev.procpool.archive=off"), "run", "square", "-j", "2", ":::", "3"), new byte[0]);
        assertThat(off.exit()).as(off.err()).isZero();
        assertThat(off.err()).isEmpty();
        assertThat(archive).exists();

        Ended run = procpool("run", "square", "-j", "2", ":::", "3", "4");
        assertThat(run.exit()).as(run.err()).isZero();
        assertThat(run.lines()).containsExactly("9", "16");
        assertThat(archives()).isEmpty();
    }

    @Test
    void aCacheDirectoryWithAColonHasNone() throws Exception {
        assumeTrue(Files.exists(JAR), "needs the packaged jar");
        ProcessBuilder archive = packaged(List.of(), "archive");
        archive.environment().put("XDG_CACHE_HOME", program.directory() + "/a:b:c");
        assertThat(program.end(archive, new byte[0]).out()).contains("has a colon");
    }
}
