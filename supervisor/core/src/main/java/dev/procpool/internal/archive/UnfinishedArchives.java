package dev.procpool.internal.archive;

import java.io.File;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The files of archives that were not finished. A file is written by the process that holds the lock, so what there is
 * while this process holds it was left by a program that ended meanwhile.
 */
final class UnfinishedArchives {

    private static final String PREFIX = "unfinished-";
    private static final String SUFFIX = ".tmp";

    /** The suffix that a JVM adds to the name of an AOT cache for its recorded configuration. */
    private static final String TRAINING = ".config";

    private UnfinishedArchives() {}

    /** The path of a file that does not exist yet, for writing an archive to. */
    static Path path(Path directory) throws IOException {
        Path name = Files.createTempFile(directory, PREFIX, SUFFIX);
        Files.delete(name); // the JVM wants to create it itself
        return name;
    }

    /** Removes the remains of an archive that was not finished. */
    static void remove(Path unfinished) throws IOException {
        Files.deleteIfExists(unfinished);
        Files.deleteIfExists(
                unfinished.resolveSibling(unfinished.getFileName() + TRAINING)); // left by a JVM that was ended
    }

    /** Removes all that lie in a directory. The lock must be held. */
    static void removeAll(Path directory) throws IOException {
        for (String name : names(directory)) {
            if (name.startsWith(PREFIX)) {
                Files.deleteIfExists(directory.resolve(name));
            }
        }
    }

    /**
     * Removes those that programs have left which ended meanwhile. Asked at each start: where there are none, that is a
     * look into a directory.
     */
    static void removeAbandoned(Path directory) throws IOException {
        for (String name : names(directory)) {
            if (name.startsWith(PREFIX)) {
                removeUnderLock(directory);
                return;
            }
        }
    }

    private static void removeUnderLock(Path directory) throws IOException {
        Optional<FileChannel> lock = ArchiveFile.tryLock(directory);
        if (lock.isEmpty()) {
            return; // a process is writing one
        }
        try (FileChannel held = lock.get()) {
            if (held.isOpen()) {
                removeAll(directory);
            }
        }
    }

    private static String[] names(Path directory) {
        String[] names = new File(directory.toString()).list();
        return names == null ? new String[0] : names;
    }
}
