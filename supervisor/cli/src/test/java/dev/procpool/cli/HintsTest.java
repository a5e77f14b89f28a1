package dev.procpool.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;

class HintsTest {

    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @TempDir
    private Path directory;

    private CommandLine commandLine() {
        Terminal terminal = Terminal.of(
                new ByteArrayInputStream(new byte[0]),
                new PrintStream(new ByteArrayOutputStream()),
                new PrintStream(err, true, StandardCharsets.UTF_8),
                directory,
                (name, handler) -> {});
        return Main.commandLine(terminal);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "-I{} | {} is always replaced",
                "-I | {} is always replaced",
                "-L1 | -n N",
                "-X | -n N",
                "-t | --dry-run",
                "-S | this machine only",
                "--sshlogin=a,b | this machine only",
                "--block=1m | split",
                "--eta | --bar",
                "--will-cite | leave it out",
                "--line-buffer | printed whole",
                "--files | --results DIR"
            })
    void anOptionOfAnotherProgramHasAHint(String word, String hint) {
        assertThat(commandLine().execute("run", word, "square", ":::", "1")).isEqualTo(ExitCodes.USAGE);

        assertThat(err.toString(StandardCharsets.UTF_8).lines())
                .hasSize(3)
                .anyMatch(line -> line.startsWith("procpool: 'procpool run' has no option"))
                .anyMatch(line -> line.startsWith("  -") && line.contains(hint));
    }

    @ParameterizedTest
    @ValueSource(strings = {"-", "--", "", "I{}", "--nonsense", "-Q"})
    void otherWordsHaveNone(String word) {
        assertThat(Hints.of(word)).isEmpty();
    }

    private static Stream<Arguments> noTasks() {
        return Stream.of(
                Arguments.of(List.of("gzip", "{}"), "write 'procpool exec gzip {}'"),
                Arguments.of(List.of("gzip {} {.}", ":::", "a"), "write 'procpool exec gzip {} {.}'"),
                Arguments.of(List.of("square", "1", ":::", "2"), "'1' is unexpected: items come after ':::'\n"),
                Arguments.of(List.of("square", "1", "2", "3"), "; write procpool run square ::: 1 2 3\n"),
                Arguments.of(
                        List.of("-j", "2", "sha256", "a b", "2", "3", "4", "5", "6"),
                        "; write procpool run -j 2 sha256 ::: 'a b' 2 3 4 5 …\n"),
                Arguments.of(List.of(":::", "square", "1"), "the task is missing"));
    }

    @ParameterizedTest
    @MethodSource("noTasks")
    void wordsThatAreNoTaskAreRefused(List<String> words, String message) {
        List<String> all = new ArrayList<>(List.of("run"));
        all.addAll(words);

        assertThat(commandLine().execute(all.toArray(new String[0]))).isEqualTo(ExitCodes.USAGE);
        assertThat(err.toString(StandardCharsets.UTF_8)).contains(message);
    }

    @ParameterizedTest
    @CsvSource({"com.acme.Hello::hi, com/acme/Hello.java::hi", "com.acme.Hello, com/acme/Hello.java"})
    void aClassThatIsMissingMayBeASourceFile(String task, String meant) throws Exception {
        Files.createFile(Files.createDirectories(directory.resolve("com/acme")).resolve("Hello.java"));

        assertThat(commandLine().execute("run", task, ":::", "1")).isEqualTo(ExitCodes.USAGE);

        assertThat(err.toString(StandardCharsets.UTF_8))
                .contains("class com.acme.Hello is not on the class path")
                .contains("; for the source file write " + meant + "\n");
    }

    @Test
    void anItemMayBeAnything() {
        assertThat(commandLine().execute("run", "nosuch", ":::", "{}", ":::")).isEqualTo(ExitCodes.USAGE);

        assertThat(err.toString(StandardCharsets.UTF_8)).contains("nosuch").doesNotContain("{}");
    }

    @Test
    void anOptionThatThereIsHasNoHint() {
        for (CommandLine command : commandLine().getSubcommands().values()) {
            CommandSpec spec = command.getCommandSpec();
            if (spec.findOption("--halt") != null) {
                assertThat(Hints.names()).as(spec.name()).noneMatch(name -> spec.findOption(name) != null);
            }
        }
    }
}
