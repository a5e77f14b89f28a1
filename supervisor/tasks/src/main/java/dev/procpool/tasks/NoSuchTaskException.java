package dev.procpool.tasks;

/** What was named on the command line is no task. The message says what there is instead. */
public final class NoSuchTaskException extends Exception {

    private static final long serialVersionUID = 1L;

    NoSuchTaskException(String message) {
        super(message);
    }
}
