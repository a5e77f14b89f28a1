package dev.procpool.tasks;

/** A name on the command line is no task. The message says what is there instead. */
public final class NoSuchTaskException extends Exception {

    private static final long serialVersionUID = 1L;

    NoSuchTaskException(String message) {
        super(message);
    }
}
