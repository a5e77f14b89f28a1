package dev.procpool.lines;

import dev.procpool.protocol.message.Unicode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.CharacterCodingException;
import java.util.Objects;

/**
 * Reads lines from a stream, in blocks of 64 KiB and no further than asked. A line that is not UTF-8, or longer than 64
 * MiB, cannot be used; the other lines are not affected. Not thread-safe.
 */
public final class LineReader implements LineSource {

    private static final int BLOCK = 64 << 10;
    private static final int LONGEST = 64 << 20;

    /** A buffer that has grown beyond this size is not kept for the next line. */
    private static final int KEPT = 1 << 20;

    private final InputStream in;
    private final byte separator;
    private final LineText line = new LineText();
    private byte[] buffer = new byte[BLOCK];

    /** The next line begins here. */
    private int start;

    /** The bytes from {@link #start} to here are no separators. */
    private int scanned;

    /** The bytes up to here have been read from the stream. */
    private int end;

    /** All bits of the bytes from {@link #start} to {@link #scanned}: negative if one of them is not ASCII. */
    private int bits;

    private boolean ended;

    /** The number of the next line, from 1. */
    private long number = 1;

    /** The reason why the beginning of the next line was thrown away; null if it was not. */
    private String dropped;

    private String problem;

    /**
     * A reader of {@code in}, which it closes.
     *
     * @param separator the byte that ends a line, from 0 to 127; the last line may lack it
     */
    public LineReader(InputStream in, int separator) {
        this.in = Objects.requireNonNull(in, "in");
        if (separator < 0 || separator > Byte.MAX_VALUE) {
            throw new IllegalArgumentException("separator must be a byte from 0 to 127: " + separator);
        }
        this.separator = (byte) separator;
    }

    @Override
    public boolean next() throws IOException {
        if (start == end && buffer.length > KEPT) {
            buffer = new byte[BLOCK];
            move(0);
        }
        while (!find()) {
            if (ended) {
                return takeLast();
            }
            fill();
        }
        take();
        start++;
        scanned++;
        return true;
    }

    @Override
    public boolean hasReady() {
        return find() || ended;
    }

    @Override
    public LineText line() {
        return line;
    }

    @Override
    public String problem() {
        return problem;
    }

    @Override
    public void close() throws IOException {
        in.close();
    }

    /** Looks for the end of the next line among the bytes that have been read. */
    private boolean find() {
        byte[] bytes = buffer;
        int at = scanned;
        int seen = bits;
        while (at < end && bytes[at] != separator) {
            seen |= bytes[at++];
        }
        scanned = at;
        bits = seen;
        return at < end;
    }

    /** Reads more bytes of the next line. */
    private void fill() throws IOException {
        if (end - start > LONGEST) {
            drop(tooLong());
        } else if (dropped != null) {
            move(0);
        } else if (end == buffer.length) {
            makeRoom();
        }
        int read = in.read(buffer, end, Math.min(BLOCK, buffer.length - end));
        if (read < 0) {
            ended = true;
        } else {
            end += read;
        }
    }

    private void makeRoom() {
        if (start > 0) {
            System.arraycopy(buffer, start, buffer, 0, end - start);
            move(end - start);
            return;
        }
        try {
            byte[] larger = new byte[Math.min(2 * buffer.length, LONGEST + BLOCK)];
            System.arraycopy(buffer, 0, larger, 0, end);
            buffer = larger;
        } catch (OutOfMemoryError e) {
            drop(noMemory());
        }
    }

    /** Notes that the bytes of the next line, {@code count} of them, now are at the beginning of the buffer. */
    private void move(int count) {
        start = 0;
        scanned = count;
        end = count;
    }

    private void drop(String reason) {
        dropped = reason;
        buffer = new byte[BLOCK];
        move(0);
    }

    private boolean takeLast() {
        if (start == end && dropped == null) {
            return false;
        }
        take();
        return true;
    }

    private void take() {
        problem = dropped != null ? dropped : problemOf(start, scanned - start);
        if (problem == null) {
            line.moveTo(buffer, start, scanned - start);
        } else {
            line.clear();
        }
        number++;
        dropped = null;
        bits = 0;
        start = scanned;
    }

    private String problemOf(int offset, int length) {
        if (length > LONGEST) {
            return tooLong();
        }
        try {
            return bits >= 0 || isUtf8(offset, length) ? null : "line " + number + " is not UTF-8";
        } catch (OutOfMemoryError e) {
            return noMemory();
        }
    }

    private boolean isUtf8(int offset, int length) {
        try {
            Unicode.ofUtf8(buffer, offset, length);
            return true;
        } catch (CharacterCodingException e) {
            return false;
        }
    }

    private String tooLong() {
        return "line " + number + " is longer than 64 MiB";
    }

    private String noMemory() {
        return "line " + number + " is too long for the memory of the supervisor";
    }
}
