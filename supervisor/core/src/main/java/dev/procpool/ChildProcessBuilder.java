package dev.procpool;

import dev.procpool.internal.child.ChildProcesses;
import dev.procpool.task.Task;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** Configures a {@link ChildProcess}. Not thread-safe; may be used for several children. */
public final class ChildProcessBuilder {

    private final Task<?> task;
    private String name;
    private Boolean daemon;
    private final List<String> jvmOptions = new ArrayList<>();
    private Path stdout;
    private Path stderr;

    ChildProcessBuilder(Task<?> task) {
        this.task = Objects.requireNonNull(task, "task");
    }

    /** Sets the name. Default: {@code Process-1}, {@code Process-2}, … and {@code Process-1:1} for a child's child. */
    public ChildProcessBuilder name(String value) {
        name = Objects.requireNonNull(value, "name");
        return this;
    }

    /** Sets whether the child is killed when the main program of this JVM ends. Default: the flag of this process. */
    public ChildProcessBuilder daemon(boolean value) {
        daemon = value;
        return this;
    }

    /** Adds options of the child's JVM, after those of procpool, so that they win. */
    public ChildProcessBuilder jvmOptions(String... options) {
        jvmOptions.addAll(Arrays.asList(options));
        return this;
    }

    /** Writes the child's standard output to a file, which is replaced. Default: the standard output of this JVM. */
    public ChildProcessBuilder stdout(Path file) {
        stdout = file;
        return this;
    }

    /** Writes the child's standard error to a file, which is replaced. Default: the standard error of this JVM. */
    public ChildProcessBuilder stderr(Path file) {
        stderr = file;
        return this;
    }

    /** A child that was not started yet. */
    public ChildProcess build() {
        return ChildProcesses.create(
                task,
                Optional.ofNullable(name),
                Optional.ofNullable(daemon),
                List.copyOf(jvmOptions),
                Optional.ofNullable(stdout),
                Optional.ofNullable(stderr));
    }
}
