package dev.procpool.tasks;

import dev.procpool.task.TaskFunction;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.Supplier;

/** The tasks that need no class of the user. */
public enum BuiltInTask {
    /** The square of a number. */
    SQUARE("the square of a whole number, of any size", Square::new),
    /** The digest of a file. */
    SHA256("the SHA-256 of a file, printed as sha256sum does", Sha256::new),
    /** The counts of a file. */
    WORDCOUNT("lines, words and bytes of a file, as wc counts them", WordCount::new),
    /** The item itself. */
    ECHO("the item itself", Echo::new),
    /** A pause. */
    SLEEP("sleeps for a duration: 200ms, 1.5s, 2m, 3 (seconds)", Sleep::new),
    /** Misbehaviour on demand. */
    CHAOS("misbehaves: ok, throw, exit:N, halt:N, spin, oom, stack, segv", Chaos::new);

    private final String description;
    private final Supplier<TaskFunction<String, ?>> maker;

    BuiltInTask(String description, Supplier<TaskFunction<String, ?>> maker) {
        this.description = description;
        this.maker = maker;
    }

    /** The name on the command line. */
    public String taskName() {
        return name().toLowerCase(java.util.Locale.ROOT);
    }

    public String description() {
        return description;
    }

    TaskFunction<String, ?> make() {
        return maker.get();
    }

    static Optional<BuiltInTask> named(String name) {
        return Arrays.stream(values()).filter(t -> t.taskName().equals(name)).findFirst();
    }
}
