package dev.procpool;

import java.util.Optional;

/** A worker could not begin to work. It is the cause of a {@link PoolBrokenException}. */
public final class WorkerStartException extends PoolException {

    private static final long serialVersionUID = 1L;

    private final ExitReport report;

    public WorkerStartException(String message, ExitReport report, Throwable cause) {
        super(message, cause);
        this.report = report;
    }

    /** How its process ended; empty if there was none, or if its initializer threw. */
    public Optional<ExitReport> report() {
        return Optional.ofNullable(report);
    }
}
