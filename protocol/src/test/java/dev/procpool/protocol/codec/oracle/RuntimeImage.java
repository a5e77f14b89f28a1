package dev.procpool.protocol.codec.oracle;

import java.io.IOException;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.net.URI;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * The concrete Serializable classes of the JDK that runs the test, found in its runtime image and opened to
 * reflection.
 */
final class RuntimeImage {

    private static final List<String> ROOTS = List.of(
            "java.base/java",
            "java.sql/java",
            "java.sql/javax",
            "java.desktop/java/awt/geom",
            "java.desktop/java/beans");

    private RuntimeImage() {}

    /** All of them, sorted by name. */
    static List<Class<?>> serializableClasses() {
        List<Class<?>> classes = new ArrayList<>();
        for (String root : ROOTS) {
            Path modules = FileSystems.getFileSystem(URI.create("jrt:/")).getPath("modules");
            Path module = modules.resolve(root.substring(0, root.indexOf('/')));
            try (Stream<Path> files = Files.walk(modules.resolve(root))) {
                files.map(file -> module.relativize(file).toString())
                        .filter(name -> name.endsWith(".class"))
                        .map(name -> name.substring(0, name.length() - ".class".length())
                                .replace('/', '.'))
                        .sorted()
                        .forEach(name -> addIfConcrete(name, classes));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return classes;
    }

    private static void addIfConcrete(String name, List<Class<?>> classes) {
        try {
            Class<?> type = Class.forName(name, false, ClassLoader.getPlatformClassLoader());
            if (Serializable.class.isAssignableFrom(type)
                    && !type.isInterface()
                    && !type.isEnum()
                    && !Modifier.isAbstract(type.getModifiers())) {
                open(type);
                classes.add(type);
            }
        } catch (ClassNotFoundException | LinkageError e) {
            throw new IllegalStateException(name, e);
        }
    }

    /** Opens the package of a class, as {@code --add-opens} does. */
    static void open(Class<?> type) {
        try {
            Method open = Module.class.getDeclaredMethod("implAddOpensToAllUnnamed", String.class);
            open.setAccessible(true);
            if (type.getModule().isNamed() && !type.isArray() && !type.isPrimitive()) {
                open.invoke(type.getModule(), type.getPackageName());
            }
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }
}
