package dev.procpool.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.grack.nanojson.JsonObject;
import com.grack.nanojson.JsonParser;
import dev.procpool.cli.CommandLineProgram.Ended;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The options that {@code exec} shares with {@code run}, with commands in place of tasks. */
class ExecOptionsIT {

    @RegisterExtension
    private final CommandLineProgram program = new CommandLineProgram();

    private Ended exec(String... words) throws Exception {
        return execWith("", words);
    }

    private Ended execWith(String stdin, String... words) throws Exception {
        List<String> all = new ArrayList<>(List.of("exec"));
        all.addAll(List.of(words));
        return program.run(stdin, all.toArray(new String[0]));
    }

    private Path file(String name, String text) throws Exception {
        return Files.writeString(program.directory().resolve(name), text);
    }

    private static List<JsonObject> json(Ended ended) throws Exception {
        List<JsonObject> all = new ArrayList<>();
        for (String line : ended.lines()) {
            all.add(JsonParser.object().from(line));
        }
        return all;
    }

    @Test
    void itemsOfAFileEndWithADelimiterAndHaveColumns() throws Exception {
        Path items = file("items", "a,1;b,2");

        Ended ended = exec("-a", items.toString(), "-d", ";", "-C", ",", "echo", "{2}-{1}", "{#}");

        assertThat(ended.lines()).as(ended.err()).containsExactly("1-a 1", "2-b 2");
    }

    @Test
    void severalItemsMakeOneCommand() throws Exception {
        Ended ended = execWith("a\0b b\0c", "-0", "-n", "2", "-k", "--chunk", "2", "--buffer", "4", "printf", "[%s]");

        assertThat(ended.out()).as(ended.err()).isEqualTo("[a][b b][c]");
    }

    @Test
    void sourcesAreLinkedAndCombined() throws Exception {
        Path letters = file("letters", "x\ny\n");

        Ended ended = exec("--tag", "echo", "{1}{2}{3}", ":::", "a", "b", ":::+", "1", "2", "::::", letters.toString());

        assertThat(ended.lines())
                .as(ended.err())
                .containsExactly("a 1 x\ta1x", "a 1 y\ta1y", "b 2 x\tb2x", "b 2 y\tb2y");
    }

    @Test
    void resultsAreTaggedAndKeptInFiles() throws Exception {
        Path results = program.directory().resolve("results");
        String command = "echo out {}; echo again; test {} != b";

        Ended ended = exec("-j1", "--tag", "--results", results.toString(), "--shell", command, ":::", "a", "b");

        assertThat(ended.exit()).as(ended.err()).isEqualTo(ExitCodes.ITEMS_FAILED);
        assertThat(ended.lines()).containsExactly("a\tout a", "a\tagain", "b\tout b", "b\tagain");
        assertThat(results.resolve("0-a")).hasContent("out a\nagain\n");
        assertThat(results.resolve("1-b")).hasContent("out b\nagain\n");
        assertThat(Files.readString(results.resolve("1-b.failed"))).startsWith("ERROR: ");
    }

    @Test
    void aRunThatStoppedAtAFailureGoesOnWithTheItemsThatAreLeft() throws Exception {
        String log = program.directory().resolve("log").toString();
        String command = "test {} != 2 && { test {} = 1 || sleep $PAUSE; } && echo {}";
        String[] given = {"--shell", command, ":::", "1", "2", "3", "4", "5"};

        Ended first = execWithPause("3", List.of("-j1", "--joblog", log, "--halt", "soon,fail=1"), given);
        Ended second = execWithPause("0", List.of("-j1", "--joblog", log, "--resume"), given);

        assertThat(first.exit()).as(first.err()).isEqualTo(ExitCodes.HALTED);
        assertThat(first.lines()).startsWith("1").hasSizeLessThan(4);
        assertThat(second.exit()).as(second.err()).isZero();
        assertThat(Stream.concat(first.lines().stream(), second.lines().stream()))
                .containsExactly("1", "3", "4", "5");
    }

