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
        Process bash = new ProcessBuilder(command).redirectErrorStream(true).start();
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
        assertThat(complete("run", "--cp", "")).as("a file").isEmpty();
    }

    @Test
    void tasksAndDemosAreCompleted() throws Exception {
        assertThat(complete("run", "s")).containsExactlyInAnyOrder("square", "sha256", "sleep");
        assertThat(complete("run", "-j", "2", "--json", "sq")).containsExactly("square");
        assertThat(complete("run", "--profile", "=", "startup", "sq")).containsExactly("square");
        assertThat(complete("demo", "bl")).containsExactly("blast");
        assertThat(complete("demo", "al")).containsExactly("all");
    }

    @Test
    void itemsAreFiles() throws Exception {
        assertThat(complete("run", "square", "")).isEmpty();
        assertThat(complete("run", "square", ":::", "s")).isEmpty();
    }

    @Test
    void everyOptionWithKnownValuesExists() {
        List<String> names = commandLine.getSubcommands().values().stream()
                .flatMap(command -> command.getCommandSpec().options().stream())
                .map(OptionSpec::names)
                .flatMap(all -> List.of(all).stream())
                .toList();

        assertThat(names).containsAll(CompletionScript.VALUES.keySet());
    }
}
