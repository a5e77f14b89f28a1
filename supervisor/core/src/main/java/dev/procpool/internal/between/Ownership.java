package dev.procpool.internal.between;

import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;

/** The right of the process that created an object to end it. Thread-safe. Has no reference to the handle. */
final class Ownership {

    /** The right of a handle to an object of another process. */
    static final Ownership NONE = new Ownership(null, () -> {}, Optional.empty());

    private final OwnHome.Owned owned;
    private final Runnable onEnd;
    private final Optional<Set<String>> classes;
    private final AtomicBoolean ended = new AtomicBoolean();
    private volatile boolean travelled;

    /**
     * The right to end an object.
     *
     * @param onEnd told when the object has ended
     * @param classes the classes that this process decodes from the object; empty for all
     */
    Ownership(OwnHome.Owned owned, Runnable onEnd, Optional<Set<String>> classes) {
        this.owned = owned;
        this.onEnd = onEnd;
        this.classes = classes;
    }

    Optional<Set<String>> classes() {
        return classes;
    }

    /** A copy of the handle may be on its way to another process from now on. */
    void travels() {
        travelled = true;
    }

    /** Ends the object, if it is this process's to end. Idempotent. */
    void end() {
        if (owned != null && ended.compareAndSet(false, true)) {
            OwnHome.HERE.end(owned, !travelled);
            onEnd.run();
        }
    }

    /** The handle is no longer reachable here; the object ends unless another process may know it. */
    void forget() {
        if (!travelled) {
            end();
        }
    }
}
