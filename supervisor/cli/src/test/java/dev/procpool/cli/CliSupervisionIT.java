package dev.procpool.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.grack.nanojson.JsonObject;
import com.grack.nanojson.JsonParser;
import com.grack.nanojson.JsonParserException;
import dev.procpool.cli.CommandLineProgram.Ended;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Timeouts, retries, stopping early, job logs and signals on the command line. */
class CliSupervisionIT {

    @RegisterExtension
    private final CommandLineProgram program = new CommandLineProgram();

    private static JsonObject json(String line) {
        try {
            return JsonParser.object().from(line);
        } catch (JsonParserException e) {
            throw new IllegalArgumentException(line, e);
        }
    }

    private static String kindOf(String line) {
        JsonObject o = json(line);
        return o.getInt("i") + " "
                + (o.getBoolean("ok") ? "ok" : o.getObject("error").getString("kind"));
    }

    @Tag("jdk")
    @Test
    void theChaosSessionPrintsWhatTheManualSays() throws Exception {
        Ended ended = program.run("ok\nexit:7\nspin\nok\n", "run", "chaos", "-j", "2", "--timeout", "1s", "--json");

        assertThat(ended.exit()).as(ended.err()).isEqualTo(3);
        assertThat(ended.lines().stream().map(CliSupervisionIT::kindOf))
                .containsExactly("0 ok", "1 WORKER_DIED", "2 TIMEOUT", "3 ok");
        assertThat(ended.err())
                .contains("procpool: item 2 (spin) took longer than 1s; worker ", "Chaos.spin")
                .contains("exited with code 7 while running the item\n")
                .doesNotContain("(pool:");
    }

    @Test
    void retriesRunAgainWhatTheyShouldAndAPoisonItemHasItsKind() throws Exception {
        Ended ended = program.run(
                "halt:9\nthrow\n", "run", "chaos", "-j", "1", "--retries", "1", "--retry-on", "died,timeout", "--json");

        assertThat(ended.exit()).as(ended.err()).isEqualTo(3);
        assertThat(ended.lines().stream().map(CliSupervisionIT::kindOf)).containsExactly("0 POISON", "1 ERROR");
        assertThat(json(ended.lines().get(0)).getInt("attempt")).isEqualTo(2);
        assertThat(json(ended.lines().get(1)).getInt("attempt")).isEqualTo(1);
    }

    @Test
    void haltSoonEndsAfterSoManyFailuresWithCode4() throws Exception {
        Ended ended = program.run(
                "throw\n".repeat(2) + "ok\n".repeat(5000),
                "run",
                "chaos",
                "-j",
                "1",
                "--chunk",
                "1",
                "--unordered",
                "--halt",
                "soon,fail=2");

        assertThat(ended.exit()).as(ended.err()).isEqualTo(4);
        assertThat(ended.err()).contains("stopping after 2 failed items (--halt soon,fail=2)");
        assertThat(ended.lines().size()).isLessThan(5000);
    }

    @Test
    void haltNowKillsWhatRuns() throws Exception {
        Ended ended = program.run("spin\nthrow\n", "run", "chaos", "-j", "2", "--unordered", "--halt", "now,fail=1");

        assertThat(ended.exit()).as(ended.err()).isEqualTo(4);
    }

    @Test
    void aJobLogSaysWhatBecameOfEachItemAndARunCanBeResumed() throws Exception {
        Path log = program.directory().resolve("log");
        String items = "ok\nthrow\nok\nexit:3\nok\n";
        Ended first = program.run(items, "run", "chaos", "-j", "2", "--joblog", log.toString());
        assertThat(first.exit()).isEqualTo(3);
        List<String> lines = Files.readAllLines(log);
        assertThat(lines).hasSize(5);
        assertThat(lines.stream().map(CliSupervisionIT::kindOf))
                .containsExactlyInAnyOrder("0 ok", "1 ERROR", "2 ok", "3 WORKER_DIED", "4 ok");
        assertThat(json(lines.get(0)).getString("item")).isNotNull();

        Ended refused = program.run(items, "run", "chaos", "--joblog", log.toString());
        assertThat(refused.exit()).isEqualTo(2);
        assertThat(refused.err()).contains("--resume");

        // as if it had been killed within a line
        Files.writeString(log, String.join("\n", lines.subList(0, 4)) + "\n{\"i\":4,\"it");
        Ended resumed = program.run(items, "run", "chaos", "--joblog", log.toString(), "--resume", "--json");
        assertThat(resumed.exit()).as(resumed.err()).isZero();
        long missing = json(lines.get(4)).getLong("i");
        assertThat(resumed.lines()).hasSize(1);
        assertThat(json(resumed.lines().get(0)).getLong("i")).isEqualTo(missing);

        Ended again = program.run(items, "run", "chaos", "--joblog", log.toString(), "--retry-failed", "--json");
        assertThat(again.exit()).isEqualTo(3);
        assertThat(again.lines().stream().map(CliSupervisionIT::kindOf)).containsExactly("1 ERROR", "3 WORKER_DIED");

        Ended ofAnotherTask = program.run(items, "run", "echo", "--joblog", log.toString(), "--resume");
        assertThat(ofAnotherTask.exit()).isEqualTo(2);
        assertThat(ofAnotherTask.err()).contains("is of task chaos, not of echo");

        Ended other = program.run("ok\nother\n", "run", "chaos", "--joblog", log.toString(), "--retry-failed");
        assertThat(other.exit()).isEqualTo(2);
        assertThat(other.err()).contains("item 1 was 'throw' and is 'other' now");
    }

