package dev.procpool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.procpool.task.TaskFunction;
import dev.procpool.testing.Await;
import dev.procpool.testing.Leftovers;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Exhausted descriptors and memory, floods and monsters: a clear error, and nothing hangs. */
@ExtendWith(Leftovers.class)
class ResourcesIT {

    private static final TaskFunction<Integer, Integer> SQUARE = x -> x * x;
    private static final Duration LONG = Duration.ofSeconds(60);

    private static String inShell(String limit, String... arguments) throws Exception {
        return inShell(limit, List.of(), ScarceProgram.class, arguments);
    }

    private static String inShell(String limit, List<String> jvmOptions, Class<?> main, String... arguments)
            throws Exception {
        List<String> java = new ArrayList<>();
        java.add(System.getProperty("java.home") + "/bin/java");
        ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
                .filter(a -> a.startsWith("--add-")
                        || a.startsWith("-Dchronicle")
                        || a.startsWith("-Dslf4j")
                        || a.startsWith("--sun-misc"))
                .forEach(java::add);
        java.addAll(jvmOptions);
        java.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
        java.addAll(List.of(arguments));
        List<String> command = new ArrayList<>(List.of("sh", "-c", limit + "; exec \"$@\"", "sh"));
        command.addAll(java);
        Path out = Files.createTempFile("scarce", ".txt");
        try {
            Process process = new ProcessBuilder(command)
                    .redirectOutput(out.toFile())
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            try {
                assertThat(process.waitFor(50, TimeUnit.SECONDS)).as("it ends").isTrue();
            } finally {
                process.destroyForcibly();
            }
            return Files.readString(out);
        } finally {
            Files.delete(out);
        }
    }

    @Tag("jdk")
    @Test
    void whereDescriptorsRunOutThePoolIsBrokenWithThatCause() throws Exception {
        assertThat(inShell("ulimit -n 100", "30"))
                .matches("(?s).*(PoolBroken|Pool)Exception: .*")
                .containsPattern("(?i)too many open files|error=24");
    }

    @Tag("jdk")
    @Test
    void aResultThatTheSupervisorHasNoMemoryForBreaksThePoolAndRunsNoSecondTime(@TempDir Path directory)
            throws Exception {
        Path runs = Files.createFile(directory.resolve("runs"));
        String said = inShell(":", List.of("-Xmx40m"), SmallHeapProgram.class, runs.toString());
        assertThat(said).startsWith(PoolBrokenException.class.getName()).contains("has not enough memory to read");
        assertThat(runs).hasContent("ran\n");
    }

    @Test
    void aPoolOfOneNeedsFewDescriptors() throws Exception {
        assertThat(inShell("ulimit -n 100", "1")).isEqualToIgnoringNewLines("ready 5");
    }

    @Test
    void aProgramThatCannotBeSpawnedBreaksThePoolAtOnceWithTheCommandLine() throws Exception {
        // the address space has room for this JVM but for no other one
        assertThatThrownBy(() -> {
                    try (Pool pool = Pool.builder()
                            .processes(2)
                            .output(WorkerOutput.discarding())
                            .jvmOptions("-Xms900g", "-Xmx900g", "-XX:+AlwaysPreTouch")
                            .open()) {
                        pool.apply(SQUARE, 5);
                    }
                })
                .isInstanceOf(PoolBrokenException.class)
                .hasMessageContaining("before it was ready");
    }

    @Tag("jdk")
    @Test
    void whyAJvmDoesNotStartIsSaidAlsoWhereItsOutputIsDiscarded() {
        assertThatThrownBy(() -> {
                    try (Pool pool = Pool.builder()
                            .processes(1)
                            .output(WorkerOutput.discarding())
                            .maxHeap("1m")
                            .open()) {
                        pool.apply(SQUARE, 5);
                    }
                })
                .isInstanceOf(PoolBrokenException.class)
                .hasMessageContaining("Too small maximum heap");
    }

    @Test
    void monstrousPayloadsAreRefusedAndThePoolGoesOn() throws Exception {
        try (Pool pool = Pool.builder()
                .processes(1)
                .maxHeap("2500m")
                .maxPayload(16 << 20)
                .open()) {
            String gigabyte = "x".repeat(1 << 30);
            assertThatThrownBy(() -> pool.apply((String s) -> s.length(), gigabyte))
                    .isInstanceOf(PayloadTooLargeException.class);
            assertThatThrownBy(() -> pool.apply(() -> "x".repeat(1 << 30)))
                    .isInstanceOf(PayloadTooLargeException.class);
            assertThatThrownBy(() -> pool.apply((Object o) -> 1, nested(1_000_000)))
                    .isInstanceOf(ArgumentSerializationException.class)
                    .hasMessageContaining("nested too deeply");
            assertThatThrownBy(() -> pool.apply(() -> nested(1_000_000)))
                    .isInstanceOf(ResultSerializationException.class)
                    .hasMessageContaining("nested too deeply");
            assertThatThrownBy(() -> pool.apply(() -> {
                        throw new IllegalStateException("x".repeat(100 << 20));
                    }))
                    .isInstanceOf(RuntimeException.class);
            assertThat(pool.apply(SQUARE, 5)).isEqualTo(25);
            assertThat(pool.stats().deaths()).isZero();
        }
    }

    private static final class Node {
        private Object next;
    }

    private static Object nested(int depth) {
        Node last = new Node();
        for (int i = 0; i < depth; i++) {
            Node outer = new Node();
            outer.next = last;
            last = outer;
        }
        return last;
    }

    @Test
    void nothingIsLeftOpenAfterManyPoolsAndManyDeaths() throws Exception {
        try (Pool warm = Pool.open(1)) {
            assertThat(warm.apply(SQUARE, 5)).isEqualTo(25);
        }
        Await.until(() -> Leftovers.directories().isEmpty());
        List<String> files = openFiles();
        for (int i = 0; i < 4; i++) {
            try (Pool pool = Pool.builder()
                    .processes(2)
                    .output(WorkerOutput.discarding())
                    .open()) {
                for (int death = 0; death < 2; death++) {
                    assertThatThrownBy(() -> pool.apply(() -> {
                                Runtime.getRuntime().halt(1);
                                return 1;
                            }))
                            .isInstanceOf(WorkerDiedException.class);
                }
                assertThat(pool.awaitReady(LONG)).isTrue();
            }
        }
        Await.until(
                () -> openFiles().size() <= files.size() && Leftovers.threads().isEmpty());
        assertThat(openFiles()).as("descriptors, where there were " + files).hasSizeLessThanOrEqualTo(files.size());
        assertThat(Leftovers.threads()).isEmpty();
    }

    /** Descriptors of files, sockets and pipes of this process that belong to pools, not to class loading. */
    private static List<String> openFiles() {
        try (Stream<Path> open = Files.list(Path.of("/proc/self/fd"))) {
            return open.map(ResourcesIT::target)
                    .filter(name -> !name.endsWith(".jar") && !name.endsWith("modules"))
                    .toList();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static String target(Path link) {
        try {
            return Files.readSymbolicLink(link).toString();
        } catch (IOException e) {
            return ".jar"; // closed meanwhile
        }
    }
}
