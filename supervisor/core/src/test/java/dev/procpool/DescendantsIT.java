package dev.procpool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.procpool.task.TaskFunction;
import dev.procpool.testing.Await;
import dev.procpool.testing.Endless;
import dev.procpool.testing.Leftovers;
import dev.procpool.testing.Pids;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Processes that tasks have started: they die with their worker. */
@ExtendWith(Leftovers.class)
class DescendantsIT {

    private static final TaskFunction<Integer, Integer> SQUARE = x -> x * x;

    @Test
    void whatAnOverdueTaskHasStartedDiesWithIt() throws Exception {
        try (Pool pool = Pool.open(1)) {
            CompletableFuture<Long> sleeper = new CompletableFuture<>();
            try (Pool listening = Pool.builder()
                    .processes(1)
                    .output((worker, pid, source, line) -> sleeper.complete(Long.parseLong(line)))
                    .open()) {
                assertThatThrownBy(() -> listening
                                .with(TaskOptions.builder()
                                        .timeout(Duration.ofMillis(700))
                                        .build())
                                .apply(() -> {
                                    Process child = new ProcessBuilder("sleep", "600").start();
                                    System.out.println(child.pid());
                                    return Endless.spinForEver();
                                }))
                        .isInstanceOf(TaskTimeoutException.class);
                long pid = sleeper.get(10, TimeUnit.SECONDS);
                Await.until(() -> !Pids.isAlive(pid));
                assertThat(Pids.isAlive(pid)).isFalse();
            }
            assertThat(pool.apply(SQUARE, 2)).isEqualTo(4);
        }
    }

    @Tag("jdk")
    @Test
    void whatATaskLeavesRunningDiesWithItsWorkerEvenWhenItWasOrphaned() throws Exception {
        CompletableFuture<Long> sleeper = new CompletableFuture<>();
        try (Pool pool = Pool.builder()
                .processes(1)
                .output((worker, pid, source, line) -> sleeper.complete(Long.parseLong(line.strip())))
                .open()) {
            assertThatThrownBy(() -> pool.apply(() -> {
                        // the shell ends at once: its child belongs to nobody then
                        new ProcessBuilder("sh", "-c", "sleep 600 >/dev/null 2>&1 & echo $!")
                                .redirectOutput(ProcessBuilder.Redirect.INHERIT)
                                .start()
                                .waitFor();
                        Runtime.getRuntime().halt(9);
                        return 1;
                    }))
                    .isInstanceOf(WorkerDiedException.class);
            long pid = sleeper.get(10, TimeUnit.SECONDS);
            Await.until(() -> !Pids.isAlive(pid));
            assertThat(Pids.isAlive(pid)).isFalse();
        }
    }

    private static final Duration LONG = Duration.ofSeconds(60);

    @Test
    void aNestedPoolDiesWithItsWorker(@TempDir Path directory) throws Exception {
        Path file = directory.resolve("pids");
        String path = file.toString();
        try (Pool pool = Pool.open(1)) {
            assertThatThrownBy(() -> pool.with(TaskOptions.builder()
                                    .timeout(Duration.ofSeconds(5))
                                    .build())
                            .apply(() -> {
                                Pool nested = Pool.open(2);
                                nested.awaitReady(Duration.ofSeconds(30));
                                List<String> pids = nested.workers().stream()
                                        .map(w -> Long.toString(w.pid()))
                                        .toList();
                                Files.write(Path.of(path), pids);
                                nested.map(
                                        (Integer x) -> {
                                            while (true) {
                                                Thread.onSpinWait();
                                            }
                                        },
                                        List.of(1, 2));
                                return 1;
                            }))
                    .isInstanceOf(TaskTimeoutException.class);
            List<Long> pids =
                    Files.readAllLines(file).stream().map(Long::valueOf).toList();
            assertThat(pids).hasSize(2);
            Await.until(() -> pids.stream().noneMatch(Pids::isAlive));
            assertThat(pids).noneMatch(Pids::isAlive);
        }
    }

    @Test
    void workersLeadSessionsOfTheirOwnSoTheTerminalDoesNotReachThem() throws Exception {
        try (Pool pool = Pool.open(2)) {
            assertThat(pool.awaitReady(LONG)).isTrue();
            for (WorkerInfo worker : pool.workers()) {
                String stat = Files.readString(Path.of("/proc", Long.toString(worker.pid()), "stat"));
                String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
                assertThat(Long.parseLong(fields[3])).as("session").isEqualTo(worker.pid());
            }
        }
    }
}
