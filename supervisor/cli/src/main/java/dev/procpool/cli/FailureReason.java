package dev.procpool.cli;

import java.nio.file.FileSystemException;

/** The reason of an exception in words, for a message of one line. */
final class FailureReason {

    private FailureReason() {}

    /** The message; with the type of the exception where the message is only the name of a file, or missing. */
    static String of(Exception failure) {
        boolean onlyNames = failure instanceof FileSystemException file && file.getReason() == null;
        return failure.getMessage() == null || onlyNames
                ? failure.toString().replaceFirst("^java\\.(\\w+\\.)+", "")
                : failure.getMessage();
    }
}
