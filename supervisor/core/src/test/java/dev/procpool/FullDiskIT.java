package dev.procpool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.procpool.task.TaskFunction;
import dev.procpool.testing.Await;
import dev.procpool.testing.Leftovers;
import dev.procpool.testing.SmallDisk;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Disks that fill up, and a run directory that is deleted: a clear error, and nothing hangs. */
@ExtendWith(Leftovers.class)
class FullDiskIT {

    private static final TaskFunction<Integer, Integer> SQUARE = x -> x * x;

    private static void assertEmptyAfterwards(Path disk) throws IOException {
        Await.until(() -> {
            try (Stream<Path> left = Files.list(disk)) {
                return left.noneMatch(p -> p.getFileName().toString().startsWith("procpool."));
            } catch (IOException e) {
                return false;
            }
        });
        try (Stream<Path> left = Files.list(disk)) {
            assertThat(left.filter(p -> p.getFileName().toString().startsWith("procpool.")))
                    .isEmpty();
        }
    }

    @Test
    void aDiskThatFillsUpWhileArgumentsAreSentBreaksThePoolWithThatCause(@TempDir Path directory) throws Exception {
        SmallDisk.with(directory, "120m", disk -> {
            try (Pool pool = Pool.builder().processes(1).runDirectory(disk).open()) {
                assertThat(pool.apply(SQUARE, 5)).isEqualTo(25);
                Files.write(
                        disk.resolve("others"), new byte[(int) (disk.toFile().getUsableSpace() - (9 << 20))]);
                for (int i = 0; i < 20; i++) {
                    assertThat(pool.apply((byte[] x) -> x.length, new byte[2 << 20]))
                            .as("in the same pages again and again")
                            .isEqualTo(2 << 20);
                }
                assertThatThrownBy(() -> {
                            for (int i = 0; i < 200; i++) {
                                pool.apply((byte[] x) -> x.length, new byte[(2 << 20) + i * (64 << 10)]);
                            }
                        })
                        .isInstanceOf(PoolBrokenException.class)
                        .hasMessageContaining("no room for");
            }
            assertEmptyAfterwards(disk);
        });
    }

    @Test
    void aDiskThatFillsUpWhileResultsAreSentFailsTheItemThatMetIt(@TempDir Path directory) throws Exception {
        SmallDisk.with(directory, "120m", disk -> {
            try (Pool pool = Pool.builder()
                    .processes(1)
                    .runDirectory(disk)
                    .output(WorkerOutput.discarding())
                    .open()) {
                assertThat(pool.apply(SQUARE, 5)).isEqualTo(25);
                Path others = disk.resolve("others");
                Files.write(others, new byte[(int) (disk.toFile().getUsableSpace() - (6 << 20))]);
                assertThatThrownBy(() -> pool.apply(() -> new byte[8 << 20]))
                        .isInstanceOf(WorkerDiedException.class)
                        .hasMessageContaining("no room left on the disk");
                Files.delete(others);
                assertThat(pool.apply(SQUARE, 6)).as("once there is room again").isEqualTo(36);
            }
            assertEmptyAfterwards(disk);
        });
    }

    @Test
    void aDiskThatIsFullFromTheStartIsSaid(@TempDir Path directory) throws Exception {
        SmallDisk.with(directory, "1m", disk -> {
            Files.write(disk.resolve("others"), new byte[(int) disk.toFile().getUsableSpace()]);
            assertThatThrownBy(() -> {
                        try (Pool pool = Pool.builder()
                                .processes(1)
                                .runDirectory(disk)
                                .output(WorkerOutput.discarding())
                                .open()) {
                            pool.apply(SQUARE, 5);
                        }
                    })
                    .isInstanceOf(PoolException.class)
                    .satisfies(e -> assertThat(chain(e)).containsIgnoringCase("no space left on device"));
            assertEmptyAfterwards(disk);
        });
    }

    private static String chain(Throwable failure) {
        StringBuilder all = new StringBuilder();
        for (Throwable t = failure; t != null; t = t.getCause()) {
            all.append(t).append('\n');
        }
        return all.toString();
    }

    @Test
    void aRunDirectoryThatIsDeletedUnderneathIsSaidOnceItIsMissed(@TempDir Path parent) throws Exception {
        try (Pool pool = Pool.builder().processes(1).runDirectory(parent).open()) {
            assertThat(pool.apply(SQUARE, 5)).isEqualTo(25);
            try (Stream<Path> all = Files.list(parent)) {
                new ProcessBuilder("rm", "-rf", all.findFirst().orElseThrow().toString())
                        .start()
                        .waitFor();
            }
            assertThat(pool.apply(SQUARE, 6))
                    .as("what is mapped is still there")
                    .isEqualTo(36);
            ProcessHandle.of(pool.workers().get(0).pid()).orElseThrow().destroyForcibly();
            assertThatThrownBy(() -> {
                        for (int i = 0; i < 1000; i++) {
                            pool.apply(SQUARE, 7);
                        }
                    })
                    .isInstanceOf(PoolBrokenException.class)
                    .satisfies(e -> assertThat(chain(e)).contains("NoSuchFile").contains(parent.toString()));
        }
    }
}
