package dev.procpool.internal.launch;

import dev.procpool.PoolException;
import dev.procpool.internal.base.FailureText;
import dev.procpool.internal.base.Loggers;
import dev.procpool.internal.platform.SharedMemory;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * The directory of one pool, mode 0700, with a directory for each worker incarnation in it. Thread-safe.
 *
 * <p>The supervisor that owns the directory holds a lock on the file {@code owner} in it, which the kernel releases
 * when that supervisor dies, however it dies. Every creation first sweeps away the directories beside it whose lock is
 * free.
 */
public final class RunDirectory {

    private static final String PREFIX = "procpool.";
    private static final String OWNER = "owner";
    private static final String PRIVATE = "rwx------";
    private static final long WANTED_BYTES = 256L << 20;

    /** A socket address has at most 106 bytes; this leaves room for {@code /w9999.g9999/s}. */
    private static final int LONGEST_PATH = 88;

    private final Path path;
    private final FileChannel owner;

    private RunDirectory(Path path, FileChannel owner) {
        this.path = path;
        this.owner = owner;
    }

    /**
     * Creates a run directory and removes those that dead owners left behind.
     *
     * @param parent the directory to create it in; by default shared memory if there is room, else the temporary
     *     directory, and the same where the path of {@code parent} is too long for the addresses of sockets
     * @throws PoolException if no directory can be created
     */
    public static RunDirectory create(Optional<Path> parent) {
        Path base = parent.orElseGet(RunDirectory::defaultParent);
        if (base.toString().length() > LONGEST_PATH - PREFIX.length() - 24) {
            base = defaultParent();
        }
        try {
            sweep(base);
            return createIn(base);
        } catch (IOException e) {
            throw new PoolException("cannot create a run directory in " + base + ": " + FailureText.of(e), e);
        }
    }

    private static Path defaultParent() {
        return SharedMemory.directory(WANTED_BYTES).orElseGet(() -> Path.of(System.getProperty("java.io.tmpdir")));
    }

    private static RunDirectory createIn(Path base) throws IOException {
        String name = ownPrefix() + UUID.randomUUID().toString().substring(0, 8);
        Path path = Files.createDirectory(
                base.resolve(name), PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(PRIVATE)));
        try {
            return own(path);
        } catch (IOException | RuntimeException e) {
            deleteTree(path);
            throw e;
        }
    }

    private static RunDirectory own(Path path) throws IOException {
        requireForUsAlone(path);
        FileChannel owner =
                FileChannel.open(path.resolve(OWNER), StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        owner.lock();
        String text = "pid " + ProcessHandle.current().pid() + ", started "
                + ProcessHandle.current()
                        .info()
                        .startInstant()
                        .map(Object::toString)
                        .orElse("?") + "\n";
        owner.write(StandardCharsets.UTF_8.encode(text));
        return new RunDirectory(path, owner);
    }

    /** Refuses a file system that does not keep modes and owners: other users could read the directory there. */
    private static void requireForUsAlone(Path path) throws IOException {
        Set<PosixFilePermission> permissions = Files.getPosixFilePermissions(path, LinkOption.NOFOLLOW_LINKS);
        String mode = PosixFilePermissions.toString(permissions);
        if (!mode.equals(PRIVATE)) {
            throw new IOException("the mode of " + path + " is " + mode + ", not " + PRIVATE
                    + ": other users could read items and results; choose another runDirectory");
        }
    }

    /** The prefix of the directories of this very process: to look at their locks would release them. */
    private static String ownPrefix() {
        ProcessHandle self = ProcessHandle.current();
        long started = self.info().startInstant().map(i -> i.toEpochMilli()).orElse(0L);
        return PREFIX + self.pid() + "." + Long.toString(started, Character.MAX_RADIX) + ".";
    }

    private static void sweep(Path base) throws IOException {
        String own = ownPrefix();
        try (Stream<Path> entries = Files.list(base)) {
            entries.filter(p -> p.getFileName().toString().startsWith(PREFIX))
                    .filter(p -> !p.getFileName().toString().startsWith(own))
                    .filter(RunDirectory::isAbandoned)
                    .forEach(RunDirectory::deleteTree);
        }
    }

    private static boolean isAbandoned(Path directory) {
        try (FileChannel channel = FileChannel.open(directory.resolve(OWNER), StandardOpenOption.WRITE);
                FileLock lock = channel.tryLock()) {
            // An owner file that is still empty belongs to a directory that is just being made.
            return lock != null && channel.size() > 0;
        } catch (IOException e) {
            return false; // not readable for this user, or just being made or removed by another process
        }
    }

    /** The path of the directory. */
    public Path path() {
        return path;
    }

    /** Creates the directory of a worker incarnation. */
    public Path createWorkerDirectory(int workerId, int incarnation) throws IOException {
        return Files.createDirectory(workerDirectory(workerId, incarnation));
    }

    /** Removes the directory of a worker incarnation, if there is one. */
    void deleteWorkerDirectory(int workerId, int incarnation) {
        deleteTree(workerDirectory(workerId, incarnation));
    }

    private Path workerDirectory(int workerId, int incarnation) {
        return path.resolve("w" + workerId + ".g" + incarnation);
    }

    /** Removes everything and gives the lock back. Idempotent. */
    public void delete() {
        deleteTree(path);
        try {
            owner.close();
        } catch (IOException e) {
            // The lock goes with the process at the latest.
        }
    }

    /** Removes a directory and everything in it, as far as possible: another process may be removing it too. */
    private static void deleteTree(Path directory) {
        try {
            Files.walkFileTree(directory, new SimpleFileVisitor<>() {
                @Override
                public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                    Files.deleteIfExists(file);
                    return FileVisitResult.CONTINUE;
                }

                @Override
                public FileVisitResult visitFileFailed(Path file, IOException e) {
                    return FileVisitResult.CONTINUE;
                }

                @Override
                public FileVisitResult postVisitDirectory(Path visited, IOException e) throws IOException {
                    Files.deleteIfExists(visited);
                    return FileVisitResult.CONTINUE;
                }
            });
        } catch (IOException e) {
            Loggers.of(RunDirectory.class).log(System.Logger.Level.WARNING, "could not remove {0}: {1}", directory, e);
        }
    }
}
