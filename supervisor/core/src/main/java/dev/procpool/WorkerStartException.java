package dev.procpool;

import java.util.Optional;

/** A worker could not be started, or its initializer failed. The cause of a {@link PoolBrokenException}. */
public final class WorkerStartException extends PoolException {

    private static final long serialVersionUID = 1L;

    private final ExitReport report;

    /**
     * An exception of a worker.
     *
     * @param report the end of the process, or null
     */
    public WorkerStartException(String message, ExitReport report, Throwable cause) {
        super(message, cause);
        this.report = report;
    }

    /** The end of its process; empty if there was no process, or if its initializer threw. */
    public Optional<ExitReport> report() {
        return Optional.ofNullable(report);
    }
}
