package dev.procpool.tasks.source;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import javax.tools.Diagnostic;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.StandardLocation;
import javax.tools.ToolProvider;

/** Runs javac with one source and all class files in memory. */
final class MemoryCompiler {

    /** No annotation processor is looked for, and nothing is said but errors. */
    private static final List<String> OPTIONS = List.of("-proc:none", "-Xlint:none", "-nowarn");

    private final JavaCompiler javac;

    private MemoryCompiler(JavaCompiler javac) {
        this.javac = javac;
    }

    /** The compiler of this Java, which has one. */
    static MemoryCompiler here() {
        return new MemoryCompiler(ToolProvider.getSystemJavaCompiler());
    }

    /** The classes that javac has made of a source, and the errors that it has found, in javac's order. */
    record Attempt(MemoryClasses classes, List<Diagnostic<? extends JavaFileObject>> errors) {

        boolean isDone() {
            return errors.isEmpty();
        }
    }

    /** @param name the name of the source in messages */
    Attempt compile(String name, String text, Collection<Path> classPath) {
        DiagnosticCollector<JavaFileObject> said = new DiagnosticCollector<>();
        MemoryClasses classes = new MemoryClasses();
        try (StandardJavaFileManager files = javac.getStandardFileManager(said, Locale.ROOT, StandardCharsets.UTF_8)) {
            files.setLocationFromPaths(StandardLocation.CLASS_PATH, classPath);
            files.setLocationFromPaths(StandardLocation.SOURCE_PATH, List.of());
            javac.getTask(null, classes.manager(files), said, OPTIONS, null, List.of(new Source(name, text)))
                    .call();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new Attempt(
                classes,
                said.getDiagnostics().stream()
                        .filter(one -> one.getKind() == Diagnostic.Kind.ERROR)
                        .toList());
    }

    private static final class Source extends SimpleJavaFileObject {

        private final String name;
        private final String text;

        Source(String name, String text) {
            super(Path.of(name).getFileName().toUri(), Kind.SOURCE); // stack traces have the name of the file
            this.name = name;
            this.text = text;
        }

        @Override
        public String getName() {
            return name;
        }

        /** A public class may have another name than its file has, as for {@code java File.java}. */
        @Override
        public boolean isNameCompatible(String simpleName, Kind kind) {
            return kind == Kind.SOURCE;
        }

        @Override
        public CharSequence getCharContent(boolean ignoreEncodingErrors) {
            return text;
        }
    }
}
