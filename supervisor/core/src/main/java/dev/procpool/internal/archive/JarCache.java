package dev.procpool.internal.archive;

import dev.procpool.internal.base.Loggers;
import dev.procpool.internal.platform.PrivateDirectories;
import java.io.File;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.System.Logger.Level;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.ZipFile;

/**
 * Unpacked jars in the user's cache directory, each in a directory that has its hash as name. A file appears whole, so
 * several programs may unpack the same one at the same time. Thread-safe.
 *
 * <p>Programs that use the cache hold a shared lock until they end. A program that finds no other one removes the files
 * that were not used for 30 days; the modification time of their directory tells the day of the last use. Where the
 * cache directory cannot be written, files go to a temporary directory, which is removed when this JVM ends.
 */
final class JarCache {

    /** A size of a file that is not known before it is written. */
    static final long ANY_SIZE = -1;

    private static final System.Logger LOG = Loggers.of(JarCache.class);
    private static final String UNFINISHED = "unfinished-";
    private static final String LOCK = "lock";
    private static final Duration KEPT = Duration.ofDays(30);
    private static final Duration STILL_WRITTEN = Duration.ofHours(1);

    /** The precision of the time of the last use. */
    private static final Duration NOTED = Duration.ofDays(1);

    private static final JarCache HERE = new JarCache(ArchiveFile.directory().resolve("jars"));

    private final Path wanted;

    // guarded by this
    private Path directory;
    private boolean isTemporary;

    /** Held until this JVM ends. */
    private FileChannel inUse;

    /** Writes the contents of a file. */
    interface Contents {
        void writeTo(OutputStream out) throws IOException;
    }

    JarCache(Path wanted) {
        this.wanted = wanted;
    }

    /** The cache of this user. */
    static JarCache here() {
        return HERE;
    }

    /**
     * The file {@code name} with the hash {@code key}, which is written unless it is there.
     *
     * @param size the size that the file has when it is whole, or {@link #ANY_SIZE}
     */
    synchronized Path file(String key, String name, long size, FileTime modified, Contents contents)
            throws IOException {
        open();
        Path folder = directory.resolve(key);
        Path file = folder.resolve(name.replace(File.pathSeparatorChar, '_'));
        if (isWhole(file, size)) {
            noteUse(folder);
        } else {
            create(folder);
            write(file, modified, contents);
        }
        return file;
    }

    private void open() throws IOException {
        if (directory != null) {
            return;
        }
        try {
            if (wanted.toString().contains(File.pathSeparator) || !wanted.isAbsolute()) {
                throw new IOException("the class path of a worker cannot have a file in " + wanted);
            }
            directory = PrivateDirectories.createAll(wanted);
            Files.delete(Files.createTempFile(directory, UNFINISHED, ".tmp")); // whether it can be written
            share();
        } catch (IOException e) {
            LOG.log(Level.DEBUG, "jars are unpacked into a temporary directory", e);
            directory = Files.createTempDirectory("procpool-jars").toAbsolutePath();
            isTemporary = true;
            directory.toFile().deleteOnExit();
        }
    }

    private void share() {
        try {
            inUse = FileChannel.open(
                    directory.resolve(LOCK),
                    StandardOpenOption.CREATE,
                    StandardOpenOption.READ,
                    StandardOpenOption.WRITE);
            var alone = inUse.tryLock();
            if (alone != null) {
                removeUnused();
                alone.release();
            }
            inUse.tryLock(0, Long.MAX_VALUE, true);
        } catch (IOException | IllegalStateException e) {
            LOG.log(Level.DEBUG, "the unpacked jars in " + directory + " cannot be locked", e);
        }
    }

    private void removeUnused() throws IOException {
        Instant now = Instant.now();
        for (Path entry : list(directory)) {
            boolean isFolder = Files.isDirectory(entry);
            boolean isUnfinished = entry.getFileName().toString().startsWith(UNFINISHED);
            Instant used = Files.getLastModifiedTime(entry).toInstant();
            if (isFolder && used.plus(KEPT).isBefore(now)) {
                for (Path file : list(entry)) {
                    Files.delete(file);
                }
                Files.delete(entry);
            } else if (isUnfinished && used.plus(STILL_WRITTEN).isBefore(now)) {
                Files.delete(entry);
            }
        }
    }

    private static List<Path> list(Path folder) throws IOException {
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.toList();
        }
    }

    private static boolean isWhole(Path file, long size) {
        try {
            if (size != ANY_SIZE) {
                return Files.size(file) == size;
            }
            new ZipFile(file.toFile()).close(); // the directory of a jar is at its end
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    private static void noteUse(Path folder) {
        Instant now = Instant.now();
        try {
            if (Files.getLastModifiedTime(folder).toInstant().plus(NOTED).isBefore(now)) {
                Files.setLastModifiedTime(folder, FileTime.from(now));
            }
        } catch (IOException e) {
            LOG.log(Level.DEBUG, "the use of {0} cannot be noted: it may be unpacked anew some day", folder);
        }
    }

    private void create(Path folder) throws IOException {
        Files.createDirectories(folder);
        if (isTemporary) {
            folder.toFile().deleteOnExit();
        }
    }

    private void write(Path file, FileTime modified, Contents contents) throws IOException {
        Path unfinished = Files.createTempFile(directory, UNFINISHED, ".tmp");
        try {
            // Not a channel: the thread that opens the pool may be interrupted.
            try (FileOutputStream out = new FileOutputStream(unfinished.toFile())) {
                contents.writeTo(out);
                out.getFD().sync(); // a file that a power cut leaves empty would be used
            }
            Files.setLastModifiedTime(unfinished, modified);
            Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(unfinished);
        }
        if (isTemporary) {
            file.toFile().deleteOnExit();
        }
    }
}
