package dev.procpool.internal.child;

import dev.procpool.ChildProcess;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** The children of this JVM that are alive, in the order of their start. Thread-safe. */
final class ActiveChildren {

    private final Set<ChildProcess> alive = new LinkedHashSet<>(); // guarded by this

    synchronized void started(ChildProcess child) {
        alive.add(child);
    }

    synchronized void ended(ChildProcess child) {
        alive.remove(child);
    }

    synchronized List<ChildProcess> list() {
        return List.copyOf(alive);
    }
}
