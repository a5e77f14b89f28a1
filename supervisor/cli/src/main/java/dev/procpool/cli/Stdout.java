package dev.procpool.cli;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/** Standard output as a file descriptor, and whether what a command has printed has arrived. */
final class Stdout {

    private static final Path SELF = Path.of("/proc/self/fd/1");
    private static final Path FLAGS = Path.of("/proc/self/fdinfo/1");
    private static final int NON_BLOCKING = 04000;
    private static final int APPENDS = 02000;
    private static final int RADIX_OF_FLAGS = 8;
    private static final int MOST_AT_ONCE = 64 << 10;
    private static final long FULL_NANOS = 1_000_000;

    private Stdout() {}

    /** The exit code of a command that ended with this one, now that all it has printed to {@link System#out} is written, or cannot be. */
    static int check(int code) {
        if (!System.out.checkError() || code != ExitCodes.OK) {
            return code;
        }
        if (isPipe() && !has(NON_BLOCKING)) {
            return ExitCodes.STDOUT_CLOSED; // nobody reads on
        }
        System.err.println("procpool: stdout cannot be written");
        return ExitCodes.INTERNAL_ERROR;
    }

    /**
     * Whether it is a pipe, which cannot be written when its reader has gone (or, where it does not block, when it is full). What
     * the system calls that depends on the locale.
     */
    static boolean isPipe() {
        try {
            String target = Files.readSymbolicLink(SELF).toString();
            return target.startsWith("pipe:") || target.startsWith("socket:");
        } catch (IOException e) {
            return false;
        }
    }

    private static boolean has(int flag) {
        try (Stream<String> lines = Files.lines(FLAGS)) {
            return lines.filter(line -> line.startsWith("flags:"))
                    .map(line -> line.substring(line.indexOf(':') + 1).trim())
                    .anyMatch(flags -> (Integer.parseInt(flags, RADIX_OF_FLAGS) & flag) != 0);
        } catch (IOException e) {
            return false;
        }
    }

    /**
     * Writes to it at once. What is given to one {@code write} arrives as a whole or, in a file, not at all: the beginning of
     * a line that a full disk has cut off would become that of the next one when the run is resumed. Not thread-safe.
     */
    static OutputStream wholeLines() {
        return new WholeLines();
    }

    private static final class WholeLines extends OutputStream {

        private final FileChannel out = new FileOutputStream(FileDescriptor.out).getChannel();
        private final boolean isFile = Files.isRegularFile(SELF);
        private final boolean appends = has(APPENDS);

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
                        LockSupport.parkNanos(FULL_NANOS); // a pipe that does not block, as another program wanted it
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
                } // else somebody else has written, too
            } catch (IOException e) {
                // What is there stays.
            }
        }
    }
}
