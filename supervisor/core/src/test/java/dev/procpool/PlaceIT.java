package dev.procpool;

import static org.assertj.core.api.Assertions.assertThat;

import dev.procpool.testing.Await;
import dev.procpool.testing.Leftovers;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** The places of run directories: names that are too long for sockets, and what programs that were killed leave. */
@ExtendWith(Leftovers.class)
class PlaceIT {

    private static final long GUARD_SECONDS = 50;

    @TempDir
    Path directory;

    /** A program that opens a pool and a child process, with a run directory whose name may be long. */
    static final class Opens {

        public static void main(String[] arguments) throws Exception {
            PoolBuilder builder = Pool.builder().processes(1);
            if (arguments.length > 0) {
                builder.runDirectory(Files.createDirectories(Path.of(arguments[0])));
            }
            try (Pool pool = builder.open()) {
                System.out.println(pool.apply((Integer x) -> x * x, 5));
            }
            ChildProcess child = ChildProcess.of(() -> null);
            child.start();
            child.join();
            System.out.println(child.exitCode().getAsInt());
        }
    }

    private String outputOf(List<String> options, String... arguments) throws Exception {
        Path output = directory.resolve("output");
        ProcessBuilder builder = OtherJvm.running(Opens.class, output, options, arguments);
        builder.environment().put("LC_ALL", "C.UTF-8");
        Process program = builder.start();
        try {
            assertThat(program.waitFor(GUARD_SECONDS, TimeUnit.SECONDS))
                    .as("it ends")
                    .isTrue();
        } finally {
            program.destroyForcibly();
        }
        return Files.readString(output);
    }

    @Test
    void aRunDirectoryWhoseNameIsLongInBytesIsReplaced() throws Exception {
        Path parent = directory.resolve("很长的路径".repeat(3));
        assertThat(parent.toString()).as("short enough in characters").hasSizeLessThan(50);

        assertThat(outputOf(List.of(), parent.toString()))
                .endsWith("25\n0\n")
                .contains("the run directory is made elsewhere");
    }

    @Test
    void aTemporaryDirectoryWithALongNameWithoutSharedMemoryIsReplaced() throws Exception {
        Path deep = Files.createDirectories(directory.resolve("x".repeat(70)).resolve("y".repeat(70)));

        assertThat(outputOf(List.of("-Djava.io.tmpdir=" + deep, "-Ddev.procpool.platform=portable")))
                .isEqualTo("25\n0\n");
    }

    // ---- what is left of programs that were killed

    /** A program whose worker waits for a file before it starts. */
    static final class IsKilled {

        public static void main(String[] arguments) throws Exception {
            Pool pool = Pool.builder()
                    .processes(1)
                    .runDirectory(Path.of(arguments[0]))
                    .jvmOptions(arguments[1])
                    .open();
            pool.apply((Integer x) -> x, 1);
        }
    }

    private List<String> leftIn(Path parent) {
        try (Stream<Path> left = Files.walk(parent)) {
            return left.filter(path -> !path.equals(parent)).map(Path::toString).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Optional<ProcessHandle> workerOf(Process program) {
        return program.descendants()
                .filter(process -> process.info().commandLine().orElse("").contains("WorkerMain"))
                .findFirst();
    }

    @Test
    void aWorkerThatIsStillStartingCreatesNothingInADirectoryThatWasRemoved() throws Exception {
        Path parent = Files.createDirectory(directory.resolve("p"));
        Path goOn = directory.resolve("go");
        String agent = HinderedStart.until(goOn, directory.resolve("agent.jar"));
        Process program = OtherJvm.running(
                        IsKilled.class, directory.resolve("output"), List.of(), parent.toString(), agent)
                .start();
        Await.orFail(() -> workerOf(program).isPresent());
        ProcessHandle worker = workerOf(program).orElseThrow();
        program.destroyForcibly().waitFor();

        Pool.builder().processes(1).runDirectory(parent).open().close();
        assertThat(leftIn(parent)).as("after the next start").isEmpty();
        Files.createFile(goOn);
        worker.onExit().get(GUARD_SECONDS, TimeUnit.SECONDS);

        assertThat(leftIn(parent)).as("after the worker's end").isEmpty();
    }
}
