package dev.procpool;

import dev.procpool.protocol.start.ExitCode;
import java.io.Serializable;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * The end of a worker or child process. Immutable.
 *
 * @param workerId the number of the worker in its pool, from 1; 0 for a child process
 * @param incarnation the number of JVMs that this worker id had had, the one that ended included
 * @param pid the process id
 * @param exitCode the exit value as the operating system gave it; {@link #LIVES_ON} if the process could not be ended
 * @param ours whether procpool ended the process: killed it, or asked it to leave
 * @param lastErrorLines the last lines that the process printed to its standard error stream, oldest first
 * @param crashLog the path of the log that the JVM wrote when it crashed, or null
 * @param crashSignal the name of the signal that the JVM said it crashed by, or null; it ends itself by SIGABRT then
 */
public record ExitReport(
        int workerId,
        int incarnation,
        long pid,
        int exitCode,
        boolean ours,
        List<String> lastErrorLines,
        String crashLog,
        String crashSignal)
        implements Serializable {

    /** The exit code of a process that has not ended although procpool has killed it. */
    public static final int LIVES_ON = -1;

    private static final int SIGNAL_BASE = 128;
    private static final int OUT_OF_MEMORY = 3;

    /** Copies {@code lastErrorLines}. */
    public ExitReport {
        lastErrorLines = List.copyOf(lastErrorLines);
    }

    /** The same report, for a process that procpool ended. */
    public ExitReport asOurs() {
        return new ExitReport(workerId, incarnation, pid, exitCode, true, lastErrorLines, crashLog, crashSignal);
    }

    /**
     * The number of the signal that ended the process; empty if none did. It is {@link #crashSignal}, or else is
     * inferred from the exit code: a process that calls {@code exit(137)} looks the same as one that was
     * killed.
     */
    public OptionalInt signalNumber() {
        return signal().map(SignalNames::number).orElseGet(OptionalInt::empty);
    }

    /** The name of the signal of {@link #signalNumber}, such as {@code SIGKILL}. */
    public Optional<String> signal() {
        return crashSignal == null ? SignalNames.of(exitCode - SIGNAL_BASE) : Optional.of(crashSignal);
    }

    /** Whether the JVM ended itself because its memory was exhausted ({@code -XX:+ExitOnOutOfMemoryError}). */
    public boolean outOfMemory() {
        return exitCode == OUT_OF_MEMORY && lastErrorLines.stream().anyMatch(l -> l.contains("OutOfMemoryError"));
    }

    /** The end as the rest of a sentence that starts with the process: {@code was killed by SIGKILL}. */
    public String describe() {
        if (outOfMemory()) {
            return "ran out of memory (exit code " + exitCode + ")";
        }
        if (exitCode == LIVES_ON) {
            return "cannot be killed: it belongs to another user, or is stuck in the kernel";
        }
        return signal().map(this::describeSignal).orElseGet(() -> ExitCode.ownCode(exitCode)
                .map(own -> own.meaning() + " (exit code " + exitCode + ")")
                .orElse("exited with code " + exitCode + (exitCode == 0 ? " (by System.exit)" : "")));
    }

    private String describeSignal(String signal) {
        if (crashSignal != null || signal.equals("SIGABRT")) {
            return "crashed in native code (" + signal
                    + (crashLog == null ? ")" : "; the JVM's log is " + crashLog + ")");
        }
        return switch (signal) {
            case "SIGKILL" ->
                ours
                        ? "was killed by SIGKILL"
                        : "was killed by SIGKILL, not by procpool"
                                + " (if nobody did that, the system may be out of memory)";
            default -> "was killed by " + signal;
        };
    }
}
