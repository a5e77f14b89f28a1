package dev.procpool.internal.between;

import dev.procpool.ProcessLock;
import dev.procpool.protocol.between.SharedLock;
import java.lang.ref.Cleaner;
import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The handles of this JVM: one for each object between processes, while it is reachable. Thread-safe. */
public final class Handles {

    /** A handle that arrives again is the one that is here already. */
    static final Handles HERE = new Handles();

    private static final Cleaner CLEANER = Cleaner.create();

    private static final class Known extends WeakReference<ProcessLock> {

        private final LockForm form;

        Known(LockForm form, ProcessLock handle, ReferenceQueue<ProcessLock> gone) {
            super(handle, gone);
            this.form = form;
        }
    }

    private final Map<LockForm, Known> known = new ConcurrentHashMap<>();
    private final Map<LockForm, Ownership> owned = new ConcurrentHashMap<>();
    private final ReferenceQueue<ProcessLock> gone = new ReferenceQueue<>();

    private Handles() {}

    /** Creates a lock whose home is this process. */
    public static ProcessLock createLock(boolean isReentrant) {
        return HERE.create(OwnHome.HERE.create(), isReentrant);
    }

    private ProcessLock create(OwnHome.Owned object, boolean isReentrant) {
        LockForm form = LockForm.of(object, isReentrant);
        Ownership ownership = new Ownership(object, () -> owned.remove(form));
        owned.put(form, ownership);
        ProcessLock handle = of(form);
        CLEANER.register(handle, ownership::forget);
        return handle;
    }

    /** The handle of a lock that has arrived. */
    ProcessLock of(LockForm form) {
        removeGone();
        ProcessLock[] found = new ProcessLock[1]; // keeps the handle reachable until it is returned
        known.compute(form, (key, before) -> {
            found[0] = before == null ? null : before.get();
            if (found[0] != null) {
                return before;
            }
            found[0] = make(form);
            return new Known(form, found[0], gone);
        });
        return found[0];
    }

    private ProcessLock make(LockForm form) {
        LockCalls calls = new LockCalls(new SharedLock(form.home(), form.name()));
        Ownership ownership = owned.getOrDefault(form, Ownership.NONE);
        return form.isReentrant()
                ? new ReentrantHandle(form, calls, ownership)
                : new LockHandle(form, calls, ownership);
    }

    private void removeGone() {
        for (Object one = gone.poll(); one != null; one = gone.poll()) {
            Known reference = (Known) one;
            known.remove(reference.form, reference);
        }
    }
}