    private Ended execWithPause(String seconds, List<String> options, String... given) throws Exception {
        List<String> words = new ArrayList<>(List.of("exec"));
        words.addAll(options);
        words.addAll(List.of(given));
        ProcessBuilder command = program.command(words.toArray(new String[0]));
        command.environment().put("PAUSE", seconds);
        return program.end(command, new byte[0]);
    }

    @Test
    void halfOfTheItemsAreEnough() throws Exception {
        Ended ended = exec("-j1", "--halt", "now,done=50%", "--shell", "sleep .{}; echo {}", ":::", "1", "2", "9", "9");

        assertThat(ended.lines()).as(ended.err()).containsExactly("1", "2");
        assertThat(ended.err()).contains("stopping after 2 items (--halt now,done=50%)");
        assertThat(ended.exit()).isZero();
    }

    @Test
    void aSuccessEndsTheCommandsThatRun() throws Exception {
        Ended ended = exec("-j2", "--halt", "now,success=1", "--shell", "sleep {}; echo {}", ":::", "60", "0");

        assertThat(ended.lines()).as(ended.err()).containsExactly("0");
        assertThat(ended.exit()).isZero();
    }

    @Test
    void aCommandThatTakesThreeTimesTheMedianIsKilled() throws Exception {
        Ended ended = exec("-j2", "--timeout", "300%", "--json", "sleep", ":::", "60", ".2", ".2", ".2", ".2");

        assertThat(ended.exit()).as(ended.err()).isEqualTo(ExitCodes.ITEMS_FAILED);
        List<JsonObject> items = json(ended);
        assertThat(items.get(0).getObject("error").getString("kind")).isEqualTo("TIMEOUT");
        assertThat(items).hasSize(5).filteredOn(item -> item.getBoolean("ok")).hasSize(4);
    }

    @Test
    void aCommandReportsNoProgressAndEndsAtTheStallTimeout() throws Exception {
        Ended ended = exec("-j1", "--stall-timeout", "1s", "sleep", ":::", "60");

        assertThat(ended.exit()).isEqualTo(ExitCodes.ITEMS_FAILED);
        assertThat(ended.err()).contains("item 0 (60) made no progress for 1s");
    }

    @Test
    void aFailedCommandIsRunAgain() throws Exception {
        Path runs = program.directory().resolve("runs");
        String third = ": {}; echo >> " + runs + "; test $(wc -l < " + runs + ") = 3";

        Ended ended = exec("-j1", "--retries", "2", "--retry-on", "error", "--json", "--shell", third, ":::", "a");

        assertThat(ended.exit()).as(ended.err()).isZero();
        assertThat(json(ended).get(0).getInt("attempt")).isEqualTo(3);
        Ended notRetried = exec("-j1", "--retries", "2", "--retry-on", "died", "--json", "false", ":::", "a");
        assertThat(json(notRetried).get(0).getInt("attempt")).isEqualTo(1);
    }

    @Test
    void commandsStartApart() throws Exception {
        String now = "date +%s%3N; : {}";
        Ended ended = exec(
                "-j2", "--delay", "300ms", "--load", "10000", "--memfree", "1m", "--shell", now, ":::", "a", "b", "c");

        List<Long> millis = ended.lines().stream().map(Long::valueOf).toList();
        assertThat(millis).as(ended.err()).hasSize(3);
        assertThat(millis.get(2) - millis.get(0)).isGreaterThan(400);
    }

