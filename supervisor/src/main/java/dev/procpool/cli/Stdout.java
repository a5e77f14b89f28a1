package dev.procpool.cli;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;

/** Standard output as a file descriptor, and whether what a command has printed has arrived. */
final class Stdout {

    private static final Path SELF = Path.of("/proc/self/fd/1");
    private static final Path FLAGS = Path.of("/proc/self/fdinfo/1");
    private static final int NON_BLOCKING = 04000;
    private static final int RADIX_OF_FLAGS = 8;
    private static final int MOST_AT_ONCE = 64 << 10;

    private Stdout() {}

    /** The exit code of a command that ended with this one, now that all it has printed to {@link System#out} is written, or cannot be. */
    static int check(int code) {
        if (!System.out.checkError() || code != ExitCodes.OK) {
            return code;
        }
        if (isLeft()) {
            return ExitCodes.STDOUT_CLOSED; // nobody reads on
        }
        System.err.println("procpool: stdout cannot be written");
        return ExitCodes.INTERNAL_ERROR;
    }

    /**
     * Whether it cannot be written because its reader has gone: it is a pipe, and not one that could merely be full. What the
     * system calls that depends on the locale.
     */
    static boolean isLeft() {
        try {
            String target = Files.readSymbolicLink(SELF).toString();
            return (target.startsWith("pipe:") || target.startsWith("socket:")) && isBlocking();
        } catch (IOException e) {
            return false;
        }
    }

    private static boolean isBlocking() throws IOException {
        return Files.readAllLines(FLAGS).stream()
                .filter(line -> line.startsWith("flags:"))
                .map(line -> line.substring(line.indexOf(':') + 1).trim())
                .noneMatch(flags -> (Integer.parseInt(flags, RADIX_OF_FLAGS) & NON_BLOCKING) != 0);
    }

    /**
     * Writes to it at once. What is given to one {@code write} arrives as a whole or, in a file, not at all: the beginning of
     * a line that a full disk has cut off would become that of the next one when the run is resumed. Not thread-safe.
     */
    static OutputStream wholeLines() {
        return new WholeLines(new FileOutputStream(FileDescriptor.out).getChannel());
    }

    /** Of any file, for tests. */
    static final class WholeLines extends OutputStream {

        private final FileChannel file;

        WholeLines(FileChannel file) {
            this.file = file;
        }

        @Override
        public void write(int b) throws IOException {
            write(new byte[] {(byte) b});
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            ByteBuffer left = ByteBuffer.wrap(bytes, offset, length);
            try {
                while (left.hasRemaining()) {
                    left.limit(Math.min(left.position() + MOST_AT_ONCE, offset + length));
                    file.write(left);
                    left.limit(offset + length);
                }
            } catch (IOException e) {
                takeBack(left.position() - offset);
                throw e;
            }
        }

        private void takeBack(int written) {
            try {
                long end = file.position();
                if (written > 0 && file.size() == end) { // else somebody else has written behind it
                    file.truncate(end - written);
                }
            } catch (IOException e) {
                // Not a file: who reads it has read that part.
            }
        }
    }
}
