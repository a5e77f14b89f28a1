package dev.procpool;

import dev.procpool.internal.archive.ArchiveFile;
import dev.procpool.internal.archive.WorkerClassPath;
import dev.procpool.internal.open.PoolAssembly;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * A file in the user's cache directory that makes workers start faster: the classes that every worker loads, as the JVM wants
 * them in memory (AppCDS; from JDK 25 on an AOT cache). PoolAssembly use it when it is there. It is keyed by the JDK and by procpool's
 * jars: one that does not fit, or is damaged, is not used. Thread-safe.
 *
 * <p>Where it is missing, a program that has had a pool open and idle for ten seconds has it made in the background, once, by a process
 * of the lowest priority that ends with the program; the system property {@code dev.procpool.archive=off} prevents that. The six
 * archives that were used last are kept.
 */
public final class StartupArchive {

    private static final Duration WRITING = Duration.ofMinutes(2);
    private static final Duration READY = Duration.ofMinutes(1);

    private record Sample(String name, Integer number) {}

    /** Why there can be none, in words; see {@link #file}. */
    public static final String WHY_NONE =
            "procpool does not come from jars here, or the name of the cache directory has a colon";

    private StartupArchive() {}

    /**
     * Where it is, or would be; empty where there can be none, because classes come from directories and not from jars, or the
     * name of the cache directory has a colon.
     */
    public static Optional<Path> file() {
        return WorkerClassPath.archive().map(ArchiveFile::file);
    }

    /** Whether it is there. */
    public static boolean isPresent() {
        return WorkerClassPath.archive().filter(ArchiveFile::isPresent).isPresent();
    }

    /**
     * Makes it anew: runs a worker that writes it when it leaves, which takes 2 to 10 seconds.
     *
     * @return the file
     * @throws IllegalStateException where there can be none
     * @throws PoolException if it could not be made, or another process makes one just now
     */
    public static Path build() throws InterruptedException {
        ArchiveFile archive = WorkerClassPath.archive()
                .orElseThrow(() -> new IllegalStateException("there can be none: " + WHY_NONE));
        if (!buildUnderLock(archive)) {
            throw new PoolException("another process makes a start-up archive just now", null);
        }
        return archive.file();
    }

    /** Makes it unless it is there, there can be none, or another process makes one. */
    public static void buildIfMissing() throws InterruptedException {
        Optional<ArchiveFile> missing = WorkerClassPath.archive().filter(archive -> !archive.isPresent());
        if (missing.isPresent()) {
            buildUnderLock(missing.get());
        }
    }

    private static boolean buildUnderLock(ArchiveFile archive) throws InterruptedException {
        try {
            ArchiveFile.createDirectory();
            Optional<FileChannel> lock = ArchiveFile.tryLock();
            if (lock.isEmpty()) {
                return false;
            }
            try (FileChannel held = lock.get()) {
                write(archive);
                return held.isOpen();
            }
        } catch (IOException e) {
            throw new PoolException("the start-up archive cannot be written: " + e, e);
        }
    }

    private static void write(ArchiveFile archive) throws IOException, InterruptedException {
        Path unfinished = archive.unfinished();
        try {
            train(archive.recordingOptions(unfinished));
            if (!Files.exists(unfinished)) {
                throw new PoolException("the worker that was to write " + archive.file() + " has not", null);
            }
            archive.publish(unfinished);
        } finally {
            archive.removeUnfinished(unfinished);
        }
    }

    /** What workers do first: so its classes are those that are archived. */
    private static void train(List<String> recordingOptions) throws InterruptedException {
        PoolConfig config = Pool.builder()
                .processes(1)
                .stopTimeout(WRITING)
                .output(WorkerOutput.discarding())
                .jvmOptions(recordingOptions.toArray(String[]::new))
                .build();
        try (Pool pool = PoolAssembly.ofProcesses(config)) {
            pool.awaitReady(READY);
            pool.map((Integer x) -> x * x, List.of(1, 2, 3));
            pool.map((String s) -> List.of(s, s.length()), List.of("a", "b"));
            pool.apply(() -> Optional.of(new int[] {1}));
            pool.map((Integer i) -> new Sample("a", i), List.of(1, 2));
            try (Results<Outcome<Integer>> outcomes = pool.outcomes((Integer i) -> 1 / i, List.of(1, 0))) {
                outcomes.forEach(Outcome::isSuccess);
            }
        }
    }

    /** Removes all archives, those of other JDKs and versions of procpool too; returns how many there were. */
    public static int clear() {
        try {
            return ArchiveFile.removeAll();
        } catch (IOException e) {
            throw new PoolException("the start-up archives cannot be removed: " + e, e);
        }
    }
}
