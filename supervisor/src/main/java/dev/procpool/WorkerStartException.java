package dev.procpool;

/** A worker died before it could work. It is the cause of a {@link PoolBrokenException}. */
public final class WorkerStartException extends PoolException {

    private static final long serialVersionUID = 1L;

    private final ExitReport report;

    public WorkerStartException(String message, ExitReport report) {
        super(message, null);
        this.report = report;
    }

    /** How it ended. */
    public ExitReport report() {
        return report;
    }
}
