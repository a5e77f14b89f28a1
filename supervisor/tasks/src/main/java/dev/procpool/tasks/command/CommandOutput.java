package dev.procpool.tasks.command;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;

/** The output of a program, as far as it has been read. Confined to one thread. */
final class CommandOutput {

    private static final int PIECE = 16 << 10;

    private final InputStream in;
    private final int maxBytes;
    private final byte[] piece = new byte[PIECE];
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private boolean isTooLarge;

    /** @param maxBytes the size of the largest output, of which no more is kept */
    CommandOutput(InputStream in, int maxBytes) {
        this.in = in;
        this.maxBytes = maxBytes;
    }

    /**
     * Reads all that the program has written, and waits for nothing; returns the number of bytes. After the end of the
     * program, nothing that it has written is missing.
     */
    long readWritten() throws IOException {
        long all = 0;
        for (int ready; !isTooLarge && (ready = in.available()) > 0; ) {
            int read = in.read(piece, 0, Math.min(ready, PIECE));
            isTooLarge = bytes.size() + read > maxBytes;
            if (!isTooLarge) {
                bytes.write(piece, 0, read);
            }
            all += read;
        }
        return all;
    }

    /** Whether the program has written more than is kept. */
    boolean isTooLarge() {
        return isTooLarge;
    }

    byte[] toByteArray() {
        return bytes.toByteArray();
    }
}
