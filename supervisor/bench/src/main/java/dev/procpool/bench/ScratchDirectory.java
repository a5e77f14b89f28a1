package dev.procpool.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** A directory that is deleted with all its files when it is closed, or when a signal ends this JVM. */
final class ScratchDirectory implements AutoCloseable {

    private final Path path;
    private final Thread atExit;

    private ScratchDirectory(Path path) {
        this.path = path;
        this.atExit = new Thread(this::deleteAtExit, "bench-delete");
    }

    static ScratchDirectory create() throws IOException {
        ScratchDirectory directory = new ScratchDirectory(Files.createTempDirectory("procpool-bench"));
        Runtime.getRuntime().addShutdownHook(directory.atExit);
        return directory;
    }

    Path path() {
        return path;
    }

    private void deleteAtExit() {
        try {
            delete(path);
        } catch (IOException e) {
            System.err.println("procpool: " + path + " is left: " + e);
        }
    }

    /** Deletes a directory with all that it contains. */
    static void delete(Path directory) throws IOException {
        List<Path> files;
        try (Stream<Path> walk = Files.walk(directory)) {
            files = walk.sorted(Comparator.reverseOrder()).toList();
        }
        for (Path file : files) {
            Files.deleteIfExists(file);
        }
    }

    @Override
    public void close() throws IOException {
        try {
            Runtime.getRuntime().removeShutdownHook(atExit);
        } catch (IllegalStateException e) {
            return; // this JVM ends already, and the hook deletes
        }
        delete(path);
    }
}
