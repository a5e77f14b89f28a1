package dev.procpool.internal.backend;

import dev.procpool.protocol.codec.SharedHandle;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;

/**
 * The shared values that a call refers to: kept for the workers until the call is settled, and reachable until its
 * results are decoded. Thread-safe.
 */
public final class SharedUses {

    private Set<SharedHandle<?>> handles = Set.of(); // guarded by this
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

    /** Says that the call is settled. Called without any lock. */
    void release() {
        List<SharedHandle<?>> kept;
        synchronized (this) {
            if (released || handles.isEmpty()) {
                released = true;
                return;
            }
            released = true;
            kept = List.copyOf(handles);
        }
        kept.forEach(handle -> SharedValue.of(handle).release());
    }
}
