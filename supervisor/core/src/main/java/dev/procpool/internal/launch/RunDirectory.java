package dev.procpool.internal.launch;

import dev.procpool.PoolException;
import dev.procpool.internal.base.FailureText;
import dev.procpool.internal.platform.PrivateDirectories;
import dev.procpool.internal.platform.SharedMemory;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.Optional;

/**
 * The directory of one pool, mode 0700, with a directory for each worker incarnation in it. Thread-safe.
 *
 * <p>The supervisor that owns the directory holds a lock on the file {@code owner} in it, which the kernel releases
 * when that supervisor dies, however it dies. Every creation first sweeps away the directories beside it that are
 * abandoned. The file {@code owner} is removed last, so that a removal that is cut off is finished by the next sweep.
 */
public final class RunDirectory {

    static final String OWNER = "owner";

    /** The end of the longest path of a socket; later incarnations have longer numbers than most. */
    private static final String LONGEST_SOCKET = "/w99999.g9999999/s";

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
        RunDirectoryName name = RunDirectoryName.ofThisProcess();
        Optional<Path> memory = parent.isPresent() ? Optional.empty() : SharedMemory.directory();
        memory.ifPresent(directory -> sweepIfPossible(directory, name)); // before its room is looked at
        Path base =
                RunDirectoryParent.choose(parent, "/".length() + name.toString().length() + LONGEST_SOCKET.length());
        try {
            if (memory.isEmpty() || !memory.get().equals(base)) {
                AbandonedDirectories.sweep(base, name);
            }
            return createIn(base, name);
        } catch (IOException e) {
            throw new PoolException("cannot create a run directory in " + base + ": " + FailureText.of(e), e);
        }
    }

    private static void sweepIfPossible(Path directory, RunDirectoryName own) {
        try {
            AbandonedDirectories.sweep(directory, own);
        } catch (IOException e) {
            // A directory that cannot be read is not chosen, or fails when it is used.
        }
    }

    private static RunDirectory createIn(Path base, RunDirectoryName name) throws IOException {
        Path path = PrivateDirectories.create(base.resolve(name.toString()));
        try {
            return own(path);
        } catch (IOException | RuntimeException e) {
            new DirectoryTree(path).delete();
            throw e;
        }
    }

    private static RunDirectory own(Path path) throws IOException {
        FileChannel owner =
                FileChannel.open(path.resolve(OWNER), StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        owner.lock();
        ProcessHandle self = ProcessHandle.current();
        String started = self.info().startInstant().map(Instant::toString).orElse("?");
        owner.write(StandardCharsets.UTF_8.encode("pid " + self.pid() + ", started " + started + "\n"));
        return new RunDirectory(path, owner);
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
        new DirectoryTree(workerDirectory(workerId, incarnation)).delete();
    }

    private Path workerDirectory(int workerId, int incarnation) {
        return path.resolve("w" + workerId + ".g" + incarnation);
    }

    /** Removes everything and gives the lock back. Idempotent. */
    public void delete() {
        new DirectoryTree(path).deleteWithLast(OWNER);
        try {
            owner.close();
        } catch (IOException e) {
            // The lock goes with the process at the latest.
        }
    }
}
