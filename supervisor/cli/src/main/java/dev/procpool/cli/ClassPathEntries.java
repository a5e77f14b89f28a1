package dev.procpool.cli;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The class path of {@code --cp}. As for {@code java -cp}, {@code DIR/*} stands for the jars of a directory. */
final class ClassPathEntries {

    private static final String ALL = "*";
    private static final String JARS = "*.{jar,JAR}";

    private ClassPathEntries() {}

    /**
     * The jars and directories that are meant.
     *
     * @throws UsageException if there is no jar in a directory whose jars are meant
     */
    static List<Path> of(List<Path> given, Terminal terminal) {
        List<Path> entries = new ArrayList<>();
        for (Path path : given) {
            if (path.endsWith(ALL)) {
                entries.addAll(jarsBeside(path, terminal));
            } else {
                entries.add(terminal.resolve(path));
            }
        }
        return entries;
    }

    private static List<Path> jarsBeside(Path star, Terminal terminal) {
        Path directory = star.getParent() == null ? Path.of("") : star.getParent();
        List<Path> jars = jarsIn(terminal.resolve(directory));
        if (jars.isEmpty()) {
            throw new UsageException("--cp: " + star + ": there is no jar");
        }
        return jars;
    }

    /** The jars in a directory; none if there is no such directory. */
    static List<Path> jarsIn(Path directory) {
        if (!Files.isDirectory(directory)) {
            return List.of();
        }
        List<Path> jars = new ArrayList<>();
        try (DirectoryStream<Path> found = Files.newDirectoryStream(directory, JARS)) {
            found.forEach(jars::add);
        } catch (IOException e) {
            throw new UsageException("--cp: " + directory + " cannot be read: " + FailureReason.of(e));
        }
        jars.sort(null);
        return jars;
    }
}
