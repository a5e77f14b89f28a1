package dev.procpool;

import java.util.List;

/** An item was retried, and the worker died of it every time. */
public final class PoisonItemException extends WorkerDiedException {

    private static final long serialVersionUID = 1L;

    @SuppressWarnings("serial") // List.copyOf gives a Serializable one
    private final List<ExitReport> attempts;

    public PoisonItemException(String message, long itemIndex, List<ExitReport> attempts) {
        super(message, itemIndex, attempts.get(attempts.size() - 1));
        this.attempts = List.copyOf(attempts);
    }

    /** How each worker ended that ran it, first attempt first. */
    public List<ExitReport> attempts() {
        return attempts;
    }
}
