package dev.procpool.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.procpool.cli.CommandLineProgram.Ended;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** How runs end that are signalled, killed or left: nothing is left behind. */
class CliEndIT {

    @RegisterExtension
    private final CommandLineProgram program = new CommandLineProgram();

    @Test
    void aSignalThatComesWhileThePoolIsOpenedLeavesNothingBehind() throws Exception {
        Path runs = Files.createDirectory(program.directory().resolve("runs"));
        for (int i = 0; i < 3; i++) {
            Process process = program.command(
                            "run", "sleep", "--stop-timeout", "1s", "--run-dir", runs.toString(), ":::", "30", "30")
                    .start();
            CommandLineProgram.await(() -> isNotEmpty(runs) || !process.isAlive());
            process.destroy();
            assertThat(program.end(process).exit()).isEqualTo(143);
            assertThat(program.err()).startsWith("procpool: SIGTERM: no more items are started");
            assertThat(runs).isEmptyDirectory();
        }
    }

    private static boolean isNotEmpty(Path directory) {
        String[] names = directory.toFile().list();
        return names != null && names.length > 0;
    }

    @Test
    void workersThatSpinEndWithinSecondsOfTheirSupervisorsKillAndTheNextStartCleansUp() throws Exception {
        Path runs = Files.createDirectory(program.directory().resolve("runs"));
        Process process = program.command(
                        "run", "chaos", "-j", "2", "--run-dir", runs.toString(), ":::", "spin", "spin")
                .start();
        CommandLineProgram.await(() -> process.descendants().count() >= 2);
        List<ProcessHandle> workers = process.descendants().toList();
        CommandLineProgram.await(() -> busy(workers));
        process.destroyForcibly().waitFor();

        CommandLineProgram.await(() -> workers.stream().noneMatch(ProcessHandle::isAlive));
        assertThat(workers).hasSize(2).noneMatch(ProcessHandle::isAlive);
        assertThat(entries(runs)).isNotEmpty();

        assertThat(program.run("", "run", "square", "--run-dir", runs.toString(), ":::", "3")
                        .lines())
                .containsExactly("9");
        assertThat(entries(runs)).isEmpty();
    }

    @Test
    void aWorkerThatAShutdownHookKeepsFromExitingEndsWithItsSupervisor() throws Exception {
        Path exiting = program.directory().resolve("exiting");
        Process process = program.command(
                        "run", HangingExit.class.getName() + "::begin", "-j", "1", ":::", exiting.toString())
                .start();
        CommandLineProgram.await(() -> Files.exists(exiting));
        List<ProcessHandle> workers = process.descendants().toList();
        process.destroyForcibly().waitFor();
        long killed = System.nanoTime();

        CommandLineProgram.await(() -> workers.stream().noneMatch(ProcessHandle::isAlive));
        assertThat(workers).hasSize(1).noneMatch(ProcessHandle::isAlive);
        assertThat(Duration.ofNanos(System.nanoTime() - killed))
                .as("its own guard would end it after 10 s")
                .isLessThan(Duration.ofSeconds(5));
    }

    private static boolean busy(List<ProcessHandle> workers) {
        return workers.stream()
                .allMatch(w -> w.info().totalCpuDuration().orElse(Duration.ZERO).compareTo(Duration.ofSeconds(3)) > 0);
    }

    private static List<String> entries(Path path) throws IOException {
        try (Stream<Path> all = Files.list(path)) {
            return all.map(p -> p.getFileName().toString()).toList();
        }
    }

    @Test
    void aProgramThatExitsWhileItOpensAPoolLeavesNothing() throws Exception {
        Path runs = Files.createDirectory(program.directory().resolve("runs"));
        for (int i = 0; i < 3; i++) {
            ProcessBuilder builder = program.command();
            List<String> words = new ArrayList<>(builder.command());
            words.set(words.size() - 1, HastyExit.class.getName());
            words.add(runs.toString());
            assertThat(program.end(builder.command(words), new byte[0]).exit()).isEqualTo(7);
            assertThat(runs).isEmptyDirectory();
        }
    }

    @Tag("jdk")
    @Test
    void aProgramThatForgetsItsPoolEndsAndLeavesNothing() throws Exception {
        ProcessBuilder builder = program.command();
        List<String> words = new ArrayList<>(builder.command());
        words.set(words.size() - 1, ForgetfulProgram.class.getName());
        Ended ended = program.end(builder.command(words), new byte[0]);
        assertThat(ended.exit()).as(ended.err()).isZero();
        assertThat(ended.lines()).containsExactly("main", "25");
    }
}
