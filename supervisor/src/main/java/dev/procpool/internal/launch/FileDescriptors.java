package dev.procpool.internal.launch;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/**
 * The file descriptors that launches need, reserved before they are opened: where they run out, class loading fails as well,
 * and a JVM remembers such a failure for ever. Thread-safe. Where the system does not say how many there are, all is granted.
 */
final class FileDescriptors {

    /** A launch opens about a dozen for a moment: pipes, sockets, queue files; seven stay open with the worker. */
    private static final int PER_LAUNCH = 14;

    /** What the rest of the JVM may open meanwhile. */
    private static final int RESERVE = 8;

    private static final Path OPEN = Path.of("/proc/self/fd");
    private static final Path LIMITS = Path.of("/proc/self/limits");

    private static int reserved;

    private FileDescriptors() {}

    /**
     * Reserves what a launch opens, until it is released.
     *
     * @throws IOException if there are too few
     */
    static synchronized void reserve() throws IOException {
        long limit = limit();
        long open = open();
        if (open + reserved + PER_LAUNCH + RESERVE > limit) {
            throw new IOException("Too many open files: " + open + " of " + limit + " file descriptors are in use, "
                    + reserved + " more are about to be, and a worker needs up to " + PER_LAUNCH + " to start"
                    + " (ulimit -n)");
        }
        reserved += PER_LAUNCH;
    }

    /** Ends a reservation. */
    static synchronized void release() {
        reserved -= PER_LAUNCH;
    }

    private static long open() throws IOException {
        if (!Files.isDirectory(OPEN)) {
            return 0;
        }
        try (Stream<Path> all = Files.list(OPEN)) {
            return all.count();
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    private static long limit() throws IOException {
        if (!Files.isReadable(LIMITS)) {
            return Long.MAX_VALUE;
        }
        try (Stream<String> lines = Files.lines(LIMITS)) {
            return lines.filter(line -> line.startsWith("Max open files"))
                    .map(line -> line.replaceFirst("Max open files\\s+", "").split("\\s+")[0])
                    .filter(soft -> soft.matches("\\d+"))
                    .mapToLong(Long::parseLong)
                    .findFirst()
                    .orElse(Long.MAX_VALUE);
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }
}
