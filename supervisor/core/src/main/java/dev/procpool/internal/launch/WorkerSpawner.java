package dev.procpool.internal.launch;

import dev.procpool.ExitReport;
import dev.procpool.PoolException;
import dev.procpool.WorkerOutput.Source;
import dev.procpool.internal.archive.ArchiveFile;
import dev.procpool.internal.base.PoolName;
import dev.procpool.protocol.message.MessageFrame;
import dev.procpool.protocol.start.WorkerArguments;
import dev.procpool.protocol.start.WorkerDirectory;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;

/**
 * Spawns the JVMs of workers and reads their output. Immutable.
 *
 * @param maxFrameBytes the largest frame in bytes, in both directions
 * @param exitTimeoutMillis how long shutdown hooks of a worker may run before the worker halts
 */
record WorkerSpawner(PoolName name, JvmArguments jvm, OutputRouter output, int maxFrameBytes, long exitTimeoutMillis) {

    private static final int JVM_REFUSED = 1;
    private static final String MAIN_CLASS = "dev.procpool.worker.WorkerMain";

    /** The words of a JVM that does not start because its options name two collectors. */
    private static final List<String> TWO_COLLECTORS =
            List.of("Multiple garbage collectors selected", "Conflicting collector combinations");

    /** Whether a JVM did not start because of the collector that procpool has chosen. */
    boolean hasOneCollectorTooMany(ExitReport report) {
        return report.exitCode() == JVM_REFUSED
                && report.lastErrorLines().stream()
                        .anyMatch(line -> TWO_COLLECTORS.stream().anyMatch(line::contains));
    }

    /** A spawner of the same JVMs, whose collector is left to the user. */
    WorkerSpawner withoutCollector() {
        return new WorkerSpawner(name, jvm.withoutCollector(), output, maxFrameBytes, exitTimeoutMillis);
    }

    /**
     * Spawns the JVM of a worker incarnation.
     *
     * @param token the token that the connections of the worker begin with
     * @throws PoolException if no process can be had; the message has the command line
     */
    WorkerProcess spawn(int workerId, int incarnation, WorkerDirectory directory, long token) throws IOException {
        WorkerArguments arguments = new WorkerArguments(
                directory.path(),
                token,
                workerId,
                incarnation,
                maxFrameBytes,
                exitTimeoutMillis,
                MessageFrame.PROTOCOL_VERSION,
                jvm.dialect().fingerprint());
        Optional<ArchiveFile> archive = jvm.usableArchive();
        ProcessBuilder builder =
                jvm.processBuilder(archive, directory.argumentFile(), MAIN_CLASS, arguments.toCommandLine());
        Process process;
        try {
            process = builder.start();
        } catch (IOException e) {
            throw new PoolException(
                    name.of("worker " + workerId) + " cannot be started: " + e.getMessage() + "; the command was: "
                            + String.join(" ", builder.command()),
                    e);
        }
        try {
            OutputPump stdout = pump(process.getInputStream(), Source.STDOUT, workerId, process.pid());
            OutputPump stderr = pump(process.getErrorStream(), Source.STDERR, workerId, process.pid());
            return new WorkerProcess(workerId, incarnation, process, stdout, stderr, archive, WorkerProcess.KILL_NANOS);
        } catch (Throwable e) {
            process.destroyForcibly(); // there is no thread to look after it
            throw e;
        }
    }

    private OutputPump pump(InputStream stream, Source source, int workerId, long pid) {
        String process = name.of("worker " + workerId) + " (pid " + pid + ")";
        return OutputPump.start(stream, source, process, line -> output.line(workerId, pid, source, line));
    }
}
