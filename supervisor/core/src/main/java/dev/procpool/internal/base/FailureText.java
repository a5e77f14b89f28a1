package dev.procpool.internal.base;

import java.nio.file.FileSystemException;

/** The text of a failure. */
public final class FailureText {

    private FailureText() {}

    /**
     * The message of an exception, followed by that of its root cause in parentheses; with the type where a message is
     * only the name of a file.
     */
    public static String of(Throwable failure) {
        Throwable bottom = failure;
        for (int depth = 0; bottom.getCause() != null && depth < 100; depth++) {
            bottom = bottom.getCause();
        }
        return bottom == failure ? one(failure) : one(failure) + " (" + one(bottom) + ")";
    }

    private static String one(Throwable failure) {
        boolean onlyNames = failure instanceof FileSystemException file && file.getReason() == null;
        return failure.getMessage() == null || onlyNames
                ? failure.toString().replaceFirst("^java\\.(\\w+\\.)+", "")
                : failure.getMessage();
    }
}
