package dev.procpool.internal.memory;

import dev.procpool.internal.base.Loggers;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/**
 * The directory of the blocks of this user, which only the user may enter. A block exists while its file does and its
 * creator lives. Names are given and looked up under one lock on the file {@code lock}, for the threads of all
 * processes; under it nothing is done but steps in this directory. Thread-safe.
 */
final class Registry {

    private static final System.Logger LOG = Loggers.of(Registry.class);
    private static final String LOCK = "lock";
    private static final long AGAIN_NANOS = TimeUnit.MILLISECONDS.toNanos(1);

    private final Path directory;

    /** @param directory exists, and only this user may enter it */
    Registry(Path directory) {
        this.directory = directory;
    }

    Path directory() {
        return directory;
    }

    Path file(BlockName block) {
        return directory.resolve(block.file());
    }

    /** Runs steps while no other thread of any process runs any. */
    synchronized <R> R locked(Uninterrupted.Steps<R> steps) throws IOException {
        try (FileChannel channel =
                        FileChannel.open(directory.resolve(LOCK), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                FileLock lock = lock(channel)) {
            assert lock.isValid();
            return steps.run();
        }
    }

    private static FileLock lock(FileChannel channel) throws IOException {
        while (true) {
            try {
                return channel.lock();
            } catch (OverlappingFileLockException e) {
                LockSupport.parkNanos(AGAIN_NANOS); // another class loader of this JVM has procpool, too
            }
        }
    }

    /** The block with a name; empty if there is none. Called under the lock, after {@link #removeAbandoned}. */
    Optional<BlockName> find(String name) throws IOException {
        return blocks().stream().filter(block -> block.name().equals(name)).findFirst();
    }

    /** Whether a block exists. Called under the lock. */
    boolean exists(BlockName block) {
        return Files.exists(file(block)) && !new Creator(block.creator()).hasEnded(directory);
    }

    private List<BlockName> blocks() throws IOException {
        return files().stream().flatMap(file -> BlockName.of(file).stream()).toList();
    }

    private List<Path> files() throws IOException {
        try (Stream<Path> entries = Files.list(directory)) {
            return entries.toList();
        }
    }

    /** Removes the blocks of processes that have ended. Called under the lock. */
    void removeAbandoned() throws IOException {
        Set<Creator> creators = new HashSet<>();
        for (Path file : files()) {
            BlockName.of(file).ifPresent(block -> creators.add(new Creator(block.creator())));
            if (Creator.isFile(file)) {
                creators.add(Creator.of(file));
            }
        }
        for (Creator creator : creators) {
            if (creator.hasEnded(directory)) {
                removeAbandoned(creator);
            }
        }
    }

    private void removeAbandoned(Creator creator) throws IOException {
        for (BlockName block : blocks()) {
            if (block.creator().equals(creator.id())) {
                removeAbandoned(block, creator);
            }
        }
        creator.removeFiles(directory);
    }

    private void removeAbandoned(BlockName block, Creator creator) throws IOException {
        if (Files.deleteIfExists(file(block)) && !block.isDraft()) {
            LOG.log(
                    Level.WARNING,
                    "removed the shared memory {0} of process {1}, which ended without closing it",
                    block.name(),
                    creator.pid());
        }
    }
}