    @Test
    void commandsAreAsNiceAsWorkersAndMayBeQuiet() throws Exception {
        Path queues = Files.createDirectory(program.directory().resolve("queues"));
        String[] words = {
            "-P1",
            "--nice",
            "7",
            "-q",
            "--run-dir",
            queues.toString(),
            "--xmx",
            "64m",
            "--profile",
            "startup",
            "--jvm-opt",
            "-Xss1m",
            "--shell",
            "nice; echo noise {} >&2",
            ":::",
            "a"
        };

        Ended ended = exec(words);

        Process nice = new ProcessBuilder("nice").start();
        String own = new String(nice.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
        assertThat(ended.lines()).as(ended.err()).containsExactly("" + (Integer.parseInt(own) + 7));
        assertThat(ended.err()).isEmpty();
        assertThat(queues).isEmptyDirectory();
    }

    @Test
    void aDryRunShowsCommandsAndRunsNone() throws Exception {
        Ended ended = exec("--dry-run", "cp", "-v", "{}", "{.}.bak", ":::", "a b.txt", "c.txt");

        assertThat(ended.exit()).as(ended.err()).isZero();
        assertThat(ended.lines()).containsExactly("cp -v 'a b.txt' 'a b.bak'", "cp -v c.txt c.bak");
    }

    @Test
    void outputsMayBePrintedAsTheyArrive() throws Exception {
        String command = "sleep {}; echo {} {%}";
        Ended ended = exec("--max-procs", "2", "--await-workers", "--unordered", "--shell", command, ":::", "1", "0");

        assertThat(ended.lines().stream().map(line -> line.substring(0, 1)))
                .as(ended.err())
                .containsExactly("0", "1");
        assertThat(ended.lines().stream().map(line -> line.substring(2)))
                .as("workers")
                .containsExactlyInAnyOrder("1", "2");
    }

    @Test
    void aPartOfTheProcessorsIsAtLeastOneWorker() throws Exception {
        Ended ended = exec("-j", "1%", "--await-workers", "--shell", "sleep 0.2; echo {%}", ":::", "a", "b");

        assertThat(ended.lines()).as(ended.err()).containsExactly("1", "1");
    }

    @Test
    void aWorkerIsReplacedAfterItsLastCommand() throws Exception {
        Ended ended = exec("-j1", "--max-tasks", "1", "--pid", "--insights", "echo", ":::", "a", "b", "c");

        assertThat(ended.lines().stream().map(line -> line.split("\t")[1])).containsExactly("a", "b", "c");
        assertThat(ended.lines().stream().map(line -> line.split("\t")[0]).distinct())
                .as("pids")
                .hasSize(3);
        assertThat(ended.err()).contains("3 items in ");
    }

    @Test
    void aSignalGivesCommandsTheStopTimeout() throws Exception {
        Process process = program.command(
                        "exec", "-j1", "--stop-timeout", "1s", "--shell", "echo on >&2; sleep {}", ":::", "60")
                .start();
        process.getOutputStream().close();
        CommandLineProgram.await(() -> program.err().contains("on"));
        new ProcessBuilder("kill", "-INT", Long.toString(process.pid())).start().waitFor();
        Ended ended = program.end(process);

        assertThat(ended.exit()).as(ended.err()).isEqualTo(130);
        assertThat(ended.err()).contains("not ended within 1s: the workers are killed");
    }

    @ParameterizedTest
    @CsvSource({"1, 'now,fail=1', 2", "1, 'soon,fail=1', 2", "2, 'now,fail=1', 3"})
    void noCommandIsStartedAfterTheFailureThatStopsTheRun(String jobs, String halt, int most) throws Exception {
        Path started = file("started", "");
        String command = "echo {} >> " + started + "; [ {} != 2 ]";
        String items = IntStream.rangeClosed(1, 200).mapToObj(i -> i + "\n").collect(Collectors.joining());

        Ended ended = execWith(items, "-j", jobs, "--halt", halt, "--shell", command);

        assertThat(ended.exit()).as(ended.err()).isEqualTo(4);
        assertThat(Files.readAllLines(started)).contains("1", "2").hasSizeLessThanOrEqualTo(most);
    }

    @Test
    void aNameThatIsNotUtf8IsNotTakenForAnotherOne() throws Exception {
        ProcessBuilder command = program.command("exec", "rm", ":::");
        command.command().addAll(0, List.of("sh", "-c", "exec \"$@\" \"$(printf 'a\\377')\"", "sh"));
        Path other = file("a\uFFFD", "");
        Ended ended = program.end(command.directory(program.directory().toFile()), new byte[0]);

        assertThat(ended.exit()).isEqualTo(2);
        assertThat(ended.err()).contains("has bytes that are not UTF-8");
        assertThat(other).exists();
    }

    @Test
    void anOptionBehindTheCommandIsSaidWhereThereAreNoItems() throws Exception {
        Ended ended = exec("echo", "{}", "-a", "items.txt");

        assertThat(ended.exit()).isZero();
        assertThat(ended.err()).contains("no items were read, and '-a' went to the command");
    }
}
