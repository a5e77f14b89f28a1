package dev.procpool.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

/** Each of these commands is refused before anything is measured. */
class BenchChecksTest {

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final PrintStream stream = new PrintStream(out, true, StandardCharsets.UTF_8);
    private final CommandLine commandLine = Main.commandLine(
            Terminal.of(InputStream.nullInputStream(), stream, stream, Path.of(""), (name, handler) -> {}));

    private void assertRefused(String why, String... options) {
        String[] words = new String[options.length + 1];
        words[0] = "bench";
        System.arraycopy(options, 0, words, 1, options.length);

        int exit = commandLine.execute(words);

        assertThat(exit).isEqualTo(ExitCodes.USAGE);
        assertThat(out.toString(StandardCharsets.UTF_8)).contains(why);
    }

    @Test
    void aPythonThatCannotBeRun() {
        assertRefused("--python no-such-python cannot be run", "--python", "no-such-python");
    }

    @Test
    void morePythonsThanColumns() {
        assertRefused("3 times at most", "--python", "a", "--python", "b", "--python", "c", "--python", "d");
    }

    @Test
    void anotherPythonWithoutPython() {
        assertRefused("exclude each other", "--no-python", "--python", "a");
    }

    @Test
    void aRowThatDoesNotExist() {
        assertRefused("the groups CALLS, TEXT, POOLS, SHELL, BETWEEN, SOAK", "--rows", "NO_ROW");
    }
}
