package dev.procpool.cli;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;

/**
 * A stream to a terminal that has a line below all others, which comes and goes: the line is erased before anything is
 * written, and shown again after it. No control sequence is needed for that, so it works on each terminal. Thread-safe.
 */
final class BottomLine extends OutputStream {

    /** Where lines follow each other faster, the next {@link #show} has to show the line again. */
    private static final long REDRAW_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

    private static final byte[] START = {'\r'};

    private final OutputStream terminal;
    private final Charset charset;
    private byte[] line = new byte[0]; // guarded by this, as all that follow; empty for none
    private int columns;
    private int shownColumns;
    private long shownNanos;
    private boolean isAtLineStart = true;

    BottomLine(OutputStream terminal, Charset charset) {
        this.terminal = terminal;
        this.charset = charset;
    }

    /** The encoding of the terminal. */
    Charset charset() {
        return charset;
    }

    /**
     * Shows a line until the next call, or until {@link #clear}. The line stays away while the last line that was
     * written has no end.
     *
     * @param width the number of columns that the text takes
     */
    synchronized void show(String text, int width) {
        line = text.getBytes(charset);
        columns = width;
        if (isAtLineStart) {
            draw();
        }
    }

    /** Shows no line any more. */
    synchronized void clear() {
        line = new byte[0];
        try {
            erase();
        } catch (IOException e) {
            // There is no terminal any more that could show anything.
        }
    }

    /** Another stream to the same terminal, in whose text the line does not get. */
    OutputStream above(OutputStream other) {
        return new Above(other);
    }

    @Override
    public void write(int b) throws IOException {
        write(new byte[] {(byte) b});
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        write(terminal, bytes, offset, length);
    }

    private synchronized void write(OutputStream to, byte[] bytes, int offset, int length) throws IOException {
        if (length == 0) {
            return;
        }
        erase();
        to.write(bytes, offset, length);
        to.flush();
        isAtLineStart = bytes[offset + length - 1] == '\n';
        if (line.length > 0 && isAtLineStart && System.nanoTime() - shownNanos > REDRAW_NANOS) {
            draw();
        }
    }

    private void draw() {
        int rest = Math.max(0, shownColumns - columns);
        try {
            terminal.write(START);
            terminal.write(line);
            terminal.write(spaces(rest));
            terminal.flush();
        } catch (IOException e) {
            // There is no terminal any more that could show anything.
        }
        shownColumns = columns;
        shownNanos = System.nanoTime();
    }

    private void erase() throws IOException {
        if (shownColumns > 0) {
            terminal.write(("\r" + " ".repeat(shownColumns) + "\r").getBytes(StandardCharsets.US_ASCII));
            terminal.flush();
            shownColumns = 0;
        }
    }

    private static byte[] spaces(int count) {
        return " ".repeat(count).getBytes(StandardCharsets.US_ASCII);
    }

    private final class Above extends OutputStream {

        private final OutputStream other;

        Above(OutputStream other) {
            this.other = other;
        }

        @Override
        public void write(int b) throws IOException {
            write(new byte[] {(byte) b});
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            BottomLine.this.write(other, bytes, offset, length);
        }
    }
}
