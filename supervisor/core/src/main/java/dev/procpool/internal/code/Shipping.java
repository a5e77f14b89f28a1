package dev.procpool.internal.code;

import dev.procpool.protocol.code.ClassBundle.ClassFile;
import dev.procpool.protocol.codec.Codecs;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedList;
import java.util.List;
import java.util.ListIterator;
import java.util.Map;
import java.util.WeakHashMap;
import java.util.function.LongSupplier;
import java.util.function.Predicate;

/** Sends classes to the workers of one pool that lack them. Thread-safe by its monitor. */
public final class Shipping {

    /** Spaces that later calls may use again; a worker keeps fewer. */
    private static final int KEPT_SPACES = 8;

    private final Predicate<Class<?>> foreign;
    private final Closures closures;
    private final ShellVariables variables;
    private final int maxBytes;
    private final LongSupplier ids;
    private final List<SharedSpace> spaces = new LinkedList<>();
    private final Map<ClassLoader, WeakReference<Codecs>> resultsOfLoader = new WeakHashMap<>();

    /**
     * Ships to the workers of a pool.
     *
     * @param foreign whether workers lack a class
     * @param codecs encode the values of variables; null where nothing is encoded
     * @param maxBytes the limit for the classes of a call
     * @param ids numbers that nothing else of the pool has
     */
    public Shipping(Predicate<Class<?>> foreign, Codecs codecs, int maxBytes, LongSupplier ids) {
        this.foreign = foreign;
        this.closures = new Closures(foreign);
        this.variables = new ShellVariables(codecs);
        this.maxBytes = maxBytes;
        this.ids = ids;
    }

    /** Whether workers lack a class. */
    public boolean isForeign(Class<?> type) {
        return foreign.test(type);
    }

    /** The classes of a call, of which none is known yet. */
    public CallCode begin() {
        return new CallCode(this);
    }

    ShellVariables variables() {
        return variables;
    }

    long nextId() {
        return ids.getAsLong();
    }

    List<ClassFile> closure(Class<?> type) {
        return closures.of(type);
    }

    void requireRoom(int classes, long bytes) {
        if (bytes > maxBytes) {
            throw new IllegalStateException("the " + classes + " classes that workers lack have " + bytes
                    + " bytes, more than " + maxBytes
                    + ": PoolBuilder.maxPayload sets the limit, and PoolBuilder.classPath gives workers the jar");
        }
    }

    /**
     * A space with the classes of a call.
     *
     * @param loader the class loader that most of them come from
     * @param before the space of the call so far; null for none
     */
    synchronized ShippedSpace place(Map<String, ClassFile> files, ClassLoader loader, ShippedSpace before) {
        SharedSpace found = find(space -> space.hasAll(files));
        if (found != null) {
            return found.space();
        }
        found = find(space -> before != null && space.space().id() == before.id() && space.fits(files)
                || space.mayGrow(loader, files));
        if (found == null) {
            found = new SharedSpace(ids.getAsLong(), loader);
            spaces.add(0, found);
            dropOldest();
        }
        found.grow(ids.getAsLong(), files);
        return found.space();
    }

    /** Has workers keep a space always. */
    synchronized ShippedSpace keep(ShippedSpace asked) {
        for (SharedSpace space : spaces) {
            if (space.space().id() == asked.id()) {
                space.keep();
                return space.space();
            }
        }
        return asked.with(ShippedSpace.Life.POOL);
    }

    private void dropOldest() {
        for (int i = spaces.size() - 1; i >= KEPT_SPACES; i--) {
            if (!spaces.get(i).isOfPool()) {
                spaces.remove(i);
            }
        }
    }

    /** The space that was used last among those that pass a test; null if there is none. */
    private SharedSpace find(Predicate<SharedSpace> test) {
        for (ListIterator<SharedSpace> all = spaces.listIterator(); all.hasNext(); ) {
            SharedSpace space = all.next();
            if (test.test(space)) {
                all.remove();
                spaces.add(0, space);
                return space;
            }
        }
        return null;
    }

    /** Codecs that find classes in these loaders, and then where {@code ofPool} does. */
    synchronized Codecs results(Collection<ClassLoader> loaders, Codecs ofPool) {
        ClassLoader only = loaders.size() == 1 ? loaders.iterator().next() : null;
        WeakReference<Codecs> reference = only == null ? null : resultsOfLoader.get(only);
        Codecs known = reference == null ? null : reference.get();
        if (known != null) {
            return known;
        }
        List<ClassLoader> origins = new ArrayList<>(loaders);
        origins.add(ofPool.loader());
        Codecs made = ofPool.with(new OriginLoader(List.copyOf(origins)));
        if (only != null) {
            resultsOfLoader.put(only, new WeakReference<>(made));
        }
        return made;
    }
}
