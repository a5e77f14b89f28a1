package dev.procpool.internal.launch;

import dev.procpool.ExitReport;
import dev.procpool.internal.archive.ArchiveFile;
import dev.procpool.internal.platform.Sessions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A worker's process, from its spawning to its end. Thread-safe. */
public final class WorkerProcess {

    private static final int KIBI = 10;

    private final int workerId;
    private final int incarnation;
    private final Process process;
    private final OutputPump stdout;
    private final OutputPump stderr;
    private final Optional<ArchiveFile> archive;

    WorkerProcess(
            int workerId,
            int incarnation,
            Process process,
            OutputPump stdout,
            OutputPump stderr,
            Optional<ArchiveFile> archive) {
        this.archive = archive;
        this.workerId = workerId;
        this.incarnation = incarnation;
        this.process = process;
        this.stdout = stdout;
        this.stderr = stderr;
    }

    /** The start-up archive that it was given. */
    public Optional<ArchiveFile> archive() {
        return archive;
    }

    public int workerId() {
        return workerId;
    }

    public int incarnation() {
        return incarnation;
    }

    public long pid() {
        return process.pid();
    }

    /** Asks the process to end (SIGTERM). */
    public void terminate() {
        process.destroy();
    }

    /** The memory of the process that is resident, in bytes; 0 where that is not known. */
    public long residentBytes() {
        try (Stream<String> lines = Files.lines(Path.of("/proc", Long.toString(pid()), "status"))) {
            return lines.filter(line -> line.startsWith("VmRSS:"))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) << KIBI)
                    .findFirst()
                    .orElse(0);
        } catch (IOException | UncheckedIOException e) {
            return 0; // it is gone, or this is another system
        }
    }

    /** Kills the process and what it started (SIGKILL). */
    public void kill() {
        List<ProcessHandle> descendants = process.descendants().toList();
        process.destroyForcibly();
        descendants.forEach(ProcessHandle::destroyForcibly);
    }

    /** Waits a moment for its end; returns whether that came. An interrupt ends the wait. */
    boolean endsWithin(long millis) {
        try {
            return process.waitFor(millis, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return !process.isAlive();
        }
    }

    /** Waits for the end of the process, and a moment for the end of its output. */
    ExitReport awaitExit(long outputMillis) throws InterruptedException {
        int exitCode = process.waitFor();
        Sessions.killAll(pid());
        stderr.awaitEnd(outputMillis);
        stdout.awaitEnd(outputMillis);
        List<String> errors = stderr.lastLines();
        List<String> lines = Stream.concat(saidByTheJvm(stdout.lastLines(), errors), errors.stream())
                .toList();
        Path crashLog = JvmArguments.crashLog(pid());
        return new ExitReport(
                workerId,
                incarnation,
                process.pid(),
                exitCode,
                false,
                lines,
                Files.exists(crashLog) ? crashLog.toString() : null);
    }

    /** The JVM says on its stdout that it ran out of memory, or crashed; and why it does not start, when nobody else says anything. */
    private static Stream<String> saidByTheJvm(List<String> output, List<String> errors) {
        boolean started = !output.contains("Error occurred during initialization of VM")
                && !errors.contains("Error: Could not create the Java Virtual Machine.");
        return output.stream()
                .filter(line ->
                        !started || line.startsWith("Terminating due to") || line.startsWith("#") && line.length() > 2);
    }
}
