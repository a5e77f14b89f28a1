package dev.procpool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.procpool.testing.Await;
import dev.procpool.testing.Leftovers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Ends of processes that have created shared memory, or are attached to it. */
@ExtendWith(Leftovers.class)
@Tag("jdk")
class SharedMemoryDeathsIT {

    private static final Duration BOUND = Duration.ofSeconds(5);

    private final String name = "test-" + UUID.randomUUID();

    @TempDir
    Path directory;

    /** Creates a block, and ends as its second argument says: by signal, exit, halt, or return. */
    static final class Creator {

        public static void main(String[] args) throws Exception {
            SharedMemory.create(args[0], 1 << 20).buffer().putInt(0, 42);
            System.out.println("created");
            switch (args[1]) {
                case "exit" -> System.exit(0);
                case "halt" -> Runtime.getRuntime().halt(0);
                case "return" -> {
                    return;
                }
                default -> Thread.sleep(60_000);
            }
        }
    }

    private Path output() {
        return directory.resolve("output");
    }

    private ProcessBuilder creator(String end) {
        return OtherJvm.running(Creator.class, output(), List.of(), name, end);
    }

    private Process sleepingCreator(ProcessBuilder builder) throws Exception {
        Process process = builder.start();
        Await.orFail(() -> contains("created"));
        return process;
    }

    private boolean contains(String text) {
        try {
            return Files.exists(output()) && Files.readString(output()).contains(text);
        } catch (IOException e) {
            return false;
        }
    }

    private void assertGoneWithin(long pid, Duration bound) {
        long end = System.nanoTime() + bound.toNanos();
        Await.until(() -> MemoryFiles.ofProcess(pid).isEmpty() || System.nanoTime() > end);
        assertThat(MemoryFiles.ofProcess(pid)).isEmpty();
    }

    @Test
    void theBlockOfAProcessThatIsKilledGoesWithinFiveSecondsAndAWarningSaysSo() throws Exception {
        Process creator = sleepingCreator(creator("sleep"));
        SharedMemory attached = SharedMemory.attach(name);

        creator.destroyForcibly().waitFor();

        assertGoneWithin(creator.pid(), BOUND);
        assertThatThrownBy(() -> SharedMemory.attach(name)).isInstanceOf(NoSuchFileException.class);
        assertThat(attached.buffer().getInt(0))
                .as("who is attached keeps the memory")
                .isEqualTo(42);
        Await.orFail(() -> contains("removed the shared memory " + name + " of process " + creator.pid()));
        attached.close();
    }

    @Test
    void aNameIsFreeInTheMomentInWhichTheCreatorHasDied() throws Exception {
        Process creator = sleepingCreator(creator("sleep"));

        creator.destroyForcibly().waitFor();

        try (SharedMemory next = SharedMemory.create(name, 8)) {
            assertGoneWithin(creator.pid(), BOUND);
            assertThat(MemoryFiles.of(name)).hasSize(1);
            assertThat(SharedMemory.attach(name).size()).isEqualTo(next.size());
        }
    }

    @Test
    void withoutAShellTheNextUseOfSharedMemoryRemovesTheBlock() throws Exception {
        ProcessBuilder builder = creator("sleep");
        builder.environment().put("PATH", directory.toString());
        Process creator = sleepingCreator(builder);

        creator.destroyForcibly().waitFor();

        assertThat(MemoryFiles.of(name)).hasSize(1);
        assertThatThrownBy(() -> SharedMemory.attach(name)).isInstanceOf(NoSuchFileException.class);
        assertThat(MemoryFiles.ofProcess(creator.pid())).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"exit", "return"})
    void theBlockOfAProcessThatEndsInOrderGoesWithItWithoutAWarning(String end) throws Exception {
        Process creator = creator(end).start();

        assertThat(creator.waitFor()).isZero();

        assertThat(MemoryFiles.of(name)).isEmpty();
        assertGoneWithin(creator.pid(), BOUND);
        assertThat(Files.readString(output())).isEqualTo("created\n");
    }

    @Test
    void theBlockOfAProcessThatHaltsGoesWithAWarning() throws Exception {
        Process creator = creator("halt").start();

        assertThat(creator.waitFor()).isZero();

        assertGoneWithin(creator.pid(), BOUND);
        Await.orFail(() -> contains("removed the shared memory " + name));
    }

    @Test
    void theBlockOfAWorkerThatDiesGoesWithTheWorker() throws Exception {
        String its = name;
        try (Pool pool =
                Pool.builder().processes(1).output(WorkerOutput.discarding()).open()) {
            long pid = pool.apply(() -> {
                SharedMemory.create(its, 8);
                return ProcessHandle.current().pid();
            });
            assertThat(SharedMemory.attach(name).size()).isEqualTo(8);
            assertThatThrownBy(() -> pool.apply(() -> {
                        Runtime.getRuntime().halt(1);
                        return 0;
                    }))
                    .isInstanceOf(WorkerDiedException.class);

            assertGoneWithin(pid, BOUND);
        }
    }

    @Test
    void theEndOfAProcessThatIsAttachedRemovesNothing() throws Exception {
        String its = name;
        Path mark = directory.resolve("attached");
        String file = mark.toString();
        try (SharedMemory memory = SharedMemory.create(name, 8)) {
            ChildProcess ends =
                    ChildProcess.of(() -> SharedMemory.attach(its).buffer().putInt(0, 1));
            ChildProcess isKilled = ChildProcess.of(() -> {
                SharedMemory.attach(its).buffer().putInt(4, 2);
                Files.createFile(Path.of(file));
                Thread.sleep(60_000);
                return memory.size();
            });
            ends.start();
            isKilled.start();
            assertThat(ends.join(Duration.ofSeconds(30))).isTrue();
            Await.orFail(() -> Files.exists(mark));
            isKilled.kill();
            isKilled.join();

            assertThat(memory.buffer().getInt(0)).isEqualTo(1);
            assertThat(SharedMemory.attach(name).buffer().getInt(4)).isEqualTo(2);
            ends.close();
            isKilled.close();
        }
    }

    @Test
    void theShellThatWatchesEndsWithTheLastBlock() throws Exception {
        SharedMemory first = SharedMemory.create(8);
        SharedMemory second = SharedMemory.create(8);
        assertThat(shells()).isEqualTo(1);

        first.close();
        assertThat(shells()).isEqualTo(1);
        second.close();

        Await.orFail(() -> shells() == 0);
    }

    /** The number of shells that watch over this process. */
    private static long shells() {
        String pid = " " + ProcessHandle.current().pid();
        return ProcessHandle.allProcesses()
                .filter(p -> p.info()
                        .commandLine()
                        .filter(line -> line.contains("procpool-memory") && line.endsWith(pid))
                        .isPresent())
                .count();
    }

    /** A process that was killed before a shell watched over it leaves an empty file to the next use. */
    @Test
    void aCreatorThatIsKilledAtAnyPointLeavesNoBlock() throws Exception {
        for (int i = 0; i < 8; i++) {
            Process creator = creator("sleep").start();
            creator.waitFor(100 + 60L * i, TimeUnit.MILLISECONDS);
            creator.destroyForcibly().waitFor();

            Await.until(() -> blocksOf(creator.pid()).isEmpty());
            assertThat(blocksOf(creator.pid())).isEmpty();
            SharedMemory.create(name, 8).close();
            assertThat(MemoryFiles.ofProcess(creator.pid())).isEmpty();
        }
    }

    private static List<String> blocksOf(long pid) {
        return MemoryFiles.ofProcess(pid).stream()
                .filter(file -> file.contains("@"))
                .toList();
    }
}
