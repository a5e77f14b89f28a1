package dev.procpool.internal.platform;

import java.io.File;

/** The standard input of a process that reads nothing. */
public final class EmptyInput {

    private static final File NULL_DEVICE = new File("/dev/null");

    private EmptyInput() {}

    /** Gives a process a standard input that is at its end from the start. */
    public static ProcessBuilder.Redirect redirect() {
        return ProcessBuilder.Redirect.from(NULL_DEVICE);
    }
}
