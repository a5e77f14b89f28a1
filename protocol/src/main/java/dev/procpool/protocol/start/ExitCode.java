package dev.procpool.protocol.start;

import java.util.Arrays;
import java.util.Optional;

/** The exit codes that the worker program chooses. Every other code was chosen by user code, the JVM or a signal. */
public enum ExitCode {
    /** The work is done, or the supervisor asked it to leave. */
    OK(0, "left as asked"),
    /** An uncaught exception in a child process's task, as Python's exit code 1. */
    TASK_FAILED(1, "its task threw an exception"),
    /** The arguments of the worker's main class are not valid. */
    BAD_ARGUMENTS(100, "was started with arguments it does not understand"),
    /** Supervisor and worker speak different versions of the protocol or of the codec, or run on different JDKs. */
    VERSION_MISMATCH(101, "and its supervisor have different versions of procpool or Kryo, or of the JDK"),
    /** The supervisor sent bytes that are no command. */
    PROTOCOL_ERROR(102, "read something from its queue that is no command"),
    /** The supervisor has ended. */
    ORPHANED(103, "found its supervisor gone"),
    /** The worker itself failed, outside of any task. */
    INTERNAL_ERROR(104, "failed outside of any task"),
    /** The initializer of the pool threw. */
    INITIALIZER_FAILED(105, "failed in its initializer"),
    /** The worker was exiting, but its shutdown hooks did not end within the stop timeout. */
    EXIT_BLOCKED(106, "was exiting, but its shutdown hooks did not end, and halted itself"),
    /** The file system of the worker's queue is full. */
    NO_ROOM(107, "found no room left on the disk for its results");

    private final int code;
    private final String meaning;

    ExitCode(int code, String meaning) {
        this.code = code;
        this.meaning = meaning;
    }

    public int code() {
        return code;
    }

    /** The meaning, as the rest of a sentence that starts with the worker. */
    public String meaning() {
        return meaning;
    }

    /** The constant with a number; empty for 0 and 1, which user code uses as well, and for other numbers. */
    public static Optional<ExitCode> ownCode(int code) {
        return Arrays.stream(values())
                .filter(e -> e.code == code && code > TASK_FAILED.code)
                .findFirst();
    }
}
