package dev.procpool.internal.base;

import java.util.function.Supplier;

/** The interrupt status of the current thread, around code that does not wait. */
public final class Interrupts {

    private Interrupts() {}

    /**
     * Runs an action with the interrupt status cleared, and sets the status again afterwards. A file channel is closed
     * when a thread that is interrupted uses it, so a program could not open a pool on such a thread.
     */
    public static <R> R setAside(Supplier<R> action) {
        boolean interrupted = Thread.interrupted();
        try {
            return action.get();
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
