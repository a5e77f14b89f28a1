package dev.procpool.internal.engine;

import dev.procpool.PoolBrokenException;
import dev.procpool.internal.backend.Settlement;
import dev.procpool.internal.base.Loggers;
import dev.procpool.internal.base.PoolName;
import java.lang.System.Logger.Level;
import java.util.Optional;
import java.util.concurrent.CancellationException;

/**
 * The state of a pool, and the cause that broke it, if one did. Guarded by the engine lock; the state is readable by
 * all.
 */
final class PoolLife {

    private static final System.Logger LOG = Loggers.of(PoolLife.class);

    /** Written under the lock. */
    private volatile PoolState state = PoolState.RUNNING;

    private boolean terminated;
    private final PoolName name;
    private Throwable brokenBy;

    PoolLife(PoolName name) {
        this.name = name;
    }

    PoolName name() {
        return name;
    }

    PoolState state() {
        return state;
    }

    boolean isRunning() {
        return state == PoolState.RUNNING;
    }

    /** Whether items may still run: the pool was not told to stop. */
    boolean mayRunItems() {
        return state == PoolState.RUNNING || state == PoolState.DRAINING;
    }

    /** Passes to {@code next}, if the table of states allows that. */
    void transitionTo(PoolState next) {
        if (state.mayBecome(next)) {
            LOG.log(Level.DEBUG, "{0}: {1} -> {2}", name.subject(), state, next);
            state = next;
        }
    }

    /**
     * Keeps the cause that breaks the pool. Returns whether it is the first one, and the pool was not stopping
     * already.
     */
    boolean keepCause(Throwable cause) {
        if (brokenBy != null || !mayRunItems()) {
            return false;
        }
        brokenBy = cause;
        return true;
    }

    /** Notes that the items of the pool are given up, unless they all have their outcomes. */
    void terminate() {
        terminated |= mayRunItems();
    }

    boolean isTerminated() {
        return terminated;
    }

    boolean isBroken() {
        return brokenBy != null;
    }

    PoolBrokenException brokenException() {
        return new PoolBrokenException(name.subject() + " is broken: " + brokenBy.getMessage(), brokenBy);
    }

    CancellationException terminatedException() {
        return new CancellationException(name.subject() + " was terminated");
    }

    /** The reason for which items of a stopping pool are given up; empty if the pool is not stopping. */
    Optional<Settlement.Why> ended() {
        if (state != PoolState.STOPPING) {
            return Optional.empty();
        }
        return Optional.of(isBroken() ? this::brokenException : this::terminatedException);
    }
}
