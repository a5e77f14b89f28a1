package dev.procpool.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Commands on other streams than those of the process. No worker is started. */
class TerminalTest {

    @TempDir
    Path directory;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    private Terminal terminal(OutputStream stdout) {
        return Terminal.of(
                InputStream.nullInputStream(),
                new PrintStream(stdout, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8),
                directory,
                (signal, handler) -> {});
    }

    private int execute(String... words) {
        Terminal terminal = terminal(out);
        return terminal.check(Main.commandLine(terminal).execute(words));
    }

    @Test
    void aCommandPrintsToTheStreamsThatItIsGiven() {
        assertThat(execute("run", "--list")).isZero();
        assertThat(out.toString(StandardCharsets.UTF_8)).startsWith("square ");
        assertThat(execute("run", "--help")).isZero();
        assertThat(out.toString(StandardCharsets.UTF_8)).contains("Usage: procpool run", "500ms, 1.5m, …");
        assertThat(err.toString(StandardCharsets.UTF_8)).isEmpty();
    }

    @Test
    void aMistakeIsALineAndAHint() {
        assertThat(execute("run", "square", "--resume", ":::", "1")).isEqualTo(ExitCodes.USAGE);
        assertThat(err.toString(StandardCharsets.UTF_8))
                .isEqualTo(
                        "procpool: --resume and --retry-failed need --joblog FILE\n" + "Try 'procpool run --help'.\n");
        assertThat(out.toString(StandardCharsets.UTF_8)).isEmpty();
    }

    @Test
    void aFileIsLookedForInTheWorkingDirectory() throws Exception {
        Files.writeString(directory.resolve("log"), "{}\n");

        assertThat(execute("run", "square", "--joblog", "log", ":::", "1")).isEqualTo(ExitCodes.USAGE);
        assertThat(err.toString(StandardCharsets.UTF_8)).startsWith("procpool: --joblog: log exists: use --resume");
    }

    @Test
    void textThatCannotBeWrittenIsNoSuccess() {
        OutputStream full = new OutputStream() {
            @Override
            public void write(int b) throws IOException {
                throw new IOException("full");
            }
        };
        Terminal terminal = terminal(full);

        int code = Main.commandLine(terminal).execute("run", "--list");

        assertThat(terminal.check(code)).isEqualTo(ExitCodes.INTERNAL_ERROR);
        assertThat(err.toString(StandardCharsets.UTF_8)).isEqualTo("procpool: stdout cannot be written\n");
        assertThat(terminal.check(ExitCodes.USAGE)).isEqualTo(ExitCodes.USAGE);
    }

    @Test
    void streamsThatAreNoDescriptorsAreNoTerminalAndNoPipe() {
        Terminal terminal = terminal(out);

        assertThat(terminal.isInTerminal()).isFalse();
        assertThat(terminal.isOutTerminal()).isFalse();
        assertThat(terminal.isErrTerminal()).isFalse();
        assertThat(terminal.isOutPipe()).isFalse();
        assertThat(terminal.hasColour()).isFalse();
    }
}
