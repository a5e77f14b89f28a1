package dev.procpool.protocol.codec.oracle;

import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.lang.reflect.Constructor;
import java.lang.reflect.Modifier;
import java.net.URI;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;

/** Compiles a subclass with two fields of its own, and all the constructors, of each class that may have one. */
final class Subclasses {

    private static final String PACKAGE = "dev.procpool.generated";

    private Subclasses() {}

    /** The subclasses, which a loader of their own has loaded. */
    static List<Class<?>> of(List<Class<?>> classes, Path directory) {
        List<Class<?>> extended =
                classes.stream().filter(Subclasses::mayBeExtended).toList();
        StringBuilder source = new StringBuilder("package " + PACKAGE + ";\n");
        for (int i = 0; i < extended.size(); i++) {
            source.append(subclass("Sub" + i, extended.get(i)));
        }
        compile(source.toString(), directory);
        try {
            URLClassLoader loader = new URLClassLoader(
                    new java.net.URL[] {directory.toUri().toURL()}, Subclasses.class.getClassLoader());
            List<Class<?>> loaded = new ArrayList<>();
            for (int i = 0; i < extended.size(); i++) {
                loaded.add(Class.forName(PACKAGE + ".Sub" + i, true, loader));
            }
            return loaded;
        } catch (IOException | ClassNotFoundException e) {
            throw new IllegalStateException(e);
        }
    }

    private static boolean mayBeExtended(Class<?> type) {
        boolean visible = Modifier.isPublic(type.getModifiers()) && !Modifier.isFinal(type.getModifiers());
        for (Class<?> c = type; c.getEnclosingClass() != null; c = c.getEnclosingClass()) {
            visible &= Modifier.isStatic(c.getModifiers())
                    && Modifier.isPublic(c.getEnclosingClass().getModifiers());
        }
        return visible && !type.isSealed() && !constructors(type).isEmpty();
    }

    private static List<Constructor<?>> constructors(Class<?> type) {
        List<Constructor<?>> usable = new ArrayList<>();
        for (Constructor<?> constructor : type.getDeclaredConstructors()) {
            int modifiers = constructor.getModifiers();
            if ((Modifier.isPublic(modifiers) || Modifier.isProtected(modifiers)) && !constructor.isSynthetic()) {
                usable.add(constructor);
            }
        }
        return usable;
    }

    private static String subclass(String name, Class<?> type) {
        StringBuilder text = new StringBuilder();
        text.append("class ")
                .append(name)
                .append(" extends ")
                .append(type.getCanonicalName())
                .append(" {\n");
        text.append("  String currency = \"currency of ").append(name).append("\"; Object[] more = {1, \"more\"};\n");
        for (Constructor<?> constructor : constructors(type)) {
            StringBuilder parameters = new StringBuilder();
            StringBuilder arguments = new StringBuilder();
            Class<?>[] types = constructor.getParameterTypes();
            for (int i = 0; i < types.length; i++) {
                String comma = i == 0 ? "" : ", ";
                parameters
                        .append(comma)
                        .append(types[i].getCanonicalName())
                        .append(" a")
                        .append(i);
                arguments.append(comma).append("a").append(i);
            }
            text.append("  public ")
                    .append(name)
                    .append('(')
                    .append(parameters)
                    .append(") throws Throwable { super(")
                    .append(arguments)
                    .append("); }\n");
        }
        return text.append("}\n").toString();
    }

    private static void compile(String source, Path directory) {
        JavaCompiler compiler =
                Optional.ofNullable(ToolProvider.getSystemJavaCompiler()).orElseThrow();
        JavaFileObject file =
                new SimpleJavaFileObject(URI.create("string:///Subclasses.java"), JavaFileObject.Kind.SOURCE) {
                    @Override
                    public CharSequence getCharContent(boolean ignoreEncodingErrors) {
                        return source;
                    }
                };
        StringWriter messages = new StringWriter();
        List<String> options = List.of("-d", directory.toString(), "-proc:none", "-nowarn", "-Xlint:none");
        if (!compiler.getTask(messages, null, null, options, null, List.of(file))
                .call()) {
            throw new UncheckedIOException(new IOException(messages.toString()));
        }
    }
}