    @Test
    void whatHaltNowKeepsFromRunningIsNotLoggedSoThatAResumedRunRunsIt() throws Exception {
        Path log = program.directory().resolve("log");
        String items = "ok\n".repeat(50) + "throw\n" + "ok\n".repeat(20_000);
        Ended halted =
                program.run(items, "run", "chaos", "-j", "2", "--halt", "now,fail=1", "--joblog", log.toString());

        assertThat(halted.exit()).as(halted.err()).isEqualTo(4);
        assertThat(Files.readAllLines(log).stream().map(CliSupervisionIT::json))
                .allMatch(o -> o.getInt("worker") > 0)
                .filteredOn(o -> !o.getBoolean("ok"))
                .hasSizeBetween(1, 3);
    }

    @Test
    void wrongValuesAreRefusedWithTheirNames() throws Exception {
        for (List<String> wrong : List.of(
                List.of("--timeout", "0s"),
                List.of("--retries", "-1"),
                List.of("--retry-on", "boredom"),
                List.of("--halt", "later"),
                List.of("--max-tasks", "0"),
                List.of("--max-rss", "many"),
                List.of("--restart-intensity", "5"),
                List.of("--joblog", "/nowhere/log"),
                List.of("--resume", "--quiet"))) {
            Ended ended = program.run("", "run", "square", wrong.get(0), wrong.get(1));
            assertThat(ended.exit()).as(wrong + ended.err()).isEqualTo(2);
            assertThat(ended.err()).contains("procpool: ").doesNotContain("\tat ");
        }
    }

    // ---- signals

    private Process startWith(String items, String... words) throws Exception {
        Process process = program.command(words).start();
        OutputStream in = process.getOutputStream();
        in.write(items.getBytes(java.nio.charset.StandardCharsets.UTF_8));
        in.flush(); // and left open, as a terminal is
        return process;
    }

    private static void signal(Process process, String name) throws Exception {
        new ProcessBuilder("kill", "-" + name, Long.toString(process.pid()))
                .start()
                .waitFor();
    }

    @Test
    void theFirstSignalLetsRunningItemsEndAndStartsNoMore() throws Exception {
        for (String name : List.of("INT", "TERM", "HUP")) {
            Process process = startWith("1500ms\n".repeat(6), "run", "sleep", "-j", "2", "--chunk", "1");
            CommandLineProgram.await(() -> program.out().lines().count() >= 2);
            signal(process, name);
            Ended ended = program.end(process);

            int number = name.equals("INT") ? 2 : name.equals("TERM") ? 15 : 1;
            assertThat(ended.exit()).as(ended.err()).isEqualTo(128 + number);
            assertThat(ended.lines().size()).as("two were running").isBetween(3, 4);
            assertThat(ended.err().lines().filter(l -> l.contains("SIG" + name)))
                    .hasSize(1);
        }
    }

    /** Waits until the item that spins does so, as the processor time of its worker shows. */
    private void awaitSpinning(Process process) {
        CommandLineProgram.await(() -> program.out().contains("ok"));
        Duration before = busiest(process);
        CommandLineProgram.await(() -> busiest(process).minus(before).compareTo(Duration.ofMillis(700)) > 0);
    }

    private static Duration busiest(Process process) {
        return process.descendants()
                .map(child -> child.info().totalCpuDuration().orElse(Duration.ZERO))
                .max(Duration::compareTo)
                .orElse(Duration.ZERO);
    }

    @Tag("jdk")
    @Test
    void theSecondSignalKills() throws Exception {
        Process process = startWith("ok\nspin\n", "run", "chaos", "-j", "2");
        awaitSpinning(process);
        signal(process, "INT");
        CommandLineProgram.await(() -> program.err().contains("SIGINT"));
        long start = System.nanoTime();
        signal(process, "INT");
        Ended ended = program.end(process);

        assertThat(ended.exit()).as(ended.err()).isEqualTo(130);
        assertThat(ended.err()).contains("SIGINT, the second signal");
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(5));
    }

    @Test
    void whatDoesNotEndWithinTheStopTimeoutIsKilled() throws Exception {
        Process process = startWith("ok\nspin\n", "run", "chaos", "-j", "2", "--stop-timeout", "500ms");
        awaitSpinning(process);
        signal(process, "TERM");
        Ended ended = program.end(process);

        assertThat(ended.exit()).as(ended.err()).isEqualTo(143);
        assertThat(ended.err()).contains("not ended within 500ms");
    }

    @Test
    void aSignalWhileTheInputIsReadEndsTheRunAlthoughTheInputDoesNotEnd() throws Exception {
        Process process = startWith("1\n2\n", "run", "square", "-j", "1", "--chunk", "1");
        CommandLineProgram.await(() -> program.out().lines().count() >= 2);
        signal(process, "INT");
        Ended ended = program.end(process);

        assertThat(ended.exit()).as(ended.err()).isEqualTo(130);
        assertThat(ended.lines()).containsExactly("1", "4");
    }

    @Test
    void aJobLogOfAKilledRunIsResumedToTheEnd() throws Exception {
        Path log = program.directory().resolve("log");
        StringBuilder items = new StringBuilder();
        for (int i = 0; i < 40; i++) {
            items.append("50ms\n");
        }
        Process process = startWith(items.toString(), "run", "sleep", "-j", "2", "--joblog", log.toString());
        CommandLineProgram.await(() -> program.out().lines().count() >= 5);
        process.destroyForcibly().waitFor();
        long done = Files.readAllLines(log).size();
        assertThat(done).isBetween(5L, 39L);
        CommandLineProgram.assertNothingIsLeft();

        Ended ended = program.run(items.toString(), "run", "sleep", "--joblog", log.toString(), "--resume");
        assertThat(ended.exit()).as(ended.err()).isZero();
        assertThat(Files.readAllLines(log).stream()
                        .map(CliSupervisionIT::kindOf)
                        .distinct())
                .hasSize(40);
    }
}
