package dev.procpool.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** A terminal of a certain width in which a command runs; all that it shows is kept. Needs python3. */
final class PseudoTerminal {

    /**
     * Runs a command with all three streams at a new terminal. The standard input is typed there; all that arrives is
     * copied into a file.
     */
    private static final String PROGRAM = """
            import fcntl, os, pty, struct, sys, termios, threading
            master, slave = pty.openpty()
            fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", 24, int(sys.argv[1]), 0, 0))
            pid = os.fork()
            if pid == 0:
                os.close(master)
                os.setsid()
                fcntl.ioctl(slave, termios.TIOCSCTTY, 0)
                for number in (0, 1, 2):
                    os.dup2(slave, number)
                os.execvp(sys.argv[3], sys.argv[3:])
            os.close(slave)
            def type_in():
                for key in iter(lambda: os.read(0, 1), b""):
                    os.write(master, key)
            threading.Thread(target=type_in, daemon=True).start()
            with open(sys.argv[2], "wb") as shown:
                while True:
                    try:
                        some = os.read(master, 65536)
                    except OSError:
                        break
                    if not some:
                        break
                    shown.write(some)
                    shown.flush()
            status = os.waitpid(pid, 0)[1]
            sys.exit(os.WEXITSTATUS(status) if os.WIFEXITED(status) else 128 + os.WTERMSIG(status))
            """;

    private final CommandLineProgram program;
    private final int columns;

    /** @param program gives the command and the directory for its output */
    PseudoTerminal(CommandLineProgram program, int columns) {
        this.program = program;
        this.columns = columns;
    }

    /**
     * A command in the terminal.
     *
     * @param script run by a shell, in which {@code "$@"} is procpool with {@code words}
     */
    ProcessBuilder command(String script, Map<String, String> environment, String... words) throws IOException {
        Path python = Files.writeString(program.directory().resolve("terminal.py"), PROGRAM);
        ProcessBuilder builder = program.command(words);
        List<String> command = new ArrayList<>(
                List.of("python3", python.toString(), "" + columns, shownFile().toString(), "sh", "-c", script, "sh"));
        List<String> procpool = new ArrayList<>(builder.command());
        procpool.add(1, "-Dprocpool.columns=" + columns);
        command.addAll(procpool);
        builder.environment().keySet().removeAll(List.of("NO_COLOR", "TERM"));
        builder.environment().put("TERM", "xterm");
        builder.environment().putAll(environment);
        return builder.command(command);
    }

    private Path shownFile() {
        return program.directory().resolve("shown");
    }

    /** All characters that the terminal was sent so far. */
    String sent() {
        try {
            return Files.readString(shownFile(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            return "";
        }
    }

    /** The lines that are seen at the end: a carriage return goes to the beginning of a line, which is overwritten. */
    List<String> screen() {
        return Arrays.stream(withoutColours(sent()).split("\n"))
                .map(PseudoTerminal::seen)
                .filter(line -> !line.isEmpty())
                .toList();
    }

    /** A text without the sequences that change colours, which take no columns. */
    static String withoutColours(String text) {
        return text.replaceAll("\033\\[\\d+m", "");
    }

    private static String seen(String line) {
        StringBuilder seen = new StringBuilder();
        for (String part : line.split("\r")) {
            seen.replace(0, Math.min(part.length(), seen.length()), part);
        }
        return seen.toString().stripTrailing();
    }
}
