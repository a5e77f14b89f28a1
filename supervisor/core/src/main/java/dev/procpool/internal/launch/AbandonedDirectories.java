package dev.procpool.internal.launch;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Finds and removes the run directories of supervisors that have ended. The lock on the file {@code owner} decides. A
 * directory without that file, or with an empty one, is just being made, or its removal was cut off: there the process
 * decides that the name of the directory tells.
 */
final class AbandonedDirectories {

    private AbandonedDirectories() {}

    /**
     * Removes the abandoned directories in {@code parent}. Directories of this very process are left alone: to look at
     * their locks would release these.
     */
    static void sweep(Path parent, RunDirectoryName own) throws IOException {
        try (Stream<Path> entries = Files.list(parent)) {
            entries.filter(directory -> isAbandoned(directory, own))
                    .map(DirectoryTree::new)
                    .forEach(tree -> tree.deleteWithLast(RunDirectory.OWNER));
        }
    }

    private static boolean isAbandoned(Path directory, RunDirectoryName own) {
        Optional<RunDirectoryName> name = RunDirectoryName.of(directory);
        return name.isPresent()
                && !name.get().isOfSameProcess(own)
                && isAbandoned(directory, name.get()::isOfEndedProcess);
    }

    /** A question that is asked only where the lock does not give the answer. */
    private interface Question {

        boolean isYes();
    }

    private static boolean isAbandoned(Path directory, Question makerHasEnded) {
        try (FileChannel owner = FileChannel.open(directory.resolve(RunDirectory.OWNER), StandardOpenOption.WRITE);
                FileLock lock = owner.tryLock()) {
            return lock != null && (owner.size() > 0 || makerHasEnded.isYes());
        } catch (NoSuchFileException e) {
            return Files.isDirectory(directory) && makerHasEnded.isYes();
        } catch (IOException e) {
            return false; // it belongs to another user, or another process is removing it
        }
    }
}
