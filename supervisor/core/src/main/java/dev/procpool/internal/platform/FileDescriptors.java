package dev.procpool.internal.platform;

import java.io.BufferedReader;
import java.io.File;
import java.io.FileReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.StringTokenizer;
import java.util.concurrent.TimeUnit;

/**
 * The file descriptors that launches need, reserved before they are opened: where they run out, class loading fails as well,
 * and a JVM remembers such a failure for ever. Thread-safe. Where the system does not say how many there are, all is granted.
 */
public final class FileDescriptors {

    /** A launch opens about a dozen for a moment: pipes, sockets, queue files; seven stay open with the worker. */
    private static final int PER_LAUNCH = 14;

    /** What the rest of the JVM may open meanwhile. */
    private static final int RESERVE = 8;

    private static final File OPEN = new File("/proc/self/fd");
    private static final File LIMITS = new File("/proc/self/limits");
    private static final String MAX_OPEN = "Max open files";

    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(2);

    private static int reserved;

    private FileDescriptors() {}

    /**
     * Reserves what a launch opens, until it is released. What launches under way have opened already counts twice; so it waits for
     * them a while before it gives up.
     *
     * @throws IOException if there are too few
     */
    public static synchronized void reserve() throws IOException, InterruptedException {
        long limit = limit();
        long deadline = System.nanoTime() + PATIENCE_NANOS;
        for (long open; (open = open()) + reserved + PER_LAUNCH + RESERVE > limit; ) {
            long left = deadline - System.nanoTime();
            if (reserved == 0 || left <= 0) {
                throw new IOException("Too many open files: " + open + " of " + limit + " file descriptors are in use, "
                        + reserved + " more are about to be, and a worker needs up to " + PER_LAUNCH + " to start"
                        + " (ulimit -n)");
            }
            TimeUnit.NANOSECONDS.timedWait(FileDescriptors.class, left);
        }
        reserved += PER_LAUNCH;
    }

    /** Ends a reservation. */
    public static synchronized void release() {
        reserved -= PER_LAUNCH;
        FileDescriptors.class.notifyAll();
    }

    private static long open() {
        String[] names = OPEN.list();
        return names == null ? 0 : names.length;
    }

    private static long limit() throws IOException {
        if (!LIMITS.canRead()) {
            return Long.MAX_VALUE;
        }
        try (BufferedReader lines = new BufferedReader(new FileReader(LIMITS, StandardCharsets.US_ASCII))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (line.startsWith(MAX_OPEN)) {
                    String soft = new StringTokenizer(line.substring(MAX_OPEN.length())).nextToken();
                    return soft.equals("unlimited") ? Long.MAX_VALUE : Long.parseLong(soft);
                }
            }
            return Long.MAX_VALUE;
        }
    }
}
