package dev.procpool.cli;

import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/**
 * The surroundings of a command: its streams, its working directory and the signals that end it. Each command gets it
 * from its constructor, and touches no stream of the JVM itself.
 */
final class Terminal {

    private final InputStream in;
    private final PrintStream out;
    private final PrintStream err;
    private final Path directory;
    private final Signals signals;
    private final Descriptor stdin;
    private final Descriptor stdout;
    private final Descriptor stderr;
    private final BottomLine bottomLine;

    /**
     * @param bottomLine the line below what is written to {@code err}; null if that is no terminal
     * @param isOfProcess whether the streams are the descriptors 0, 1 and 2
     */
    private Terminal(
            InputStream in,
            PrintStream out,
            PrintStream err,
            Path directory,
            Signals signals,
            BottomLine bottomLine,
            boolean isOfProcess) {
        this.in = in;
        this.out = out;
        this.err = err;
        this.directory = directory;
        this.signals = signals;
        this.bottomLine = bottomLine;
        this.stdin = isOfProcess ? new Descriptor(0) : Descriptor.NONE;
        this.stdout = isOfProcess ? new Descriptor(1) : Descriptor.NONE;
        this.stderr = isOfProcess ? new Descriptor(2) : Descriptor.NONE;
    }

    /**
     * The streams, the directory and the signals of this process. Where standard error is a terminal, {@code
     * System.err} is replaced, so that all of its lines stand above the bottom line.
     */
    static Terminal ofProcess() {
        BottomLine below = null;
        if (new Descriptor(2).isTerminal()) {
            below = new BottomLine(System.err, charsetOfErr());
            System.setErr(new PrintStream(below, true, below.charset()));
        }
        return new Terminal(System.in, System.out, System.err, Path.of(""), new ProcessSignals(), below, true);
    }

    private static Charset charsetOfErr() {
        String before19 = System.getProperty("sun.stderr.encoding", System.getProperty("native.encoding"));
        return Charset.forName(System.getProperty("stderr.encoding", before19));
    }

    /** Other streams than the process has, none of which is a terminal. */
    static Terminal of(InputStream in, PrintStream out, PrintStream err, Path directory, Signals signals) {
        return new Terminal(in, out, err, directory, signals, null, false);
    }

    InputStream in() {
        return in;
    }

    /** Standard output for text; {@link #check} finds what could not be written. */
    PrintStream out() {
        return out;
    }

    PrintStream err() {
        return err;
    }

    /** A line below what is written to standard error; null if that is no terminal. */
    BottomLine bottomLine() {
        return bottomLine;
    }

    /** Standard output for results: without a buffer, each write as a whole, with an exception where that fails. */
    OutputStream results() {
        if (stdout.equals(Descriptor.NONE)) {
            return out;
        }
        OutputStream lines = new WholeLines(stdout);
        return bottomLine != null && isOutTerminal() ? bottomLine.above(lines) : lines;
    }

    /** Standard output with its own character encoding, for picocli. */
    PrintWriter outWriter() {
        return new PrintWriter(new TextOf(out), true);
    }

    /** Standard error in UTF-8, for picocli. */
    PrintWriter errWriter() {
        return new PrintWriter(err, true, StandardCharsets.UTF_8);
    }

    /** A path of the command line, as seen from the working directory. */
    Path resolve(Path path) {
        return directory.resolve(path);
    }

    Signals signals() {
        return signals;
    }

    boolean isInTerminal() {
        return stdin.isTerminal();
    }

    boolean isOutTerminal() {
        return stdout.isTerminal();
    }

    boolean isErrTerminal() {
        return stderr.isTerminal();
    }

    /** Whether messages may be coloured: standard error is a terminal, and the environment has no {@code NO_COLOR}. */
    boolean hasColour() {
        String noColour = System.getenv("NO_COLOR");
        return (noColour == null || noColour.isEmpty()) && stderr.isTerminal();
    }

    /** Whether results that cannot be written have lost their reader. */
    boolean isOutPipe() {
        return stdout.isPipe();
    }

    /**
     * The exit code of a command that has ended.
     *
     * @param code the command's own, which stands unless the command claims success and its text could not be written
     */
    int check(int code) {
        if (!out.checkError() || code != ExitCodes.OK) {
            return code;
        }
        if (stdout.isPipe() && !stdout.isNonBlocking()) {
            return ExitCodes.STDOUT_CLOSED; // the reader has gone
        }
        err.println("procpool: stdout cannot be written");
        return ExitCodes.INTERNAL_ERROR;
    }

    /** The characters that go into a stream of text. */
    private static final class TextOf extends Writer {

        private final PrintStream stream;

        TextOf(PrintStream stream) {
            this.stream = stream;
        }

        @Override
        public void write(char[] characters, int offset, int length) {
            stream.print(new String(characters, offset, length));
        }

        @Override
        public void flush() {
            stream.flush();
        }

        @Override
        public void close() {
            stream.close();
        }
    }
}
