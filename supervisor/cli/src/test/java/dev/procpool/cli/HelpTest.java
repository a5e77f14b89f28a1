package dev.procpool.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

/** Help texts, and messages about mistakes. */
class HelpTest {

    private static final int WIDTH = 80;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final PrintStream stream = new PrintStream(out, true, StandardCharsets.UTF_8);
    private final CommandLine commandLine = Main.commandLine(
            Terminal.of(InputStream.nullInputStream(), stream, stream, Path.of(""), (name, handler) -> {}));

    private String said(String... words) {
        out.reset();
        commandLine.execute(words);
        return out.toString(StandardCharsets.UTF_8);
    }

    @Test
    void everyHelpFitsInto80Columns() {
        for (String command : commandLine.getSubcommands().keySet()) {
            String help = said("help", command);

            assertThat(help).contains("Usage: procpool " + command);
            assertThat(help.lines()).as(command).allMatch(line -> line.length() <= WIDTH);
        }
        assertThat(said("--help").lines()).allMatch(line -> line.length() <= WIDTH);
    }

    @Test
    void optionsAreInGroupsTheMostNeededFirst() {
        String help = said("run", "--help");

        assertThat(help)
                .containsSubsequence(
                        "Examples:",
                        "How many at a time:",
                        "Items:",
                        "Results:",
                        "--json",
                        "When something goes wrong:",
                        "--timeout",
                        "Long runs:",
                        "Pace:",
                        "Worker JVMs:",
                        "Messages",
                        "Others:",
                        "--help");
        assertThat(said("--help")).containsSubsequence("Examples:", "Commands:", "run  ", "Options:");
        assertThat(said("doctor", "--help")).contains("Options:").doesNotContain("Others:");
    }

    @Test
    void helpFollowsTheWidthThatItIsGiven() {
        commandLine.setUsageHelpAutoWidth(false).setUsageHelpWidth(150);

        assertThat(said("run", "--help").lines()).anyMatch(line -> line.length() > 2 * WIDTH - 20);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "rnu | 'procpool' has no command 'rnu'; did you mean 'run'?",
                "run --retrys=2 square | 'procpool run' has no option '--retrys'; did you mean '--retries'?",
                "run --jason square | 'procpool run' has no option '--jason'; did you mean '--json'?",
                "square ::: 1 | 'procpool' has no command 'square'; 'procpool run' runs a task",
                "Math::sqrt | 'procpool' has no command 'Math::sqrt'; 'procpool run' runs a task",
                "run sqaure ::: 1 | there is no task 'sqaure'; did you mean 'square'?",
                "run Math::sqrtt ::: 1 | java.lang.Math has no public method 'sqrtt'; did you mean 'sqrt'?",
                "run com.acme.Foo.hello ::: 1 | class com.acme.Foo.hello is not on the class path (is --cp missing?);"
                        + " if hello is a method, write com.acme.Foo::hello",
                "run lambda_x:_x*x ::: 1 | there is no task 'lambda x: x*x': in Java, a lambda is written as 'x -> x * x'",
                "demo sqares | there is no demo 'sqares'; did you mean 'squares'? ('procpool demo --list' shows them)"
            })
    void aMistakeSaysWhatMayHaveBeenMeant(String words, String message) {
        List<String> lines = said(Stream.of(words.split(" "))
                        .map(word -> word.replace('_', ' '))
                        .toArray(String[]::new))
                .lines()
                .toList();

        assertThat(lines).hasSize(2).first().isEqualTo("procpool: " + message);
        assertThat(lines.get(1)).startsWith("Try 'procpool");
    }
}
