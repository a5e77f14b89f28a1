package dev.procpool.cli;

import dev.procpool.lines.LineReader;
import dev.procpool.lines.LineSource;
import java.io.FileInputStream;
import java.io.FileNotFoundException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Option;

/** The options that say where items come from. */
final class InputOptions {

    /** The word before items on the command line. */
    static final String SEPARATOR = ":::";

    @Option(
            names = {"-a", "--arg-file"},
            order = HelpOrder.ITEMS,
            paramLabel = "FILE",
            description = "Read items from a file instead of standard input.")
    private Path argFile;

    @Option(
            names = {"-0", "--null"},
            order = HelpOrder.ITEMS,
            description = "Items end with a NUL byte instead of a line feed.")
    private boolean nul;

    /** Whether items come from standard input, unless some follow the separator. */
    boolean isStandardInput() {
        return argFile == null;
    }

    /** The items after the separator. */
    LineSource of(List<String> texts) {
        if (argFile != null) {
            throw new UsageException("items come from --arg-file or after '" + SEPARATOR + "', not from both");
        }
        return new GivenItems(texts);
    }

    /** The items of a file or of standard input. */
    LineSource read(Terminal terminal) {
        if (argFile == null && terminal.isInTerminal()) {
            terminal.err().println("procpool: reading items from the terminal, one a line; end with Ctrl-D");
        }
        return new LineReader(argFile == null ? terminal.in() : open(terminal.resolve(argFile)), nul ? 0 : '\n');
    }

    private static InputStream open(Path file) {
        try {
            return new FileInputStream(file.toFile());
        } catch (FileNotFoundException e) {
            throw new UsageException("--arg-file: " + e.getMessage());
        }
    }
}
