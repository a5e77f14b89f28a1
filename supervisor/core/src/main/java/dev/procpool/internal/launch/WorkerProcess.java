package dev.procpool.internal.launch;

import dev.procpool.ExitReport;
import dev.procpool.internal.archive.ArchiveFile;
import dev.procpool.internal.base.Times;
import dev.procpool.internal.platform.Memory;
import dev.procpool.internal.platform.Sessions;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** The process of a worker incarnation, from its spawning to its end. Thread-safe. */
public final class WorkerProcess {

    /** The exit code after SIGABRT, by which a JVM ends itself when it has crashed. */
    private static final int ABORTED = 134;

    /** The exit code after SIGKILL. */
    private static final int KILLED = 137;
    /** How long after a kill a process may live: one of another user, or stuck in the kernel, may live on. */
    static final long KILL_NANOS = TimeUnit.SECONDS.toNanos(10);

    private final int workerId;
    private final int incarnation;
    private final Process process;
    private final OutputPump stdout;
    private final OutputPump stderr;
    private final Optional<ArchiveFile> archive;
    private final Instant started = Instant.now();
    private final long killNanos;
    private Thread waiter; // guarded by this; blocks until the process has ended
    private boolean isKilled; // guarded by this

    WorkerProcess(
            int workerId,
            int incarnation,
            Process process,
            OutputPump stdout,
            OutputPump stderr,
            Optional<ArchiveFile> archive,
            long killNanos) {
        this.archive = archive;
        this.killNanos = killNanos;
        this.workerId = workerId;
        this.incarnation = incarnation;
        this.process = process;
        this.stdout = stdout;
        this.stderr = stderr;
    }

    /** The start-up archive that the process was started with. */
    public Optional<ArchiveFile> archive() {
        return archive;
    }

    /** The id of the worker, from 1. */
    public int workerId() {
        return workerId;
    }

    /** The number of JVMs that this worker id has had, this one included. */
    public int incarnation() {
        return incarnation;
    }

    /** The process id. */
    public long pid() {
        return process.pid();
    }

    /** Asks the process to end (SIGTERM). */
    public void terminate() {
        process.destroy();
    }

    /** The resident memory of the process, in bytes; 0 where that is not known. */
    public long residentBytes() {
        return Memory.residentIn(pid()).orElse(0);
    }

    /** Kills the process and its descendants (SIGKILL), and bounds the wait for its end. */
    public void kill() {
        List<ProcessHandle> descendants = process.descendants().toList();
        process.destroyForcibly();
        descendants.forEach(ProcessHandle::destroyForcibly);
        synchronized (this) {
            isKilled = true;
            if (waiter != null) {
                waiter.interrupt();
            }
        }
    }

    /**
     * Waits at most {@code millis} for the end of the process; returns whether it has ended. An interrupt ends the
     * wait.
     */
    boolean endsWithin(long millis) {
        try {
            return process.waitFor(millis, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return !process.isAlive();
        }
    }

    /**
     * Waits for the end of the process, then at most {@code outputMillis} for the end of each of its two streams. A
     * process that lives on 10 s after it was killed is given up.
     */
    ExitReport awaitExit(long outputMillis) throws InterruptedException {
        int exitCode = awaitEnd();
        Sessions.killAll(pid());
        stderr.awaitEnd(outputMillis);
        stdout.awaitEnd(outputMillis);
        List<String> errors = stderr.lastLines();
        List<String> lines = Stream.concat(saidByTheJvm(stdout.lastLines(), errors), errors.stream())
                .toList();
        Optional<CrashLog> crash = exitCode == KILLED ? Optional.empty() : CrashLog.of(pid(), started);
        Optional<String> signal = crash.flatMap(CrashLog::signal)
                .or(() -> exitCode == ABORTED ? CrashLog.signalIn(lines.stream()) : Optional.empty());
        return new ExitReport(
                workerId,
                incarnation,
                process.pid(),
                exitCode,
                false,
                lines,
                crash.map(log -> log.path().toString()).orElse(null),
                signal.orElse(null));
    }

    private int awaitEnd() {
        boolean bounded = beginWait();
        long end = Times.in(killNanos);
        try {
            while (true) {
                try {
                    if (!bounded) {
                        return process.waitFor();
                    }
                    boolean ended = process.waitFor(Times.left(end), TimeUnit.NANOSECONDS);
                    return ended ? process.exitValue() : ExitReport.LIVES_ON;
                } catch (InterruptedException e) {
                    end = bounded ? end : Times.in(killNanos); // the process has just been killed
                    bounded = true;
                }
            }
        } finally {
            endWait();
        }
    }

    /** Returns whether the process has been killed already. */
    private synchronized boolean beginWait() {
        waiter = Thread.currentThread();
        return isKilled;
    }

    private synchronized void endWait() {
        waiter = null;
        Thread.interrupted(); // by a kill that came late
    }

    /**
     * The lines of the JVM itself on its stdout: that it ran out of memory, or crashed. If it did not start, all lines
     * count, as they say why.
     */
    private static Stream<String> saidByTheJvm(List<String> output, List<String> errors) {
        boolean started = !output.contains("Error occurred during initialization of VM")
                && !errors.contains("Error: Could not create the Java Virtual Machine.");
        return output.stream()
                .filter(line ->
                        !started || line.startsWith("Terminating due to") || line.startsWith("#") && line.length() > 2);
    }
}
