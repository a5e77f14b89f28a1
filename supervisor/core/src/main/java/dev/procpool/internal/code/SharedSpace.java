package dev.procpool.internal.code;

import dev.procpool.internal.code.ShippedSpace.Life;
import dev.procpool.protocol.code.ClassBundle;
import dev.procpool.protocol.code.ClassBundle.ClassFile;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A space that calls share: those whose classes are the same, or come from one class loader. Guarded by its owner. */
final class SharedSpace {

    /** A space that has this number of classes gets no more from other calls: what it has is never unloaded alone. */
    private static final int MANY_CLASSES = 250;

    private final WeakReference<ClassLoader> loader;
    private final Map<String, ClassFile> files = new HashMap<>();
    private ShippedSpace space;

    /** @param loader the first class loader of the call that makes it */
    SharedSpace(long id, ClassLoader loader) {
        this.loader = new WeakReference<>(loader);
        this.space = new ShippedSpace(id, List.of(), Life.SHARED);
    }

    ShippedSpace space() {
        return space;
    }

    /** Whether workers keep it always. */
    boolean isOfPool() {
        return space.life() == Life.POOL;
    }

    /** Has workers keep it always. */
    void keep() {
        space = space.with(Life.POOL);
    }

    /** Whether it has these classes. */
    boolean hasAll(Map<String, ClassFile> asked) {
        return asked.values().stream().allMatch(file -> {
            ClassFile here = files.get(file.name());
            return here != null && here.isSame(file);
        });
    }

    /** Whether calls of this class loader may add these classes. */
    boolean mayGrow(ClassLoader from, Map<String, ClassFile> asked) {
        return loader.get() == from && (isOfPool() || files.size() + asked.size() <= MANY_CLASSES) && fits(asked);
    }

    /** Whether it has no other class of the same name. */
    boolean fits(Map<String, ClassFile> asked) {
        return asked.values().stream().allMatch(file -> {
            ClassFile here = files.get(file.name());
            return here == null || here.isSame(file);
        });
    }

    /**
     * Adds the classes that it does not have.
     *
     * @param unitId the number of what is added
     */
    void grow(long unitId, Map<String, ClassFile> asked) {
        List<ClassFile> added = new ArrayList<>();
        for (ClassFile file : asked.values()) {
            if (files.putIfAbsent(file.name(), file) == null) {
                added.add(file);
            }
        }
        space = space.with(new ShippedSpace.Unit(unitId, ClassBundle.of(added).encode()));
    }
}
