package dev.procpool.internal.code;

import java.io.File;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * Says which classes workers lack: those that neither the JDK nor their class path has. A class of the same name counts
 * as the same. The answer for a class is kept with the class. Thread-safe.
 */
public final class WorkerPath implements Predicate<Class<?>> {

    private static final ClassLoader SYSTEM = ClassLoader.getSystemClassLoader();
    private static final ClassLoader PLATFORM = ClassLoader.getPlatformClassLoader();

    private final Supplier<String> classPath;
    private final ClassValue<Boolean> lacking = new ClassValue<>() {
        @Override
        protected Boolean computeValue(Class<?> type) {
            return lacks(type);
        }
    };

    private ClassLoader files; // guarded by this

    /** @param classPath the class path of workers; asked for when a class is met that may not be on it */
    public WorkerPath(Supplier<String> classPath) {
        this.classPath = classPath;
    }

    /** Whether workers lack a class, which is no array. */
    @Override
    public boolean test(Class<?> type) {
        ClassLoader loader = type.getClassLoader();
        return loader != null && loader != SYSTEM && loader != PLATFORM && lacking.get(type);
    }

    /** A lambda has a hidden class, whose file is that of the class around it. */
    private boolean lacks(Class<?> type) {
        Class<?> named = type.isHidden() ? type.getNestHost() : type;
        return named.isHidden() || files().getResource(fileOf(named.getName())) == null;
    }

    static String fileOf(String className) {
        return className.replace('.', '/') + ".class";
    }

    private synchronized ClassLoader files() {
        if (files == null) {
            List<URL> urls = new ArrayList<>();
            for (String entry : classPath.get().split(File.pathSeparator)) {
                try {
                    urls.add(Path.of(entry).toUri().toURL());
                } catch (MalformedURLException e) {
                    throw new IllegalStateException("not a file: " + entry, e);
                }
            }
            files = new URLClassLoader("procpool-worker-path", urls.toArray(URL[]::new), PLATFORM);
        }
        return files;
    }
}
