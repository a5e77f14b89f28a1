package dev.procpool.tasks.source;

import dev.procpool.tasks.source.MemoryCompiler.Attempt;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import javax.tools.Diagnostic;

/**
 * A source file of one or several classes, whose main class is that of the file's name or, else, the first one.
 * Immutable.
 *
 * @param name the name of the file, as the user has given it
 * @param text its text
 */
public record SourceFile(String name, String text) implements TaskSource {

    /** The end of the names of source files. */
    public static final String SUFFIX = ".java";

    private static final int SHOWN_ERRORS = 5;

    @Override
    public List<Class<?>> compile(Surroundings surroundings) throws SourceException {
        Attempt attempt = MemoryCompiler.here().compile(name, text, classPath(surroundings));
        if (!attempt.isDone()) {
            throw new SourceException(message(attempt.errors()));
        }
        String other = attempt.classes().alsoIn(surroundings.loader());
        if (other != null) {
            throw new SourceException("the class path has a class " + other
                    + " already, which workers would take instead of that of " + name);
        }
        String main = Path.of(name).getFileName().toString().replace(SUFFIX, "");
        return attempt.classes().load(surroundings.loader()).stream()
                .filter(type -> !type.isAnonymousClass() && !type.isLocalClass())
                .sorted(Comparator.comparing(type -> !type.getSimpleName().equals(main) || type.isMemberClass()))
                .toList();
    }

    /** javac takes longer with the jars of procpool. */
    private List<Path> classPath(Surroundings surroundings) {
        List<Path> path = new ArrayList<>(surroundings.classPath());
        if (!path.isEmpty() || text.contains("procpool")) {
            path.addAll(surroundings.procpool());
        }
        return path;
    }

    private String message(List<? extends Diagnostic<?>> errors) {
        String shown = errors.stream().limit(SHOWN_ERRORS).map(Object::toString).collect(Collectors.joining("\n"));
        int more = errors.size() - SHOWN_ERRORS;
        return name + " does not compile:\n" + shown
                + (more > 0 ? "\nand " + more + " more " + (more == 1 ? "error" : "errors") : "")
                + SourceHint.of(errors.get(0).toString())
                        .map(hint -> "\n" + hint)
                        .orElse("");
    }
}
