package dev.procpool;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The files of shared memory of this user. */
final class MemoryFiles {

    private MemoryFiles() {}

    /** The names of the files of blocks called {@code name}. */
    static List<String> of(String name) {
        return all().filter(file -> file.startsWith(name + "@")).toList();
    }

    /** The names of the files that belong to a process, whether blocks or not. */
    static List<String> ofProcess(long pid) {
        return all().filter(file -> file.matches(".*[@.]" + pid + "-.*")).toList();
    }

    private static Stream<String> all() {
        return Stream.of(Path.of("/dev/shm"), Path.of(System.getProperty("java.io.tmpdir")))
                .flatMap(MemoryFiles::list)
                .filter(path -> path.getFileName().toString().startsWith("procpool-memory."))
                .flatMap(MemoryFiles::list)
                .map(path -> path.getFileName().toString());
    }

    private static Stream<Path> list(Path directory) {
        if (!Files.isReadable(directory)) {
            return Stream.empty();
        }
        try (Stream<Path> entries = Files.list(directory)) {
            return entries.toList().stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
