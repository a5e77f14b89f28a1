package dev.procpool.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.grack.nanojson.JsonObject;
import com.grack.nanojson.JsonParser;
import com.grack.nanojson.JsonParserException;
import dev.procpool.cli.CommandLineProgram.Ended;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Rules of a run that depend on how items end, and options that put off the start of items. */
class CliRulesIT {

    @RegisterExtension
    private final CommandLineProgram program = new CommandLineProgram();

    private static JsonObject json(String line) {
        try {
            return JsonParser.object().from(line);
        } catch (JsonParserException e) {
            throw new IllegalArgumentException(line, e);
        }
    }

    @Test
    void aFailureBehindAnItemThatRunsForEverStopsTheRun() throws Exception {
        Ended ended = program.run("spin\nok\nthrow\nok\n", "run", "chaos", "-j", "2", "--halt", "now,fail=1");

        assertThat(ended.exit()).as(ended.err()).isEqualTo(4);
        assertThat(ended.err()).contains("stopping after 1 failed item (--halt now,fail=1)", "item 2 (throw): ");
        assertThat(ended.lines()).contains("ok");
    }

    @Test
    void theFirstSuccessEndsARunWell() throws Exception {
        Ended ended = program.run("spin\nthrow\nok\n", "run", "chaos", "-j", "2", "--halt", "now,success=1");

        assertThat(ended.exit()).as(ended.err()).isZero();
        assertThat(ended.lines()).containsExactly("ok");
        assertThat(ended.err()).contains("stopping after 1 successful item");
    }

    @Test
    void noCommandIsStartedBehindTheOneThatStopsTheRun() throws Exception {
        Ended ended = program.run(
                "",
                "exec",
                "-j",
                "1",
                "--halt",
                "soon,fail=1",
                "--shell",
                "echo {}; exit {}",
                ":::",
                "0",
                "0",
                "1",
                "2");

        assertThat(ended.exit()).as(ended.err()).isEqualTo(4);
        assertThat(ended.lines()).containsExactly("0", "0", "1");
    }

    @Test
    void aShareOfAllItemsIsKnownAlthoughTheyComeFromStdin() throws Exception {
        Ended ended = program.run(
                "ok\nok\nthrow\nspin\n", "run", "chaos", "-j", "2", "--halt", "now,done=75%", "--unordered");

        assertThat(ended.exit()).as(ended.err()).isEqualTo(3);
        assertThat(ended.lines()).containsExactly("ok", "ok");
        assertThat(ended.err()).contains("stopping after 3 items (--halt now,done=75%)");
    }

    @Test
    void resultsAreInOrderAlthoughTheyAreLookedAtAsTheyArrive() throws Exception {
        StringBuilder items = new StringBuilder("100ms\n");
        for (int i = 0; i < 3000; i++) {
            items.append(i % 500 == 0 ? "20ms" : "0ms").append('\n');
        }
        Ended ended = program.run(items.toString(), "run", "sleep", "-j", "3", "--halt", "now,fail=1", "--json");

        assertThat(ended.exit()).as(ended.err()).isZero();
        assertThat(ended.lines()).hasSize(3001);
        for (int i = 0; i < 3001; i++) {
            assertThat(ended.lines().get(i)).startsWith("{\"i\":" + i + ",\"ok\":true");
        }
    }

    @Test
    void anItemThatTakesThreeTimesTheMedianIsKilled() throws Exception {
        Ended ended =
                program.run("60s\n" + "200ms\n".repeat(5), "run", "sleep", "-j", "2", "--timeout", "300%", "--json");

        assertThat(ended.exit()).as(ended.err()).isEqualTo(3);
        JsonObject first = json(ended.lines().get(0));
        assertThat(first.getObject("error").getString("kind")).isEqualTo("TIMEOUT");
        assertThat(first.getDouble("runMs")).isLessThan(20_000);
        assertThat(ended.lines().stream().skip(1).map(CliRulesIT::json))
                .hasSize(5)
                .allMatch(o -> o.getBoolean("ok"));
    }

    /** The last of 8 items starts 1.4 s after the first one, which itself may take long on a busy machine. */
    @Test
    void startsAreApartByTheDelay() throws Exception {
        Path log = program.directory().resolve("log");
        Ended ended =
                program.run("a\n".repeat(8), "run", "echo", "-j", "2", "--delay", "200ms", "--joblog", log.toString());

        assertThat(ended.lines()).hasSize(8);
        List<Instant> ends = Files.readAllLines(log).stream()
                .map(line -> Instant.parse(json(line).getString("at")))
                .toList();
        assertThat(Duration.between(ends.get(0), ends.get(7))).isGreaterThan(Duration.ofMillis(700));
    }

    @Test
    void noMoreItemsAreGivenOutThanThereAreWorkers() throws Exception {
        Ended ended = program.run(
                "200ms\n".repeat(6), "run", "sleep", "-j", "2", "--load", "10000", "--memfree", "1m", "--json");

        assertThat(ended.exit()).as(ended.err()).isZero();
        assertThat(ended.lines()).hasSize(6);
        assertThat(ended.lines().stream().map(line -> json(line).getDouble("queuedMs")))
                .as("items wait before they are read, and for no worker")
                .allMatch(millis -> millis < 150);
    }

    @Test
    void aSignalEndsARunThatWaitsForMemory() throws Exception {
        Process process = program.command("run", "echo", "--memfree", "999999g", ":::", "a")
                .start();
        process.getOutputStream().close();
        CommandLineProgram.await(() -> program.err().contains("no item is started for now"));
        new ProcessBuilder("kill", "-INT", Long.toString(process.pid())).start().waitFor();
        Ended ended = program.end(process);

        assertThat(ended.exit()).as(ended.err()).isEqualTo(130);
        assertThat(ended.err()).contains("MiB of memory are free (--memfree 999999g)");
        assertThat(ended.out()).isEmpty();
    }
}
