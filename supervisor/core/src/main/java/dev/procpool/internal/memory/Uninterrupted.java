package dev.procpool.internal.memory;

import java.io.IOException;

/**
 * Steps of a thread that may have been interrupted before, which would close every file that it locks or writes. An
 * interrupt in the middle of the steps makes them fail with an IOException, as for other files.
 */
final class Uninterrupted {

    /** Steps with files. */
    interface Steps<R> {
        R run() throws IOException;
    }

    private Uninterrupted() {}

    static <R> R run(Steps<R> steps) throws IOException {
        boolean interrupted = Thread.interrupted();
        try {
            return steps.run();
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
