package dev.procpool.internal.child;

import dev.procpool.ChildProcess;
import dev.procpool.protocol.start.ProcessIdentity;
import dev.procpool.task.Task;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;

/** The family of this process: its children, itself, and its parent. Thread-safe. */
public final class ChildProcesses {

    /** There is one family per JVM, as there is one per interpreter in Python. Guarded by itself. */
    private static final Set<ChildProcess> ACTIVE = new LinkedHashSet<>();

    private static final AtomicInteger COUNT = new AtomicInteger();

    private ChildProcesses() {}

    public static ChildProcess create(
            Task<?> task,
            Optional<String> name,
            Optional<Boolean> daemon,
            List<String> jvmOptions,
            Optional<Path> stdout,
            Optional<Path> stderr) {
        ProcessIdentity self = ProcessIdentity.current();
        int number = COUNT.incrementAndGet();
        String prefix =
                self.parent().isPresent() && self.name().startsWith("Process-") ? self.name() + ":" : "Process-";
        return new ChildJvm(
                task, name.orElse(prefix + number), daemon.orElse(self.daemon()), jvmOptions, stdout, stderr);
    }

    public static ChildProcess current() {
        ProcessIdentity self = ProcessIdentity.current();
        return new KnownProcess(
                self.name(), self.daemon(), ProcessHandle.current().pid());
    }

    public static Optional<ChildProcess> parent() {
        return ProcessIdentity.current().parent().map(p -> new KnownProcess(p.name(), false, p.pid()));
    }

    public static List<ChildProcess> activeChildren() {
        synchronized (ACTIVE) {
            return List.copyOf(ACTIVE);
        }
    }

    static void started(ChildProcess child) {
        synchronized (ACTIVE) {
            ACTIVE.add(child);
        }
    }

    static void ended(ChildProcess child) {
        synchronized (ACTIVE) {
            ACTIVE.remove(child);
        }
    }
}
