package dev.procpool.internal.archive;

import dev.procpool.internal.base.Loggers;
import dev.procpool.internal.platform.PrivateDirectories;
import dev.procpool.protocol.start.JavaHome;
import java.io.File;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The file that makes workers start faster: an AppCDS archive, from JDK 25 on an AOT cache. Immutable.
 *
 * <p>The name of the file has a hash of the JDK and of the jars that a worker starts with, so that an archive that does
 * not fit is never looked at; the JVM checks the archive once more, and silently goes on without one that does not
 * match. A second file has the size of the archive, so that an archive that was cut off or overwritten counts as
 * missing; the modification time of that second file tells the day of the last use. An archive that is damaged in
 * another way is removed when the first worker crashes on it.
 */
public final class ArchiveFile {

    private static final System.Logger LOG = Loggers.of(ArchiveFile.class);
    private static final int AOT_SINCE = 25;
    private static final int KEY_CHARACTERS = 16;
    private static final String PREFIX = "worker-";
    private static final String SIZE = ".size";
    private static final String LOCK = "lock";

    /** How many archives are kept, those of other JDKs and of other versions of procpool included. */
    private static final int KEPT = 6;

    /** The precision of the time of the last use. */
    private static final Duration NOTED = Duration.ofDays(1);

    /** The beginnings of JVM options about archives: with one of them in the user's options, procpool adds none. */
    private static final List<String> OTHER_ARCHIVES =
            List.of("-XX:SharedArchiveFile", "-XX:ArchiveClassesAtExit", "-XX:AOT", "-Xshare", "-Xdump");

    private final Path file;

    /** The version of the JDK that the archive is for. */
    private final int version;

    private ArchiveFile(Path file, int version) {
        this.file = file;
        this.version = version;
    }

    /**
     * The archive for workers of a JDK whose class path begins with {@code ownJars}.
     *
     * @return empty where a class path has directories, which cannot be archived, where the JVM would take the path of
     *     the file for a list of several, or where the user has no home
     */
    public static Optional<ArchiveFile> of(JavaHome home, List<Path> ownJars) {
        if (ownJars.isEmpty() || !ownJars.stream().allMatch(Files::isRegularFile)) {
            return Optional.empty();
        }
        boolean aot = home.feature() >= AOT_SINCE;
        String name = PREFIX + key(home, ownJars) + (aot ? ".aot" : ".jsa");
        Path file = directory().resolve(name);
        return file.toString().contains(File.pathSeparator) || !file.isAbsolute()
                ? Optional.empty()
                : Optional.of(new ArchiveFile(file, home.feature()));
    }

