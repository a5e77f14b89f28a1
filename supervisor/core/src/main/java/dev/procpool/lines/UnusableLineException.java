package dev.procpool.lines;

import dev.procpool.PoolException;

/** A line cannot be used, for the reason that its {@link LineSource} gives; it was not sent to a worker. */
public final class UnusableLineException extends PoolException {

    private static final long serialVersionUID = 1L;

    /** An exception with the reason as its message. */
    public UnusableLineException(String reason) {
        super(reason, null);
    }
}
