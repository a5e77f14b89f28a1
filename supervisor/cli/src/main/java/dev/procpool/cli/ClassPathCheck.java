package dev.procpool.cli;

import dev.procpool.tasks.NoSuchTaskException;
import dev.procpool.tasks.TaskNames;
import dev.procpool.tasks.source.TaskSource.Surroundings;
import java.io.File;
import java.io.IOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.zip.ZipFile;

/**
 * Looks in the supervisor whether the workers will find a task on their class path; no code of the user runs for that.
 *
 * @param entries jars and directories
 */
record ClassPathCheck(List<Path> entries) {

    /** @throws UsageException if the name is no task, or an entry of the class path cannot be read */
    void requireTask(String name) throws IOException {
        try (URLClassLoader loader = loader()) {
            TaskNames.require(name, loader);
        } catch (NoSuchTaskException e) {
            throw new UsageException(e.getMessage() + hint());
        }
    }

    /** A directory is one of classes: the jars in it are not looked at. */
    private String hint() {
        return entries.stream()
                .filter(entry -> !ClassPathEntries.jarsIn(entry).isEmpty())
                .findFirst()
                .map(entry -> "; '" + entry + "/*' stands for the jars in " + entry)
                .orElse("");
    }

    /** @param loader that of {@link #loader}, which stays open as long as the compiled classes are in use */
    Surroundings surroundings(ClassLoader loader) {
        List<Path> procpool = Arrays.stream(
                        System.getProperty("java.class.path").split(File.pathSeparator))
                .map(Path::of)
                .toList();
        return new Surroundings(loader, entries, procpool);
    }

    /** @throws UsageException if an entry of the class path cannot be read */
    URLClassLoader loader() {
        return new URLClassLoader(urls(), ClassPathCheck.class.getClassLoader());
    }

    private URL[] urls() {
        URL[] urls = new URL[entries.size()];
        for (int i = 0; i < urls.length; i++) {
            urls[i] = url(entries.get(i));
        }
        return urls;
    }

    private static URL url(Path entry) {
        if (!Files.isReadable(entry)) {
            throw new UsageException("--cp: " + entry + " cannot be read");
        }
        requireJar(entry);
        try {
            return new File(entry.toString()).toURI().toURL();
        } catch (MalformedURLException e) {
            throw new UsageException("--cp: " + entry + " is not a path");
        }
    }

    /** A class loader would silently find nothing in a file that is no jar. */
    private static void requireJar(Path entry) {
        if (Files.isDirectory(entry)) {
            return;
        }
        try {
            new ZipFile(entry.toFile()).close();
        } catch (IOException e) {
            throw new UsageException(
                    "--cp: " + entry + " is no directory, and cannot be read as a jar: " + FailureReason.of(e));
        }
    }
}
