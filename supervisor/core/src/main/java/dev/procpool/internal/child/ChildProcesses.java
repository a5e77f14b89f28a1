package dev.procpool.internal.child;

import dev.procpool.ChildProcess;
import dev.procpool.protocol.start.ProcessIdentity;
import dev.procpool.task.Task;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/** The family of this process: its children, itself, and its parent. Thread-safe. */
public final class ChildProcesses {

    /** Each JVM has one family, as each interpreter has one in Python. */
    private static final ActiveChildren ACTIVE = new ActiveChildren();

    private static final AtomicInteger COUNT = new AtomicInteger();

    private ChildProcesses() {}

    /**
     * A child that was not started yet.
     *
     * @param name by default {@code Process-} with the number of the child, and that of a child's child behind a colon
     * @param daemon by default the flag of this process
     * @param jvmOptions options of the child's JVM, after those of procpool, so that they win
     * @param stdout the file for the child's standard output; by default that of this JVM
     * @param stderr the file for the child's standard error; by default that of this JVM
     */
    public static ChildProcess create(
            Task<?> task,
            Optional<String> name,
            Optional<Boolean> daemon,
            List<String> jvmOptions,
            Optional<Path> stdout,
            Optional<Path> stderr) {
        ProcessIdentity self = ProcessIdentity.current();
        int number = COUNT.incrementAndGet();
        boolean isChild = self.parent().isPresent() && self.name().startsWith("Process-");
        String prefix = isChild ? self.name() + ":" : "Process-";
        ChildSettings settings = new ChildSettings(
                name.orElse(prefix + number), daemon.orElse(self.daemon()), jvmOptions, stdout, stderr);
        return new ChildJvm(task, settings, ACTIVE);
    }

    /** This process. */
    public static ChildProcess current() {
        ProcessIdentity self = ProcessIdentity.current();
        return new KnownProcess(
                self.name(), self.daemon(), ProcessHandle.current().pid());
    }

    /** The process that started this one; empty in a main program. */
    public static Optional<ChildProcess> parent() {
        return ProcessIdentity.current().parent().map(p -> new KnownProcess(p.name(), false, p.pid()));
    }

    /** The children that are alive, in the order of their start. */
    public static List<ChildProcess> activeChildren() {
        return ACTIVE.list();
    }
}
