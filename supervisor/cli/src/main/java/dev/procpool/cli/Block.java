package dev.procpool.cli;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Lines that are written together. Not thread-safe. */
final class Block {

    private static final int INITIAL = 8 << 10;

    /** An array that has grown beyond this size is not kept. */
    private static final int KEPT = 256 << 10;

    private static final int RADIX = 10;
    private static final int MOST_DIGITS = 20;

    private byte[] bytes = new byte[INITIAL];
    private int size;

    int size() {
        return size;
    }

    void add(byte[] array, int offset, int length) {
        reserve(length);
        System.arraycopy(array, offset, bytes, size, length);
        size += length;
    }

    void add(byte[] array) {
        add(array, 0, array.length);
    }

    void add(String text) {
        add(text.getBytes(StandardCharsets.UTF_8));
    }

    void add(char ascii) {
        reserve(1);
        bytes[size++] = (byte) ascii;
    }

    /** Adds the digits of a number that is not negative. */
    void add(long number) {
        reserve(MOST_DIGITS);
        int digits = 1;
        for (long rest = number / RADIX; rest > 0; rest /= RADIX) {
            digits++;
        }
        long rest = number;
        for (int at = size + digits - 1; at >= size; at--) {
            bytes[at] = (byte) ('0' + rest % RADIX);
            rest /= RADIX;
        }
        size += digits;
    }

    private void reserve(int more) {
        long needed = (long) size + more;
        if (needed > bytes.length) {
            if (needed > Integer.MAX_VALUE - Long.BYTES) {
                throw new OutOfMemoryError("a block of " + needed + " bytes");
            }
            bytes = Arrays.copyOf(bytes, (int) Math.max(needed, Math.min(2L * bytes.length, KEPT)));
        }
    }

    /** Writes the lines at once, if there are any, and forgets them, also if they cannot be written. */
    void writeTo(OutputStream out) throws IOException {
        if (size == 0) {
            return;
        }
        try {
            out.write(bytes, 0, size);
            out.flush();
        } finally {
            clear();
        }
    }

    /** Forgets the lines. */
    void clear() {
        size = 0;
        if (bytes.length > KEPT) {
            bytes = new byte[INITIAL];
        }
    }
}
