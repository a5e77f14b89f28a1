package dev.procpool.internal.archive;

import dev.procpool.internal.base.Loggers;
import dev.procpool.internal.platform.Priorities;
import dev.procpool.protocol.start.JavaHome;
import dev.procpool.protocol.start.JvmFlags;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Has the missing start-up archive made by a process of the lowest priority, once in the life of this JVM, when a pool
 * has been idle for some seconds. The process ends with the last pool, with this JVM, from which it reads a pipe, and
 * after a bounded time.
 * Thread-safe. Failures are logged at DEBUG: a pool works without an archive.
 */
public final class ArchiveMaker {

    /**
     * The system property for the archive: {@code auto}, the default, or {@code off}, with which it is neither made nor
     * used.
     */
    public static final String PROPERTY = "dev.procpool.archive";

    /** The system property for the time in milliseconds that a pool has been open before the archive is made. */
    public static final String DELAY = "dev.procpool.archive.delayMillis";

    private static final System.Logger LOG = Loggers.of(ArchiveMaker.class);
    private static final long DEFAULT_DELAY_MILLIS = 10_000;
    private static final Duration BOUND = Duration.ofMinutes(5);
    private static final String PROGRAM = "dev.procpool.internal.open.ArchiveProgram";

    /** Each JVM makes the archive for workers of a JDK once, whatever the number of its pools. */
    private static final ArchiveWatch WATCH = new ArchiveWatch(ArchiveMaker::make);

    /** The state of a pool. Called from any thread. */
    public interface Surroundings {

        /** Whether the pool is open. */
        boolean isOpen();

        /** Whether no item is running or waiting. */
        boolean isIdle();
    }

    private ArchiveMaker() {}

    /**
     * Checks from time to time whether the archive for workers of a JDK can be made, until that was tried once or the
     * pool has ended, which {@link #forget} tells. Archives that a program has left unfinished are removed first.
     */
    public static void watch(JavaHome home, Surroundings pool) {
        if (isOff()) {
            return;
        }
        try {
            UnfinishedArchives.removeAbandoned(ArchiveFile.directory());
        } catch (IOException e) {
            LOG.log(Level.DEBUG, "unfinished archives were not removed", e);
        }
        if (WorkerClassPath.archive(home, List.of())
                .filter(archive -> !archive.isPresent())
                .isPresent()) {
            WATCH.add(home, pool, Duration.ofMillis(Long.getLong(DELAY, DEFAULT_DELAY_MILLIS)));
        }
    }

    /** Says that a pool has ended. */
    public static void forget(Surroundings pool) {
        WATCH.remove(pool);
    }

    /** Whether the user has switched archives off. */
    public static boolean isOff() {
        return System.getProperty(PROPERTY, "auto").equals("off");
    }

    private static void make(JavaHome home) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(Priorities.lowest());
        command.add(home.java().toString());
        command.addAll(JvmFlags.all(home.feature()));
        command.addAll(List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xmx64m", "-Xshare:auto"));
        command.addAll(List.of("-D" + PROPERTY + "=off", "-cp", WorkerClassPath.own(), PROGRAM));
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.DISCARD);
        builder.environment().remove("JAVA_TOOL_OPTIONS");
        Process process = builder.start();
        try {
            boolean ended = process.waitFor(BOUND.toMillis(), TimeUnit.MILLISECONDS);
            LOG.log(Level.DEBUG, "the maker of the start-up archive: {0}", ended ? process.exitValue() : "takes long");
        } finally {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        }
    }
}
