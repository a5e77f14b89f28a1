package dev.procpool.internal.code;

import dev.procpool.protocol.code.ClassBundle.ClassFile;
import java.io.IOException;
import java.io.InputStream;
import java.lang.ref.SoftReference;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.WeakHashMap;
import java.util.function.Predicate;

/**
 * The class files that a class needs in a worker: its own, and those of all classes that it names, and that these name,
 * as far as workers lack them. Each name is resolved as the JVM would, by the class loader of the class that has it.
 * Thread-safe.
 */
final class Closures {

    private final Predicate<Class<?>> foreign;

    /** The closures that are known, without those of classes that JShell replaces. */
    private final Map<Class<?>, SoftReference<List<ClassFile>>> known =
            Collections.synchronizedMap(new WeakHashMap<>());

    /** @param foreign whether workers lack a class */
    Closures(Predicate<Class<?>> foreign) {
        this.foreign = foreign;
    }

    /**
     * The class files for a class that workers lack.
     *
     * @throws IllegalStateException if the class loader has no class file of this class; the message says so
     */
    List<ClassFile> of(Class<?> type) {
        SoftReference<List<ClassFile>> reference = known.get(type);
        List<ClassFile> before = reference == null ? null : reference.get();
        if (before != null) {
            return before;
        }
        List<ClassFile> closure = collect(type);
        if (!Snippets.isSnippet(type)) {
            known.put(type, new SoftReference<>(closure));
        }
        return closure;
    }

    private List<ClassFile> collect(Class<?> root) {
        List<ClassFile> files = new ArrayList<>();
        Set<Class<?>> seen = new HashSet<>(Set.of(root));
        Deque<Class<?>> open = new ArrayDeque<>(seen);
        while (!open.isEmpty()) {
            Class<?> type = open.remove();
            byte[] file = file(type);
            if (file == null && type == root) {
                throw new IllegalStateException(noFile(type));
            } else if (file == null) {
                continue; // a worker that needs it says that it is missing
            }
            files.add(new ClassFile(type.getName(), file));
            for (String name : ConstantPool.classNames(file)) {
                Class<?> named = resolve(name, type.getClassLoader());
                if (named != null && foreign.test(named) && seen.add(named)) {
                    open.add(named);
                }
            }
        }
        return List.copyOf(files);
    }

    private static Class<?> resolve(String name, ClassLoader loader) {
        try {
            return Class.forName(name, false, loader);
        } catch (ClassNotFoundException | LinkageError e) {
            return null; // an optional dependency, or a text that looks like a name
        }
    }

    /** The class file of a class; null if its class loader has none. */
    static byte[] file(Class<?> type) {
        String file = WorkerPath.fileOf(type.getName());
        try (InputStream in = type.getClassLoader().getResourceAsStream(file)) {
            return in == null ? null : in.readAllBytes();
        } catch (IOException e) {
            throw new IllegalStateException(
                    "the class file of " + type.getName() + " cannot be read from "
                            + type.getClassLoader().getClass().getName() + ": " + e,
                    e);
        }
    }

    private static String noFile(Class<?> type) {
        return "workers lack the class " + type.getName() + ", and it cannot be sent: its class loader, "
                + type.getClassLoader().getClass().getName() + ", gives no class file for "
                + WorkerPath.fileOf(type.getName());
    }
}
