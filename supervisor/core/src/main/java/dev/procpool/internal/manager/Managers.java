package dev.procpool.internal.manager;

import java.lang.ref.WeakReference;
import java.lang.reflect.InvocationHandler;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/** The managers that this process calls, and those that it is. Thread-safe. */
final class Managers {

    static final Managers HERE = new Managers();

    private final Map<ManagerId, WeakReference<Caller>> callers = new ConcurrentHashMap<>();
    private final Map<ManagerId, ObjectTable> served = new ConcurrentHashMap<>();

    /** Whether the thread decodes what a caller of another machine has sent. */
    private final ThreadLocal<Boolean> fromElsewhere = ThreadLocal.withInitial(() -> false);

    private Managers() {}

    /** This process is the manager of these objects from now on. */
    void serves(ObjectTable objects) {
        served.put(objects.endpoint().id(), objects);
    }

    /**
     * Decodes what a caller of another machine has sent: proxies of the managers that this process is, and of no
     * others. A proxy names an address, and this process would connect to it on behalf of the caller.
     */
    <R> R decodeFromElsewhere(Supplier<R> decoding) {
        fromElsewhere.set(true);
        try {
            return decoding.get();
        } finally {
            fromElsewhere.remove();
        }
    }

    /**
     * The handler of a proxy that has arrived.
     *
     * @throws SecurityException if a caller of another machine has sent a proxy of another manager
     */
    InvocationHandler handlerOf(ObjectForm form) {
        ObjectTable here = served.get(form.endpoint().id());
        if (here == null && fromElsewhere.get()) {
            throw new SecurityException("a proxy of " + form.endpoint()
                    + " was sent from another machine: a manager accepts proxies of its own objects only");
        }
        return here != null
                ? new LocalObject(here, form.object())
                : new RemoteObject(callerOf(form.endpoint()), form.object());
    }

    /** New calls to a manager at an address that the user has told; handles that arrive later use them as well. */
    Caller connected(Endpoint endpoint) {
        Caller caller = newCaller(endpoint);
        callers.compute(
                endpoint.id(),
                (id, before) -> before == null || before.get() == null ? new WeakReference<>(caller) : before);
        return caller;
    }

    private Caller newCaller(Endpoint endpoint) {
        return Caller.of(
                endpoint, () -> callers.computeIfPresent(endpoint.id(), (id, it) -> it.get() == null ? null : it));
    }

    /**
     * The calls of this process to a manager. A process that has reached the manager by another address keeps to that:
     * the socket of a manager is not to be found on other machines.
     */
    Caller callerOf(Endpoint endpoint) {
        Caller[] found = new Caller[1]; // keeps the caller reachable until it is returned
        callers.compute(endpoint.id(), (id, before) -> {
            found[0] = before == null ? null : before.get();
            if (found[0] != null) {
                return before;
            }
            found[0] = newCaller(endpoint);
            return new WeakReference<>(found[0]);
        });
        return found[0];
    }
}
