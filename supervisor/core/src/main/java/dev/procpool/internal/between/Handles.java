package dev.procpool.internal.between;

import dev.procpool.protocol.between.ObjectKind;
import dev.procpool.protocol.between.SharedLock;
import dev.procpool.protocol.between.SharedQueue;
import java.lang.ref.Cleaner;
import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/** The handles of this JVM: one for each object between processes, while it is reachable. Thread-safe. */
final class Handles {

    /** A handle that arrives again is the one that is here already. */
    static final Handles HERE = new Handles();

    private static final Cleaner CLEANER = Cleaner.create();

    private static final class Known extends WeakReference<Object> {

        private final ObjectForm form;

        Known(ObjectForm form, Object handle, ReferenceQueue<Object> gone) {
            super(handle, gone);
            this.form = form;
        }
    }

    private final Map<ObjectForm, Known> known = new ConcurrentHashMap<>();
    private final Map<ObjectForm, Ownership> owned = new ConcurrentHashMap<>();
    private final ReferenceQueue<Object> gone = new ReferenceQueue<>();

    private Handles() {}

    /** The handle of an object, by its kind. */
    private static Object make(Bound bound) {
        ObjectForm form = bound.form();
        if (form.part() != 0) {
            return new ReentrantHandle(bound, new LockCalls(new SharedLock(form.object(), form.part())));
        }
        return switch (form.kind()) {
            case LOCK -> new LockHandle(bound, new LockCalls(new SharedLock(form.object())));
            case REENTRANT_LOCK -> new ReentrantHandle(bound, new LockCalls(new SharedLock(form.object())));
            case EVENT -> new EventHandle(bound);
            case SEMAPHORE, BOUNDED_SEMAPHORE -> new SemaphoreHandle(bound);
            case LONG -> new LongHandle(bound);
            case DOUBLE -> new DoubleHandle(bound);
            case INTS -> new IntsHandle(bound);
            case LONGS -> new LongsHandle(bound);
            case DOUBLES -> new DoublesHandle(bound);
            case BYTES -> new BytesHandle(bound);
            case READ_WRITE_LOCK -> new ReadWriteHandle(bound);
            case CONDITION, BARRIER -> throw new IllegalStateException("more than its place belongs to the " + form);
            case QUEUE ->
                new QueueHandle<>(
                        bound,
                        new QueueCalls(
                                new SharedQueue(form.object()),
                                new ItemCodec(bound.ownership().classes())));
        };
    }

    /**
     * Creates an object whose home is this process; returns its handle.
     *
     * @param words the first words of the object
     * @param regionBytes the size of its region, or 0
     */
    Object create(ObjectKind kind, long[] words, long regionBytes) {
        return create(kind, words, regionBytes, Optional.empty(), Handles::make);
    }

    /** The same for a handle to which more belongs than the place of its object. */
    Object create(ObjectKind kind, long[] words, long regionBytes, Function<Bound, Object> maker) {
        return create(kind, words, regionBytes, Optional.empty(), maker);
    }

    /**
     * The same for an object whose contents this process does not decode whatever they are.
     *
     * @param classes the classes that may be decoded; empty for all
     */
    Object create(ObjectKind kind, long[] words, long regionBytes, Optional<Set<String>> classes) {
        return create(kind, words, regionBytes, classes, Handles::make);
    }

    private Object create(
            ObjectKind kind,
            long[] words,
            long regionBytes,
            Optional<Set<String>> classes,
            Function<Bound, Object> maker) {
        OwnHome.Owned object = OwnHome.HERE.create(kind, words, regionBytes);
        ObjectForm form = ObjectForm.of(object, kind);
        Ownership ownership = new Ownership(object, () -> owned.remove(form), classes);
        owned.put(form, ownership);
        Object handle = of(form, maker);
        CLEANER.register(handle, ownership::forget);
        return handle;
    }

    /** The handle of an object that has arrived. */
    Object of(ObjectForm form) {
        return of(form, Handles::make);
    }

    /** The same for a handle to which more belongs than the place of its object. */
    Object of(ObjectForm form, Function<Bound, Object> maker) {
        removeGone();
        Object whole = form.part() == 0 ? null : of(form.whole());
        Object[] found = new Object[1]; // keeps the handle reachable until it is returned
        known.compute(form, (key, before) -> {
            found[0] = before == null ? null : before.get();
            if (found[0] != null) {
                return before;
            }
            found[0] = maker.apply(new Bound(form, owned.getOrDefault(form.whole(), Ownership.NONE), whole));
            return new Known(form, found[0], gone);
        });
        return found[0];
    }

    private void removeGone() {
        for (Object one = gone.poll(); one != null; one = gone.poll()) {
            Known reference = (Known) one;
            known.remove(reference.form, reference);
        }
    }
}
