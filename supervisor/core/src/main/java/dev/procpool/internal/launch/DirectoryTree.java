package dev.procpool.internal.launch;

import dev.procpool.internal.base.Loggers;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;

/** A directory and everything in it. Immutable. */
record DirectoryTree(Path root) {

    private static final System.Logger LOG = Loggers.of(DirectoryTree.class);

    /** Removes the tree as far as possible: another process may be removing it too. */
    void delete() {
        deleteWithLast(root); // nothing is spared
    }

    /**
     * Removes the tree as far as possible, one file in the root after everything else: while anything is left, that
     * file is.
     */
    void deleteWithLast(String name) {
        deleteWithLast(root.resolve(name));
    }

    private void deleteWithLast(Path last) {
        try {
            Files.walkFileTree(root, new Deletion(last));
            Files.deleteIfExists(last);
            Files.deleteIfExists(root);
        } catch (IOException e) {
            LOG.log(Level.WARNING, "could not remove {0}: {1}", root, e);
        }
    }

    /** Deletes everything but the root and one file. */
    private final class Deletion extends SimpleFileVisitor<Path> {

        private final Path spared;

        private Deletion(Path spared) {
            this.spared = spared;
        }

        @Override
        public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
            if (!file.equals(spared)) {
                Files.deleteIfExists(file);
            }
            return FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult visitFileFailed(Path file, IOException e) {
            return FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult postVisitDirectory(Path visited, IOException e) throws IOException {
            if (!visited.equals(root)) {
                Files.deleteIfExists(visited);
            }
            return FileVisitResult.CONTINUE;
        }
    }
}
