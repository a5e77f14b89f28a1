package dev.procpool.tasks.source;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.tools.FileObject;
import javax.tools.ForwardingJavaFileManager;
import javax.tools.JavaFileManager;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;

/** The class files that a compiler writes, in memory, and the class loader that finds them. Written by one thread. */
final class MemoryClasses {

    private static final String SUFFIX = ".class";

    /** By the names of the classes, in the order in which the compiler has written them. */
    private final Map<String, ByteArrayOutputStream> files = new LinkedHashMap<>();

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
            ByteArrayOutputStream file = new ByteArrayOutputStream();
            files.put(className, file);
            return file;
        }
    }

    /**
     * Loads all classes, and initializes none. Their class loader gives their files away, as they are sent to workers.
     *
     * @param parent finds the classes that these use
     */
    List<Class<?>> load(ClassLoader parent) {
        ClassLoader loader = loader(parent);
        List<Class<?>> classes = new ArrayList<>();
        for (String name : files.keySet()) {
            try {
                classes.add(Class.forName(name, false, loader));
            } catch (ClassNotFoundException e) {
                throw new IllegalStateException("a class that was compiled is missing", e);
            }
        }
        return classes;
    }

    private ClassLoader loader(ClassLoader parent) {
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

    /** The name of a class that {@code other} finds, too; null if there is none. */
    String alsoIn(ClassLoader other) {
        return files.keySet().stream()
                .filter(name -> other.getResource(name.replace('.', '/') + SUFFIX) != null)
                .findFirst()
                .orElse(null);
    }
}
