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
 * The start-up archive of workers: a file in the user's cache directory with the classes that every worker loads, in
 * the form that the JVM has in memory (AppCDS; from JDK 25 on an AOT cache). It makes workers start faster, and every
 * pool uses it when it is there. Its key is the JDK and the jars of procpool: an archive that does not fit, or is
 * damaged, is not used. Thread-safe.
 *
 * <p>If the archive is missing, it is made in the background when a program has had a pool open and idle for ten
 * seconds: once, by a process of the lowest priority that ends together with the program. The system property {@code
 * dev.procpool.archive=off} prevents that. The six archives that were used last are kept.
 */
public final class StartupArchive {

    private static final Duration WRITING = Duration.ofMinutes(2);
    private static final Duration READY = Duration.ofMinutes(1);

    private record Sample(String name, Integer number) {}

    /** The reason why there can be no archive, in words; see {@link #file}. */
    public static final String WHY_NONE =
            "procpool does not come from jars here, or the name of the cache directory has a colon";

    private StartupArchive() {}

    /**
     * The path of the archive, whether or not it is there; empty where there can be none, because classes come from
     * directories and not from jars, or the name of the cache directory has a colon.
     */
    public static Optional<Path> file() {
        return WorkerClassPath.archive().map(ArchiveFile::file);
    }

    /** Whether the archive is there. */
    public static boolean isPresent() {
        return WorkerClassPath.archive().filter(ArchiveFile::isPresent).isPresent();
    }

    /**
     * Makes the archive anew: runs a worker that writes it when it leaves, which takes 2 to 10 seconds.
     *
     * @return the file
     * @throws IllegalStateException where there can be no archive
     * @throws PoolException if the archive cannot be made, or another process is making one
     */
    public static Path build() throws InterruptedException {
        ArchiveFile archive = WorkerClassPath.archive()
                .orElseThrow(() -> new IllegalStateException("there can be no start-up archive: " + WHY_NONE));
        if (!buildUnderLock(archive)) {
            throw new PoolException("another process is making a start-up archive", null);
        }
        return archive.file();
    }

    /**
     * Makes the archive unless it is there, there can be none, or another process is making one.
     *
     * @throws PoolException if the archive cannot be made
     */
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
                archive.removeUnfinishedOfOthers();
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
                throw new PoolException("the worker has ended without writing " + archive.file(), null);
            }
            archive.publish(unfinished);
        } finally {
            archive.removeUnfinished(unfinished);
        }
    }

    /** Does the first things that workers do: the classes that they load are archived. */
    private static void train(List<String> recordingOptions) throws InterruptedException {
        PoolConfig config = Pool.builder()
                .processes(1)
                .stopTimeout(WRITING)
                .output(WorkerOutput.discarding())
                .jvmOptions(recordingOptions.toArray(String[]::new))
                .build();
        try (Pool pool = PoolAssembly.ofRecordingProcesses(config)) {
            pool.awaitReady(READY);
            pool.map((Integer x) -> x * x, List.of(1, 2, 3));
            pool.map((String s) -> List.of(s, s.length()), List.of("a", "b"));
            pool.apply(() -> Optional.of(new int[] {1}));
            pool.map((Sample sample) -> sample, pool.map((Integer i) -> new Sample("a", i), List.of(1, 2)));
            try (Results<Outcome<Integer>> outcomes = pool.outcomes((Integer i) -> 1 / i, List.of(1, 0))) {
                outcomes.forEach(Outcome::isSuccess);
            }
        }
    }

    /**
     * Removes all archives, those of other JDKs and versions of procpool too.
     *
     * @return the number of archives that there were
     * @throws PoolException if an archive cannot be removed
     */
    public static int clear() {
        try {
            return ArchiveFile.removeAll();
        } catch (IOException e) {
            throw new PoolException("the start-up archives cannot be removed: " + e, e);
        }
    }
}
