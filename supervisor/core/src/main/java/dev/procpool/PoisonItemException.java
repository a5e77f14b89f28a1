package dev.procpool;

import java.util.List;

/** An item was retried, and every time the worker that ran it died. */
public final class PoisonItemException extends WorkerDiedException {

    private static final long serialVersionUID = 1L;

    @SuppressWarnings("serial") // List.copyOf gives a Serializable one
    private final List<ExitReport> attempts;

    /**
     * An exception of an item.
     *
     * @param itemIndex the position of the item in its call, from 0
     * @param attempts the end of each worker, first attempt first; at least one
     */
    public PoisonItemException(String message, long itemIndex, List<ExitReport> attempts) {
        super(message, itemIndex, attempts.get(attempts.size() - 1));
        this.attempts = List.copyOf(attempts);
    }

    /** The end of each worker that ran the item, first attempt first. */
    public List<ExitReport> attempts() {
        return attempts;
    }
}
