package dev.procpool.cli;

import java.io.PrintStream;

/** Messages on standard error, one line each. Thread-safe. */
final class Messages {

    private final PrintStream err;
    private final boolean verbose;

    /** @param verbose whether stack traces follow */
    Messages(PrintStream err, boolean verbose) {
        this.err = err;
        this.verbose = verbose;
    }

    void say(String message) {
        err.println("procpool: " + message);
    }

    void say(String message, Throwable failure) {
        say(message);
        if (verbose) {
            failure.printStackTrace(err);
        }
    }
}
