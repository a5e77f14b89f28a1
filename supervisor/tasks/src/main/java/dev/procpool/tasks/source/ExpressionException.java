package dev.procpool.tasks.source;

/** An expression that javac refuses, or that cannot be compiled here. The message is for the user who wrote it. */
public final class ExpressionException extends Exception {

    private static final long serialVersionUID = 1L;

    ExpressionException(String message) {
        super(message);
    }
}
