package dev.procpool.internal.backend;

import dev.procpool.internal.base.DaemonThreads;
import dev.procpool.protocol.codec.SharedHandle;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;

/**
 * The shared values that a call refers to: kept for the workers until the call is settled, and reachable until its
 * results are decoded; and steps for the end of the call. Thread-safe.
 */
public final class SharedUses {

    private Set<SharedHandle<?>> handles = Set.of(); // guarded by this
    private List<Runnable> steps = List.of(); // guarded by this
    private boolean released;

    /**
     * Keeps a value.
     *
     * @throws IllegalStateException if the value was closed
     */
    public synchronized void add(SharedHandle<?> handle) {
        if (released || handles.contains(handle)) {
            return;
        }
        SharedValue.of(handle).retain();
        if (handles.isEmpty()) {
            handles = Collections.newSetFromMap(new IdentityHashMap<>());
        }
        handles.add(handle);
    }

    /** Adds a step for a thread of its own, once the call is settled: no item of it is on its way any more. */
    public synchronized void afterwards(Runnable step) {
        if (steps.isEmpty()) {
            steps = new ArrayList<>();
        }
        steps.add(step);
        if (released) {
            run(steps);
            steps = List.of();
        }
    }

    private static void run(List<Runnable> steps) {
        if (!steps.isEmpty()) {
            DaemonThreads.start("procpool-after-call", () -> steps.forEach(Runnable::run));
        }
    }

    /** Says that the call is settled. Called without any lock. */
    void release() {
        List<SharedHandle<?>> kept;
        List<Runnable> due;
        synchronized (this) {
            if (released) {
                return;
            }
            released = true;
            kept = handles.isEmpty() ? List.of() : List.copyOf(handles);
            due = steps;
            steps = List.of();
        }
        kept.forEach(handle -> SharedValue.of(handle).release());
        run(due);
    }
}
