package dev.procpool.internal.memory;

import dev.procpool.internal.base.Loggers;
import dev.procpool.internal.platform.UserDirectory;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.StandardCopyOption;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/**
 * The blocks that this process has created, which end with it. The first block enters this process into the registry
 * as their creator, and starts a {@link DeathWatch}; after the last one both end. Thread-safe by its monitor.
 */
final class OwnBlocks {

    /** A process has one set of blocks. */
    static final OwnBlocks HERE = new OwnBlocks();

    private static final System.Logger LOG = Loggers.of(OwnBlocks.class);
    private static final String DIRECTORY = "procpool-memory";

    private final Set<BlockName> blocks = new HashSet<>(); // guarded by this
    private Registry registry; // guarded by this
    private Creator creator; // guarded by this; null while there is no block
    private FileChannel presence; // guarded by this
    private Optional<DeathWatch> watch = Optional.empty(); // guarded by this
    private Thread hook; // guarded by this
    private long serial; // guarded by this

    private OwnBlocks() {}

    /** The registry of this user. */
    synchronized Registry registry() throws IOException {
        if (registry == null || !Files.isDirectory(registry.directory())) {
            registry = new Registry(UserDirectory.open(DIRECTORY));
        }
        return registry;
    }

    /**
     * Creates a block.
     *
     * @throws FileAlreadyExistsException if there is a block of that name
     */
    BlockName create(String name, long bytes) throws IOException {
        Registry here = registry();
        here.locked(() -> requireUnused(here, name));
        BlockName block = begin(here, name);
        boolean done = false;
        try {
            publish(here, block, bytes);
            done = true;
            return block;
        } finally {
            if (!done) {
                end(block);
            }
        }
    }

    private synchronized BlockName begin(Registry here, String name) throws IOException {
        try {
            if (creator == null) {
                enter(here);
            }
            BlockName block = new BlockName(name, creator.id(), ++serial);
            blocks.add(block);
            return block;
        } finally {
            leaveIfUnused();
        }
    }

    private static Void requireUnused(Registry registry, String name) throws IOException {
        registry.removeAbandoned();
        if (registry.find(name).isPresent()) {
            throw new FileAlreadyExistsException(name);
        }
        return null;
    }

    private void enter(Registry here) throws IOException {
        hook = new Thread(this::endWithTheJvm, "procpool-memory-exit");
        try {
            Runtime.getRuntime().addShutdownHook(hook);
        } catch (IllegalStateException e) {
            hook = null;
            throw new IllegalStateException("shared memory cannot be created while the JVM is shutting down", e);
        }
        creator = Creator.here();
        presence = here.locked(() -> creator.enter(here.directory()));
        watch = DeathWatch.start(here.directory(), creator);
    }

    /** Reserves the memory before the name can be found. */
    private static void publish(Registry here, BlockName block, long bytes) throws IOException {
        Reservation.write(here.file(block.draft()), bytes);
        try {
            here.locked(() -> {
                requireUnused(here, block.name());
                return Files.move(here.file(block.draft()), here.file(block), StandardCopyOption.ATOMIC_MOVE);
            });
        } finally {
            Files.deleteIfExists(here.file(block.draft()));
        }
    }

    /**
     * Removes a block of any process.
     *
     * @throws NoSuchFileException if the block is gone
     */
    void unlink(BlockName block) throws IOException {
        Registry here = registry();
        boolean removed = here.locked(() -> {
            here.removeAbandoned();
            return Files.deleteIfExists(here.file(block));
        });
        end(block);
        if (!removed) {
            throw new NoSuchFileException(block.name());
        }
    }

    /** Removes a block of this process, unless it is gone. */
    synchronized void end(BlockName block) {
        if (blocks.remove(block)) {
            remove(block);
            leaveIfUnused();
        }
    }

    private void remove(BlockName block) {
        try {
            Files.deleteIfExists(registry.file(block));
        } catch (IOException e) {
            LOG.log(Level.WARNING, "the shared memory " + block.name() + " could not be removed", e);
        }
    }

    private synchronized void endWithTheJvm() {
        blocks.forEach(this::remove);
        blocks.clear();
        leaveIfUnused();
    }

    private void leaveIfUnused() {
        if (!blocks.isEmpty() || hook == null) {
            return;
        }
        try {
            if (creator != null) {
                creator.removeFiles(registry.directory());
            }
            if (presence != null) {
                presence.close();
            }
        } catch (IOException e) {
            LOG.log(Level.DEBUG, "the end of the blocks of this process could not be noted", e);
        }
        watch.ifPresent(DeathWatch::close);
        watch = Optional.empty();
        presence = null;
        creator = null;
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            // The JVM is going down: the hook runs, and finds nothing to do.
        }
        hook = null;
    }
}
