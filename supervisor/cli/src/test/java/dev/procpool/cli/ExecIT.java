package dev.procpool.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.procpool.cli.CommandLineProgram.Ended;
import java.io.ByteArrayInputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Commands for items: their output, their failures, and their processes, none of which is left. */
class ExecIT {

    /** A process, and one that it has started: of the item's number of seconds, by which a test finds them. */
    private static final String TREE = "sleep {} & sleep {}";

    @RegisterExtension
    private final CommandLineProgram program = new CommandLineProgram();

    private static List<ProcessHandle> sleepers(String seconds) {
        return ProcessHandle.allProcesses()
                .filter(process -> isSleeper(process, seconds))
                .toList();
    }

    private static boolean isSleeper(ProcessHandle process, String seconds) {
        Optional<String[]> arguments = process.info().arguments();
        return process.isAlive()
                && arguments.isPresent()
                && List.of(arguments.get()).equals(List.of(seconds));
    }

    private static void awaitSleepers(String seconds, Predicate<Integer> number) {
        CommandLineProgram.await(() -> number.test(sleepers(seconds).size()));
        assertThat(number.test(sleepers(seconds).size()))
                .as("processes that sleep: %s", sleepers(seconds))
                .isTrue();
    }

    @Tag("jdk")
    @Test
    void theOutputIsPrintedByteByByteAndInTheOrderOfTheItems() throws Exception {
        Ended ended = program.run("", "exec", "-j", "2", "--shell", "sleep 0.{}; printf 'a{}\\nb'", ":::", "3", "1");

        assertThat(ended.out()).as(ended.err()).isEqualTo("a3\nba1\nb");
        assertThat(ended.exit()).isZero();
    }

    @Test
    void bytesThatAreNoTextAreNotChanged() throws Exception {
        Path file = program.directory().resolve("zeros");
        Files.write(file, new byte[3_000_000]);
        ProcessBuilder command = program.command("exec", "gzip", "-c", ":::", file.toString());
        assertThat(program.end(command, new byte[0]).exit()).isZero();

        byte[] compressed = Files.readAllBytes(program.directory().resolve("out"));

        assertThat(new GZIPInputStream(new ByteArrayInputStream(compressed)).readAllBytes())
                .isEqualTo(new byte[3_000_000]);
    }

    @Test
    void aFailedCommandSaysItsExitCodeAndItsOutputIsPrinted() throws Exception {
        Ended ended = program.run("", "exec", "-j", "1", "sh", "-c", "echo half; exit 3", "sh", ":::", "x");

        assertThat(ended.exit()).isEqualTo(3);
        assertThat(ended.out()).isEqualTo("half\n");
        assertThat(ended.err()).contains("item 0 (x): sh ended with exit code 3");
    }

    @Test
    void jsonHasTheOutputAndTheExitCode() throws Exception {
        Ended ended = program.run("", "exec", "-j", "1", "--json", "--shell", "printf {}; exit 0{}", ":::", "0", "2");

        assertThat(ended.lines()).hasSize(2);
        assertThat(ended.lines().get(0)).startsWith("{\"i\":0,\"ok\":true,\"value\":\"0\",\"pid\":");
        assertThat(ended.lines().get(1)).contains("\"kind\":\"ERROR\"", "\"exit\":2}", "\"value\":\"2\"");
    }

    @Test
    void aHundredMegabytesOfOutputArriveAndMoreThanTheLimitIsSaid() throws Exception {
        Ended much = program.run("", "exec", "-j", "1", "--shell", "head -c {} /dev/zero", ":::", "100000000");
        assertThat(much.exit()).as(much.err()).isZero();
        assertThat(program.directory().resolve("out")).hasSize(100_000_000);

        Ended tooMuch = program.run("", "exec", "-j", "1", "cat", ":::", "/dev/zero");
        assertThat(tooMuch.exit()).isEqualTo(3);
        assertThat(tooMuch.err()).contains("cat was killed", "its output is larger than 134217728 bytes");
    }

    @Test
    void aTimeoutEndsTheWholeTreeAndTheWorkerLivesOn() throws Exception {
        Ended ended = program.run(
                "",
                "exec",
                "-j",
                "1",
                "--pid",
                "--timeout",
                "1s",
                "--shell",
                "echo start; " + TREE,
                ":::",
                "0",
                "4001",
                "0");

        awaitSleepers("4001", number -> number == 0);
        assertThat(ended.exit()).isEqualTo(3);
        assertThat(ended.err()).contains("item 1 (4001) took longer than");
        assertThat(ended.lines().stream().map(line -> line.split("\t")[0]).distinct())
                .as("one worker ran both other items")
                .hasSize(1);
    }

    @Test
    void haltNowEndsTheTreesOfOtherItems() throws Exception {
        Ended ended = program.run(
                "",
                "exec",
                "-j",
                "2",
                "--halt",
                "now,fail=1",
                "--shell",
                "test {} = 1 && sleep 1 && exit 1; " + TREE,
                ":::",
                "4002",
                "1");

        awaitSleepers("4002", number -> number == 0);
        assertThat(ended.exit()).isEqualTo(4);
    }

    @Test
    void theTreeOfAKilledWorkerIsKilledAndTheItemSaysSo() throws Exception {
        Process process = program.command("exec", "-j", "1", "--shell", TREE, ":::", "4003")
                .start();
        awaitSleepers("4003", number -> number == 2);

        ProcessHandle shell = sleepers("4003").get(0).parent().orElseThrow();
        shell.parent().orElseThrow().destroyForcibly();
        Ended ended = program.end(process);

        awaitSleepers("4003", number -> number == 0);
        assertThat(ended.exit()).isEqualTo(3);
        assertThat(ended.err()).contains("item 0 (4003)", "SIGKILL");
    }

    @Test
    void theTreesOfAKilledSupervisorAreKilled() throws Exception {
        Process process = program.command("exec", "-j", "2", "--shell", TREE, ":::", "4004", "4004")
                .start();
        awaitSleepers("4004", number -> number == 4);

        process.destroyForcibly().waitFor();

        awaitSleepers("4004", number -> number == 0);
    }

    @Test
    void aResumedRunRunsOnlyWhatIsMissing() throws Exception {
        String log = program.directory().resolve("log").toString();
        program.run(
                "",
                "exec",
                "-j",
                "1",
                "--joblog",
                log,
                "--shell",
                "test {1} != b && echo {1}{2}",
                ":::",
                "a",
                "b",
                ":::",
                "1");

        Ended ended = program.run(
                "",
                "exec",
                "-j",
                "1",
                "--joblog",
                log,
                "--retry-failed",
                "--shell",
                "test {1} != b && echo {1}{2}",
                ":::",
                "a",
                "b",
                ":::",
                "1");

        assertThat(ended.exit()).isEqualTo(3);
        assertThat(ended.lines()).isEmpty();
        assertThat(ended.err()).contains("item 1 (b 1)").doesNotContain("item 0");
    }

    @Test
    void methodsAndExpressionsOfSeveralParametersGetAColumnEach() throws Exception {
        assertThat(program.run("", "run", "(a, b) -> a * b", "--type", "int,int", ":::", "2", "3", ":::", "5")
                        .lines())
                .containsExactly("10", "15");

        Ended ended = program.run("1,2\n3\n", "run", "Math::max(int, int)", "--colsep", ",");
        assertThat(ended.lines()).as(ended.err()).containsExactly("2");
        assertThat(ended.err()).contains("1 column", "2 parameters");
    }
}
