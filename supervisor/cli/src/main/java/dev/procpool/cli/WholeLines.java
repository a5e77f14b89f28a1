package dev.procpool.cli;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.concurrent.locks.LockSupport;

/**
 * Writes to standard output without a buffer. The bytes of one {@code write} arrive as a whole or, in a file, not at
 * all: the beginning of a line that a full disk has cut off would become the beginning of the next one when the run
 * is resumed. Not thread-safe.
 */
final class WholeLines extends OutputStream {

    private static final int MOST_AT_ONCE = 64 << 10;
    private static final long FULL_NANOS = 1_000_000;

    private final FileChannel out = new FileOutputStream(FileDescriptor.out).getChannel();
    private final boolean isFile;
    private final boolean appends;

    WholeLines(Descriptor stdout) {
        this.isFile = stdout.isRegularFile();
        this.appends = stdout.appends();
    }

    @Override
    public void write(int b) throws IOException {
        write(new byte[] {(byte) b});
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        long start = !isFile ? 0 : appends ? out.size() : out.position();
        int written = 0;
        try {
            while (written < length) {
                int most = Math.min(MOST_AT_ONCE, length - written);
                int now = out.write(ByteBuffer.wrap(bytes, offset + written, most));
                if (now == 0) {
                    LockSupport.parkNanos(FULL_NANOS); // another program has made the pipe one that does not block
                }
                written += now;
            }
        } catch (IOException e) {
            if (isFile) {
                takeBack(start, start + written);
            }
            throw e;
        }
    }

    private void takeBack(long start, long end) {
        try {
            if (out.position() == end && out.size() == end) {
                out.truncate(start);
            } // else another program has written, too
        } catch (IOException e) {
            // The cut off line stays.
        }
    }
}
