package dev.procpool.internal.between;

import java.util.concurrent.atomic.AtomicBoolean;

/** The right of the process that created an object to end it. Thread-safe. Has no reference to the handle. */
final class Ownership {

    /** The right of a handle to an object of another process. */
    static final Ownership NONE = new Ownership(null, () -> {});

    private final OwnHome.Owned owned;
    private final Runnable onEnd;
    private final AtomicBoolean ended = new AtomicBoolean();
    private volatile boolean travelled;

    /** @param onEnd told when the object has ended */
    Ownership(OwnHome.Owned owned, Runnable onEnd) {
        this.owned = owned;
        this.onEnd = onEnd;
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
