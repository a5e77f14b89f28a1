package dev.procpool.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;

/** The completion script in a real bash. */
@Timeout(60)
class CompletionScriptTest {

    private static final String BASH = """
            source "$1" || exit
            shift
            COMP_WORDS=(procpool "$@")
            COMP_CWORD=$#
            compopt() {
              case "$*" in *dirnames) printf '%s\\n' "(directories)" ;; *+o\\ default*) printf '%s\\n' "(no files)" ;; esac
            }
            _procpool
            printf '%s\\n' "${COMPREPLY[@]}"
            """;

    @TempDir
    private Path directory;

    private final CommandLine commandLine = Main.commandLine(Terminal.of(
            InputStream.nullInputStream(),
            new PrintStream(new ByteArrayOutputStream()),
            System.err,
            Path.of(""),
            (name, handler) -> {}));

    private Path script;

    @BeforeEach
    void writesTheScript() throws Exception {
        script = Files.writeString(directory.resolve("script"), CompletionScript.of(commandLine));
    }

    private List<String> complete(String... words) throws Exception {
        List<String> command = new ArrayList<>(List.of("bash", "--norc", "--noprofile", "-c", BASH, "bash"));
        command.add(script.toString());
        command.addAll(List.of(words));
        Process bash = new ProcessBuilder(command)
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .start();
        bash.getOutputStream().close();
        String printed = new String(bash.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(bash.waitFor()).as(printed).isZero();
        return printed.lines().filter(line -> !line.isEmpty()).toList();
    }

    @Test
    void commandsAreCompleted() throws Exception {
        assertThat(complete("")).contains("run", "demo", "doctor", "completion", "help");
        assertThat(complete("ru")).containsExactly("run");
        assertThat(complete("help", "dem")).containsExactly("demo");
        assertThat(complete("archive", "")).containsExactlyInAnyOrder("build", "clear");
        assertThat(complete("--ver")).containsExactly("--version");
    }

    @Test
    void optionsAreThoseOfTheCommand() throws Exception {
        assertThat(complete("run", "--retr")).containsExactlyInAnyOrder("--retries", "--retry-on", "--retry-failed");
        assertThat(complete("run", "square", "--js")).containsExactly("--json");
        assertThat(complete("demo", "--retr")).isEmpty();
    }

    @Test
    void valuesOfOptionsAreCompleted() throws Exception {
        assertThat(complete("run", "--profile", "")).containsExactlyInAnyOrder("startup", "throughput");
        assertThat(complete("run", "--profile", "=", "st")).containsExactly("startup");
        assertThat(complete("run", "--profile", "=")).hasSize(2);
        assertThat(complete("run", "--halt", "now")).contains("now,fail=1");
        assertThat(complete("run", "--retry-on", "died,t")).containsExactly("died,timeout");
        assertThat(complete("demo", "--lang", "")).containsExactly("en", "zh");
        assertThat(complete("run", "-P", "5")).containsExactly("50%");
        assertThat(complete("run", "--no-b")).containsExactly("--no-bar");
        assertThat(complete("exec", "--timeout", "3")).containsExactly("30s", "300%");
        assertThat(complete("run", "x -> x", "--type", "int,dou")).containsExactly("int,double");
        assertThat(complete("bench", "--rows", "APPLY_H")).containsExactly("APPLY_HOT");
    }

    /** Bash takes a word with {@code =} or {@code :} for several, and replaces only the last of them. */
    @Test
    void aValueIsCompletedBehindAnEqualsSign() throws Exception {
        assertThat(complete("run", "--halt", "now,fail", "=", "1")).containsExactly("1", "10%");
        assertThat(complete("run", "--halt", "now,fail", "=")).containsExactly("1", "10%");
        assertThat(complete("run", "--halt", "=", "soon,success", "=")).containsExactly("1");
        assertThat(complete("run", "--halt", "now,fail", "=", "1", "sq")).containsExactly("square");
        assertThat(complete("run", "--cp", "a.jar", ":", "b.jar", "sq")).containsExactly("square");
        assertThat(complete("run", "--profile=st")).as("in zsh").containsExactly("--profile=startup");
    }

    @Test
    void aValueThatIsAFileOrADirectoryIsCompletedAsSuch() throws Exception {
        Files.createFile(directory.resolve("b.jar"));

        for (String option : List.of("--cp", "-a", "--arg-file", "--joblog")) {
            assertThat(complete("run", option, ""))
                    .as("files, as bash has them")
                    .isEmpty();
        }
        assertThat(complete("run", "--cp", "a.jar", ":", "b")).isEmpty();
        assertThat(complete("run", "--cp", "a.jar:b")).as("in zsh").containsExactly("a.jar:b.jar");
        assertThat(complete("run", "--arg-file=b")).as("in zsh").containsExactly("--arg-file=b.jar");
        assertThat(complete("exec", "--results", "")).containsExactly("(directories)");
        assertThat(complete("run", "--run-dir", "=", "x")).containsExactly("(directories)");
        assertThat(complete("bench", "--python", "bas")).contains("bash");
    }

    @Test
    void aValueOfWhichNothingIsKnownIsNoFile() throws Exception {
        assertThat(complete("run", "-d", "")).containsExactly("(no files)");
        assertThat(complete("exec", "--colsep", "x")).containsExactly("(no files)");
        assertThat(complete("doctor", "")).containsExactly("(no files)");
    }

    @Test
    void everyOptionWithAParameterDeclaresItsValues() {
        assertThat(options().filter(option -> option.arity().max() > 0))
                .hasSizeGreaterThan(40)
                .allSatisfy(option -> assertThat(OptionValues.of(option))
                        .as(option.longestName())
                        .isPresent());
    }

    @Test
    void aProgramIsCompletedByPrograms() throws Exception {
        assertThat(complete("exec", "bas")).contains("bash");
        assertThat(complete("exec", "-j", "2", "--", "bas")).contains("bash");
        assertThat(complete("exec", "-j", "2", "--", "--js")).isEmpty();
        assertThat(complete("exec", "--", "bash", "")).as("files").isEmpty();
        assertThat(complete("exec", "bash", "--js")).as("an option of bash").isEmpty();
        assertThat(complete("exec", "gzip", "--joblog", "")).isEmpty();
    }

    @Test
    void tasksAndDemosAreCompleted() throws Exception {
        assertThat(complete("run", "s")).containsExactlyInAnyOrder("square", "sha256", "sleep");
        assertThat(complete("run", "-j", "2", "--json", "sq")).containsExactly("square");
        assertThat(complete("run", "--profile", "=", "startup", "sq")).containsExactly("square");
        assertThat(complete("demo", "bl")).containsExactly("blast");
        assertThat(complete("demo", "al")).containsExactly("all");
        Files.createFile(directory.resolve("Foo.java"));
        Files.createFile(directory.resolve("Foo.txt"));
        assertThat(complete("run", "--retries", "1", "F")).containsExactly("Foo.java");
        assertThat(complete("run", "")).contains("square", "Foo.java").doesNotContain("Foo.txt");
        assertThat(complete("run", "'s")).as("an expression").containsExactly("(no files)");
    }

    @Test
    void itemsAreFiles() throws Exception {
        assertThat(complete("run", "square", "")).isEmpty();
        assertThat(complete("run", "square", ":::", "s")).isEmpty();
    }

    @Test
    void everyOptionWithKnownValuesExists() {
        assertThat(options().flatMap(option -> Stream.of(option.names())).toList())
                .containsAll(OptionValues.names());
    }

    private Stream<OptionSpec> options() {
        return commandLine.getSubcommands().values().stream()
                .flatMap(command -> command.getCommandSpec().options().stream())
                .filter(option -> !option.hidden());
    }
}
