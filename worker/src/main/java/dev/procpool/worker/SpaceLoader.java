package dev.procpool.worker;

import dev.procpool.protocol.code.ClassBundle.ClassFile;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The class loader of a space. A class of the same name that the class path has comes first. The class files are kept,
 * as a pool that is opened here sends them on. Thread-safe.
 */
final class SpaceLoader extends ClassLoader {

    private static final String ADVICE = ": this worker does not have it, and it was not sent with the function:"
            + " TaskOptions.ship sends classes that a function names at run time only";

    static {
        registerAsParallelCapable();
    }

    private final Map<String, byte[]> files = new ConcurrentHashMap<>();

    SpaceLoader(ClassLoader parent) {
        super("procpool-space", parent);
    }

    void add(ClassFile file) {
        files.putIfAbsent(file.name(), file.bytes());
    }

    @Override
    protected Class<?> findClass(String name) throws ClassNotFoundException {
        byte[] file = files.get(name);
        if (file == null) {
            throw new ClassNotFoundException(name + ADVICE);
        }
        return defineClass(name, file, 0, file.length);
    }

    @Override
    public InputStream getResourceAsStream(String name) {
        InputStream above = super.getResourceAsStream(name);
        if (above != null || !name.endsWith(".class")) {
            return above;
        }
        byte[] file =
                files.get(name.substring(0, name.length() - ".class".length()).replace('/', '.'));
        return file == null ? null : new ByteArrayInputStream(file);
    }
}
