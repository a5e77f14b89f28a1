package dev.procpool.internal.memory;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.UUID;

/**
 * A process that creates blocks, by its id {@code PID-START-RANDOM}. The process holds a lock on the file {@code
 * creator.ID}, which the kernel releases when the process ends, however it ends. Immutable. {@link #enter} and {@link
 * #hasEnded} are called under the lock of the {@link Registry}: no process sees the file before it is locked.
 */
record Creator(String id) {

    private static final String PREFIX = "creator.";
    private static final int RANDOM_CHARACTERS = 8;
    private static final String THIS_PROCESS = processPart();

    /** A new id of this process. */
    static Creator here() {
        return new Creator(THIS_PROCESS + UUID.randomUUID().toString().substring(0, RANDOM_CHARACTERS));
    }

    private static String processPart() {
        ProcessHandle self = ProcessHandle.current();
        long started =
                self.info().startInstant().map(start -> start.toEpochMilli()).orElse(0L);
        return self.pid() + "-" + Long.toString(started, Character.MAX_RADIX) + "-";
    }

    /** Whether a file is that of a creator. */
    static boolean isFile(Path file) {
        return file.getFileName().toString().startsWith(PREFIX);
    }

    /** The creator that has a file. */
    static Creator of(Path file) {
        return new Creator(file.getFileName().toString().substring(PREFIX.length()));
    }

    /** The process id. */
    String pid() {
        return id.substring(0, Math.max(0, id.indexOf('-')));
    }

    private Path file(Path directory) {
        return directory.resolve(PREFIX + id);
    }

    /** A pipe that is there for a moment, see {@link DeathWatch}. */
    Path pipe(Path directory) {
        return directory.resolve("pipe." + id);
    }

    /** Creates the file and locks it until the channel is closed or this process ends. */
    FileChannel enter(Path directory) throws IOException {
        FileChannel channel =
                FileChannel.open(file(directory), StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        try {
            channel.lock();
            return channel;
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    /**
     * Whether the process has ended. The file of this very process is not looked at: closing it would release the lock.
     */
    boolean hasEnded(Path directory) {
        if (id.startsWith(THIS_PROCESS)) {
            return false;
        }
        try (FileChannel channel = FileChannel.open(file(directory), StandardOpenOption.WRITE);
                FileLock lock = channel.tryLock()) {
            return lock != null;
        } catch (NoSuchFileException e) {
            return true; // the file is removed after the blocks
        } catch (IOException e) {
            return false; // not known: the next look may tell
        }
    }

    void removeFiles(Path directory) throws IOException {
        Files.deleteIfExists(pipe(directory));
        Files.deleteIfExists(file(directory));
    }
}
