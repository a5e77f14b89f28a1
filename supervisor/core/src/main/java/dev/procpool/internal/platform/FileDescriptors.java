package dev.procpool.internal.platform;

import java.io.BufferedReader;
import java.io.File;
import java.io.FileReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.OptionalLong;
import java.util.StringTokenizer;
import java.util.concurrent.TimeUnit;

/**
 * The file descriptors that launches need, reserved before they are opened: where descriptors run out, class loading
 * fails as well, and a JVM remembers such a failure for ever. Thread-safe. Every reservation is granted where the
 * system does not tell its limit.
 */
public final class FileDescriptors {

    /** A launch opens about a dozen for a moment: pipes, sockets, queue files; seven stay open with the worker. */
    static final int PER_LAUNCH = 14;

    /** Left for the rest of the JVM, which may open files meanwhile. */
    static final int RESERVE = 8;

    private static final File OPEN = new File("/proc/self/fd");
    private static final File LIMITS = new File("/proc/self/limits");
    private static final String MAX_OPEN = "Max open files";

    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(2);
    private static final FileDescriptors HERE =
            new FileDescriptors(FileDescriptors::countOpen, FileDescriptors::readLimit, PATIENCE_NANOS);

    /** A number that the system tells. */
    @FunctionalInterface
    interface Number {

        /** The number as it is now. */
        long now() throws IOException;
    }

    private final Number open;
    private final Number limit;
    private final long patienceNanos;
    private int reserved; // guarded by this

    /**
     * The descriptors of a process.
     *
     * @param open the number of open descriptors
     * @param limit the number of descriptors that may be open, or {@code Long.MAX_VALUE}
     */
    FileDescriptors(Number open, Number limit, long patienceNanos) {
        this.open = open;
        this.limit = limit;
        this.patienceNanos = patienceNanos;
    }

    /** The descriptors of this process. */
    public static FileDescriptors here() {
        return HERE;
    }

    /**
     * Reserves the descriptors of one launch until {@link #release}. Descriptors that launches under way have already
     * opened count twice; so a reservation that does not fit waits up to two seconds for those launches.
     *
     * @throws IOException if there are too few
     */
    public synchronized void reserve() throws IOException, InterruptedException {
        long most = limit.now();
        long deadline = System.nanoTime() + patienceNanos;
        for (long used; (used = open.now()) + reserved + PER_LAUNCH + RESERVE > most; ) {
            long left = deadline - System.nanoTime();
            if (reserved == 0 || left <= 0) {
                throw new IOException("Too many open files: " + used + " of " + most + " file descriptors are in use, "
                        + reserved + " more are about to be, and a worker needs up to " + PER_LAUNCH + " to start"
                        + " (ulimit -n)");
            }
            TimeUnit.NANOSECONDS.timedWait(this, left);
        }
        reserved += PER_LAUNCH;
    }

    /** Ends a reservation. */
    public synchronized void release() {
        reserved -= PER_LAUNCH;
        notifyAll();
    }

    /** The number of descriptors that this process may have open; empty where there is no limit, or it is not known. */
    public static OptionalLong limit() {
        try {
            long limit = readLimit();
            return limit == Long.MAX_VALUE ? OptionalLong.empty() : OptionalLong.of(limit);
        } catch (IOException e) {
            return OptionalLong.empty();
        }
    }

    private static long countOpen() {
        String[] names = Platform.isLinux() ? OPEN.list() : null;
        return names == null ? 0 : names.length;
    }

    private static long readLimit() throws IOException {
        if (!Platform.isLinux() || !LIMITS.canRead()) {
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