    private static String key(JavaHome home, List<Path> jars) {
        StringBuilder text = new StringBuilder(home.facts()).append(home.path());
        try {
            for (Path jar : jars) {
                text.append('\n').append(jar).append(Files.size(jar)).append(Files.getLastModifiedTime(jar));
            }
            byte[] hash =
                    MessageDigest.getInstance("SHA-256").digest(text.toString().getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(hash).substring(0, KEY_CHARACTERS);
        } catch (IOException | NoSuchAlgorithmException e) {
            return "unknown";
        }
    }

    /** The directory of all archives, in the user's cache directory; relative where the user has no home. */
    public static Path directory() {
        return directory(System.getenv("XDG_CACHE_HOME"), System.getProperty("user.home"));
    }

    /** @param cache a cache directory; like others, procpool ignores one that is not absolute */
    static Path directory(String cache, String home) {
        boolean isUsable = cache != null && Path.of(cache).isAbsolute();
        return (isUsable ? Path.of(cache) : Path.of(home, ".cache")).resolve("procpool");
    }

    /** The path of the archive. */
    public Path file() {
        return file;
    }

    /** Whether the archive is there, with the size that it was made with. */
    public boolean isPresent() {
        try {
            return Files.isReadable(file) && Files.readString(sizeFile(file)).equals(Long.toString(Files.size(file)));
        } catch (IOException e) {
            return false;
        }
    }

    private static Path sizeFile(Path archive) {
        return archive.resolveSibling(archive.getFileName() + SIZE);
    }

    /** The path of a file that does not exist yet, for writing the archive to. */
    public Path unfinished() throws IOException {
        return UnfinishedArchives.path(file.getParent());
    }

    /** Removes the remains of an archive that was not finished. */
    public void removeUnfinished(Path unfinished) throws IOException {
        UnfinishedArchives.remove(unfinished);
    }

    /** Removes what other programs have left unfinished. The lock must be held. */
    public void removeUnfinishedOfOthers() throws IOException {
        UnfinishedArchives.removeAll(file.getParent());
    }

    /**
     * Moves a finished file to the path of the archive, and removes the archives that were not used for the longest
     * time.
     */
    public void publish(Path finished) throws IOException {
        Path size = Files.writeString(unfinished(), Long.toString(Files.size(finished)));
        Files.move(finished, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        Files.move(size, sizeFile(file), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        removeUnused();
    }

    private void removeUnused() throws IOException {
        List<Path> archives = new ArrayList<>();
        for (Path other : files()) {
            if (isArchive(other.getFileName().toString())) {
                archives.add(other);
            }
        }
        archives.sort(Comparator.comparing((Path other) -> other.equals(file) ? Instant.MAX : used(sizeFile(other)))
                .reversed());
        for (Path unused : archives.subList(Math.min(KEPT, archives.size()), archives.size())) {
            Files.deleteIfExists(unused);
            Files.deleteIfExists(sizeFile(unused));
        }
    }

    private static boolean isArchive(String name) {
        return name.startsWith(PREFIX) && !name.endsWith(SIZE);
    }

    private static Instant used(Path noted) {
        try {
            return Files.getLastModifiedTime(noted).toInstant();
        } catch (IOException e) {
            return Instant.MIN;
        }
    }

    private void noteUse() {
        try {
            Instant now = Instant.now();
            if (used(sizeFile(file)).plus(NOTED).isBefore(now)) {
                Files.setLastModifiedTime(sizeFile(file), FileTime.from(now));
            }
        } catch (IOException e) {
            // The archive may be removed early, and is made anew then.
        }
    }

    private static List<Path> files() throws IOException {
        try (Stream<Path> files = Files.list(directory())) {
            return files.toList();
        }
    }

    /**
     * The lock that is held while an archive is made, to be closed by the caller; empty while it is held elsewhere, in
     * this process or another.
     */
    public static Optional<FileChannel> tryLock() throws IOException {
        return tryLock(directory());
    }

    static Optional<FileChannel> tryLock(Path directory) throws IOException {
        FileChannel channel =
                FileChannel.open(directory.resolve(LOCK), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        try {
            if (channel.tryLock() != null) {
                return Optional.of(channel);
            }
        } catch (OverlappingFileLockException e) {
            // This very process makes an archive.
        }
        channel.close();
        return Optional.empty();
    }

    /** Whether {@code userOptions} say something about archives, in which case procpool adds nothing. */
    public static boolean isAbout(List<String> userOptions) {
        return userOptions.stream().anyMatch(o -> OTHER_ARCHIVES.stream().anyMatch(o::startsWith));
    }

    /** Removes the archive: a JVM crashed while it started with it. */
    public void discard() {
        try {
            Files.deleteIfExists(sizeFile(file));
            Files.deleteIfExists(file);
            LOG.log(Level.WARNING, "the start-up archive {0} is removed: a JVM crashed while it started with it", file);
        } catch (IOException e) {
            LOG.log(Level.WARNING, "the start-up archive " + file + ", with which a JVM crashed, cannot be removed", e);
        }
    }

    /** The JVM options that use the archive. */
    public List<String> options() {
        noteUse();
        // Logging is off because a JVM complains about an archive on its standard output.
        return isAot()
                ? List.of("-XX:AOTCache=" + file, "-Xlog:disable")
                : List.of("-XX:SharedArchiveFile=" + file, "-Xshare:auto", "-Xlog:disable");
    }

    /** The JVM options with which a worker writes an archive to {@code target} when it ends. */
    public List<String> recordingOptions(Path target) {
        if (!isAot()) {
            return List.of("-XX:ArchiveClassesAtExit=" + target);
        }
        String output = "-XX:AOTCacheOutput=" + target;
        return version == AOT_SINCE // the other options are known to exist there
                ? List.of(output, "-XX:+UnlockDiagnosticVMOptions", "-XX:-AOTRecordTraining")
                : List.of(output);
    }

    private boolean isAot() {
        return file.toString().endsWith(".aot");
    }

    /** Makes the directory of all archives, for this user alone. */
    public static Path createDirectory() throws IOException {
        return PrivateDirectories.createAll(directory());
    }

    /** Removes all archives, those of other JDKs and versions of procpool too; returns how many there were. */
    public static int removeAll() throws IOException {
        if (!Files.isDirectory(directory())) {
            return 0;
        }
        int removed = 0;
        for (Path file : files()) {
            if (isArchive(file.getFileName().toString())) {
                Files.deleteIfExists(file);
                Files.deleteIfExists(sizeFile(file));
                removed++;
            }
        }
        return removed;
    }
}
