package dev.procpool.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.procpool.cli.CommandLineProgram.Ended;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The command line on a terminal, which Python's pty makes. */
class CliTerminalIT {

    /** Runs a program on a terminal: types the first argument, and prints what the terminal shows. */
    private static final String ON_TERMINAL = """
            import os, pty, sys
            pid, terminal = pty.fork()
            if pid == 0:
                os.execvp(sys.argv[2], sys.argv[2:])
            os.write(terminal, sys.argv[1].encode())
            shown = b''
            try:
                while chunk := os.read(terminal, 4096):
                    shown += chunk
            except OSError:
                pass  # the other side is closed
            sys.stdout.buffer.write(shown)
            sys.stdout.flush()
            sys.exit(os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]))
            """;

    private static final String END_OF_INPUT = "\u0004";

    @RegisterExtension
    private final CommandLineProgram program = new CommandLineProgram();

    @BeforeEach
    void needsPython() {
        assumeTrue(
                List.of("/usr/bin/python3", "/usr/local/bin/python3").stream()
                        .anyMatch(file -> Files.isExecutable(Path.of(file))),
                "needs python3");
    }

    private Ended onTerminal(String typed, String... words) throws Exception {
        ProcessBuilder command = program.command(words);
        command.command().addAll(0, List.of("python3", "-c", ON_TERMINAL, typed));
        return program.end(command, new byte[0]);
    }

    @Test
    void itemsThatAreTypedAreAskedFor() throws Exception {
        Ended ended = onTerminal("3\n" + END_OF_INPUT, "run", "square", "-j", "1");

        assertThat(ended.exit()).as(ended.out()).isZero();
        assertThat(ended.out())
                .contains("procpool: reading items from the terminal, one a line; end with Ctrl-D")
                .containsPattern("(?m)^9\\R");
    }

    @Test
    void itemsOfTheCommandLineAreNotAskedFor() throws Exception {
        Ended ended = onTerminal("", "run", "square", "-j", "1", ":::", "3");

        assertThat(ended.exit()).as(ended.out()).isZero();
        assertThat(ended.out()).doesNotContain("terminal").containsPattern("(?m)^9\\R");
    }

    @Test
    void helpIsAsWideAsTheTerminal() throws Exception {
        ProcessBuilder help = program.command("run", "--help");
        help.command()
                .addAll(0, List.of("python3", "-c", ON_TERMINAL, "", "sh", "-c", "stty cols 120 && exec \"$@\"", "sh"));
        Ended wide = program.end(help, new byte[0]);

        String plain = wide.out().replaceAll("\u001b\\[[0-9;]*m", "");
        assertThat(plain.lines().mapToInt(String::length).max().orElse(0)).isBetween(100, 120);
    }

    @Test
    void aDemoWaitsForAGuess() throws Exception {
        Ended right = onTerminal("C\n", "demo", "squares", "--lang", "en");
        assertThat(right.exit()).as(right.out()).isZero();
        assertThat(right.out())
                .containsSubsequence("Your guess (a, b or c), then Enter: ", "RUN", "You said c: right.");

        Ended wrong = onTerminal("a\n", "demo", "squares", "--lang", "en");
        assertThat(wrong.out()).contains("You said a, and it is c.");

        Ended unasked = onTerminal("", "demo", "squares", "--lang", "en", "--no-wait");
        assertThat(unasked.out()).doesNotContain("Your guess").contains("The answer is c.");
    }
}
