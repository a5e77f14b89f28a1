package dev.procpool;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import javax.tools.ToolProvider;

/** Classes that are compiled here, and loaded by a class loader of their own: workers have not got them. */
final class PlugIn implements AutoCloseable {

    private final URLClassLoader loader;

    private PlugIn(URLClassLoader loader) {
        this.loader = loader;
    }

    /**
     * Compiles classes.
     *
     * @param directory receives the files
     * @param sources the source of each class, by the name of its file
     */
    static Path compile(Path directory, Map<String, String> sources) throws IOException {
        Path classes = Files.createTempDirectory(directory, "classes");
        List<String> arguments =
                new ArrayList<>(List.of("-cp", System.getProperty("java.class.path"), "-d", classes.toString()));
        for (Map.Entry<String, String> source : sources.entrySet()) {
            Path file = classes.resolve(source.getKey());
            Files.writeString(file, source.getValue());
            arguments.add(file.toString());
        }
        int compiled = ToolProvider.getSystemJavaCompiler()
                .run(null, System.out, System.err, arguments.toArray(String[]::new));
        assertThat(compiled).isZero();
        return classes;
    }

    /** Loads classes that were compiled. */
    static PlugIn of(Path classes) throws MalformedURLException {
        URL url = classes.toUri().toURL();
        return new PlugIn(new URLClassLoader(new URL[] {url}, PlugIn.class.getClassLoader()));
    }

    /** Loads classes that were compiled, with a loader that does not give their files away. */
    static PlugIn withoutFiles(Path classes) throws MalformedURLException {
        URL url = classes.toUri().toURL();
        return new PlugIn(new URLClassLoader(new URL[] {url}, PlugIn.class.getClassLoader()) {
            @Override
            public InputStream getResourceAsStream(String name) {
                return name.endsWith(".class") ? null : super.getResourceAsStream(name);
            }
        });
    }

    Class<?> type(String name) throws ClassNotFoundException {
        return Class.forName(name, true, loader);
    }

    /** Calls a class that is a function of a pool, or of its tasks. */
    @SuppressWarnings("unchecked")
    <R> R call(String name, Tasks pool) throws ReflectiveOperationException {
        return ((Function<Tasks, R>) type(name).getDeclaredConstructor().newInstance()).apply(pool);
    }

    @Override
    public void close() throws IOException {
        loader.close();
    }
}
