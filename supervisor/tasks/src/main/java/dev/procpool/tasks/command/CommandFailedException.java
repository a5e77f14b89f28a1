package dev.procpool.tasks.command;

/**
 * A command has not ended with exit code 0. Its output is part of the failure: {@code diff} ends with 1, for example.
 */
public final class CommandFailedException extends Exception {

    private static final long serialVersionUID = 1L;

    private final int exitCode;
    private final byte[] output;

    CommandFailedException(String message, int exitCode, byte[] output) {
        super(message);
        this.exitCode = exitCode;
        this.output = output.clone();
    }

    /** The exit code; 127 if there is no such program, and 128 and the number of the signal that killed it. */
    public int exitCode() {
        return exitCode;
    }

    /** The bytes that the command has written to its standard output. */
    public byte[] output() {
        return output.clone();
    }
}
