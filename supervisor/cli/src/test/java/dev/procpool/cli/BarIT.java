package dev.procpool.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.procpool.cli.CommandLineProgram.Ended;
import dev.procpool.task.TaskContext;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The progress bar in a terminal. */
class BarIT {

    private static final Pattern BAR = Pattern.compile("\r *\\d+% [^\r]*?\\d+/\\d+[^\r\n]*");
    private static final String[] SECONDS = {"run", "sleep", "-j2", ":::", "0.4", "0.4", "0.4", "0.4", "0.4", "0.4"};

    @RegisterExtension
    private final CommandLineProgram program = new CommandLineProgram();

    @BeforeAll
    static void needsPython() throws Exception {
        assertThat(new ProcessBuilder("python3", "--version").start().waitFor())
                .as("python3")
                .isZero();
    }

    private Ended run(PseudoTerminal terminal, String script, Map<String, String> environment, String... words)
            throws Exception {
        return program.end(terminal.command(script, environment, words), new byte[0]);
    }

    private static List<String> bars(PseudoTerminal terminal) {
        return BAR.matcher(terminal.sent()).results().map(MatchResult::group).toList();
    }

    @Tag("jdk")
    @ParameterizedTest
    @ValueSource(ints = {40, 200})
    void theBarIsDrawnInTheWidthOfTheTerminalAndErasedAtTheEnd(int columns) throws Exception {
        PseudoTerminal terminal = new PseudoTerminal(program, columns);

        Ended ended = run(terminal, "\"$@\"", Map.of(), SECONDS);

        assertThat(ended.exit()).as(terminal.sent()).isZero();
        List<String> bars = bars(terminal).stream()
                .map(PseudoTerminal::withoutColours)
                .map(String::strip)
                .toList();
        assertThat(bars).isNotEmpty().allMatch(bar -> bar.length() < columns);
        assertThat(bars).anyMatch(bar -> bar.contains("/6") && bar.contains("eta "));
        if (columns == 200) {
            assertThat(bars).allMatch(bar -> bar.length() > 190);
        }
        assertThat(terminal.screen()).as("what is seen at the end").containsExactly(sixTimes("0.4"));
        assertThat(terminal.sent()).doesNotContain("WARNING");
    }

    private static String[] sixTimes(String line) {
        String[] lines = new String[6];
        Arrays.fill(lines, line);
        return lines;
    }

    @Test
    void thereAreNoColoursWithNoColor() throws Exception {
        PseudoTerminal terminal = new PseudoTerminal(program, 80);

        run(terminal, "\"$@\"", Map.of("NO_COLOR", "1"), SECONDS);

        assertThat(bars(terminal)).isNotEmpty();
        assertThat(terminal.sent()).doesNotContain("\033");
    }

    @Test
    void aDumbTerminalGetsCharactersOfAscii() throws Exception {
        PseudoTerminal terminal = new PseudoTerminal(program, 80);

        run(terminal, "\"$@\"", Map.of("TERM", "dumb"), SECONDS);

        assertThat(bars(terminal)).isNotEmpty().anyMatch(bar -> bar.contains("[##"));
        assertThat(terminal.sent()).matches("[\\x00-\\x1a\\x20-\\x7f]*");
    }

    @Test
    void thereIsNoBarInAPipe() throws Exception {
        PseudoTerminal terminal = new PseudoTerminal(program, 80);

        run(terminal, "\"$@\" 2>&1 | cat", Map.of(), SECONDS);

        assertThat(terminal.sent().replace("\r\n", "\n")).doesNotContain("\r").hasLineCount(6);
    }

    @Test
    void thereIsNoBarWithNoBar() throws Exception {
        PseudoTerminal terminal = new PseudoTerminal(program, 80);

        run(terminal, "\"$@\"", Map.of(), "run", "sleep", "--no-bar", "-j1", ":::", "0.5", "0.5", "0.5");

        assertThat(terminal.sent().replace("\r\n", "\n")).doesNotContain("\r").hasLineCount(3);
    }

    @Test
    void messagesAndTheOutputOfWorkersAreNotTorn() throws Exception {
        PseudoTerminal terminal = new PseudoTerminal(program, 80);

        Ended ended = run(
                terminal,
                "\"$@\"",
                Map.of(),
                "run",
                BarIT.class.getName() + "::talk",
                "-j2",
                ":::",
                "x",
                "1",
                "2",
                "3");

        assertThat(ended.exit()).isEqualTo(ExitCodes.ITEMS_FAILED);
        assertThat(bars(terminal)).isNotEmpty().anyMatch(bar -> bar.contains("1 failed"));
        assertThat(terminal.screen())
                .allMatch(line -> line.matches("\\d|procpool: item 0 .*|\\[worker \\d pid \\d+] item .*"))
                .filteredOn(line -> line.matches("\\d"))
                .containsExactly("1", "2", "3");
        assertThat(terminal.screen())
                .filteredOn(line -> line.contains("] item "))
                .hasSize(40);
    }

    @Test
    void theNumberOfLinesOfAFileIsKnownBeforeTheyAreRead() throws Exception {
        PseudoTerminal terminal = new PseudoTerminal(program, 80);
        Path items = Files.writeString(program.directory().resolve("items"), "0.1\n".repeat(20));

        Ended ended = run(terminal, "\"$@\"", Map.of(), "run", "sleep", "-j1", "--buffer", "2", "-a", items.toString());

        assertThat(ended.exit()).as(terminal.sent()).isZero();
        assertThat(bars(terminal)).isNotEmpty().allMatch(bar -> bar.contains("/20"));
        assertThat(terminal.sent()).doesNotContain("/?");
    }

    @Test
    void failuresCountWhenTheyHappen() throws Exception {
        PseudoTerminal terminal = new PseudoTerminal(program, 80);
        String command = "sleep {}; test {} != 0";

        run(terminal, "\"$@\"", Map.of(), "exec", "-j2", "--unordered", "--shell", command, ":::", "3", "0", "0");

        assertThat(bars(terminal))
                .as("failures behind an item that runs")
                .anyMatch(bar -> bar.contains("2/3") && bar.contains("2 failed"));
        assertThat(terminal.screen()).hasSize(2).allMatch(line -> line.contains("ended with exit code 1"));
    }

    /** Prints lines for some time; run in workers. */
    public static int talk(String item) throws InterruptedException {
        for (int i = 0; i < 10; i++) {
            System.out.println("item " + item);
            Thread.sleep(70);
        }
        return Integer.parseInt(item);
    }

    @Test
    void aShareOfALongItemCounts() throws Exception {
        PseudoTerminal terminal = new PseudoTerminal(program, 80);

        run(terminal, "\"$@\"", Map.of(), "run", BarIT.class.getName() + "::work", "-j1", ":::", "1");

        assertThat(bars(terminal)).as("of none of one item").anyMatch(bar -> PseudoTerminal.withoutColours(bar)
                .matches("\r +[1-9]\\d?% .* 0/1 .*"));
    }

    /** Reports progress for two seconds; run in workers. */
    public static String work(String item) throws InterruptedException {
        for (int i = 0; i < 40; i++) {
            TaskContext.progress(i, 40);
            Thread.sleep(50);
        }
        return item;
    }
}
