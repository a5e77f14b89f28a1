package dev.procpool.tasks.source;

/** Source text that javac refuses, or that cannot be compiled here. The message is for the user who wrote it. */
public final class SourceException extends Exception {

    private static final long serialVersionUID = 1L;

    SourceException(String message) {
        super(message);
    }
}
