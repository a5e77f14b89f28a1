package dev.procpool.tasks.source;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import javax.tools.FileObject;
import javax.tools.ForwardingJavaFileManager;
import javax.tools.JavaFileManager;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;

/** The class files that a compiler writes, in memory, and the class loader that finds them. Thread-safe. */
final class MemoryClasses {

    private static final String SUFFIX = ".class";

    private final Map<String, ByteArrayOutputStream> files = new ConcurrentHashMap<>();

    /** A file manager that writes here and reads as {@code other} does. */
    JavaFileManager manager(JavaFileManager other) {
        return new ForwardingJavaFileManager<>(other) {
            @Override
            public JavaFileObject getJavaFileForOutput(
                    Location location, String className, JavaFileObject.Kind kind, FileObject sibling) {
                return new Output(className);
            }
        };
    }

    private final class Output extends SimpleJavaFileObject {

        private final String className;

        Output(String className) {
            super(URI.create("memory:///" + className.replace('.', '/') + SUFFIX), Kind.CLASS);
            this.className = className;
        }

        @Override
        public OutputStream openOutputStream() {
            return files.computeIfAbsent(className, name -> new ByteArrayOutputStream());
        }
    }

    /** Loads the classes; gives their files away, as they are sent to workers. */
    ClassLoader loader(ClassLoader parent) {
        return new ClassLoader(parent) {
            @Override
            protected Class<?> findClass(String name) throws ClassNotFoundException {
                ByteArrayOutputStream file = files.get(name);
                if (file == null) {
                    throw new ClassNotFoundException(name);
                }
                return defineClass(name, file.toByteArray(), 0, file.size());
            }

            @Override
            public InputStream getResourceAsStream(String name) {
                String className = name.endsWith(SUFFIX)
                        ? name.substring(0, name.length() - SUFFIX.length()).replace('/', '.')
                        : name;
                ByteArrayOutputStream file = files.get(className);
                return file == null ? super.getResourceAsStream(name) : new ByteArrayInputStream(file.toByteArray());
            }
        };
    }
}
