package dev.procpool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.procpool.testing.Leftovers;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordingFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** The texts of a pool that has a name. */
@ExtendWith(Leftovers.class)
class NamedPoolIT {

    private static final Duration READY = Duration.ofSeconds(30);

    @TempDir
    Path directory;

    @Test
    void threadsAndTextsHaveTheName() throws Exception {
        try (Pool pool = Pool.builder().processes(1).name("images").open()) {
            assertThat(pool.awaitReady(READY)).isTrue();

            assertThat(pool.toString()).startsWith("Pool images (1 worker, ");
            assertThat(Leftovers.threads())
                    .contains(
                            "procpool-engine of images",
                            "procpool-output of images",
                            "procpool-exit of worker 1 of images");
            assertThat(pool.<String>apply(() -> ChildProcess.current().name())).isEqualTo("Worker of images");
            assertThatThrownBy(() -> pool.apply(() -> exit(3)))
                    .isInstanceOf(WorkerDiedException.class)
                    .hasMessageStartingWith("worker 1 of images (pid ");
            assertThatThrownBy(pool::join).hasMessageContaining("pool images is still running");
            pool.shutdown();
            assertThatThrownBy(() -> pool.apply(() -> 1)).hasMessageStartingWith("pool images was shut down");
        }
    }

    private static int exit(int code) {
        Runtime.getRuntime().halt(code);
        return code;
    }

    @Test
    void linesThatWorkersPrintHaveTheName() throws Exception {
        PrintStream out = System.out;
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        System.setOut(new PrintStream(printed, true, StandardCharsets.UTF_8));
        try (Pool pool = Pool.builder().processes(1).name("images").open()) {
            pool.apply(() -> {
                System.out.println("hello");
                return null;
            });
        } finally {
            System.setOut(out);
        }

        assertThat(printed.toString(StandardCharsets.UTF_8)).containsPattern("\\[worker 1 of images pid \\d+] hello\n");
    }

    @Test
    void eventsOfAFlightRecordingHaveTheName() throws Exception {
        Path file = directory.resolve("recording.jfr");
        try (Recording recording = new Recording()) {
            recording.enable("dev.procpool.Items").withThreshold(Duration.ZERO);
            recording.start();
            try (Pool pool = Pool.builder().processes(1).name("images").open()) {
                pool.map((Integer x) -> x + 1, List.of(1, 2));
            }
            recording.stop();
            recording.dump(file);
        }

        assertThat(RecordingFile.readAllEvents(file)).isNotEmpty().allMatch(event -> "images"
                .equals(event.getString("pool")));
    }

    @Test
    void aNameIsATextOfOneLine() {
        for (String bad : List.of("", " ", "a\nb")) {
            assertThatThrownBy(() -> Pool.builder().name(bad))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("name must be a text of one line");
        }
    }
}
