package dev.procpool.internal.launch;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The file that makes workers start faster: an AppCDS archive, from JDK 25 on an AOT cache. Immutable.
 *
 * <p>Its name has a hash of the JDK and of the jars that a worker starts with, so that one that does not fit is never looked at;
 * the JVM checks it once more, and goes on without it in silence where it does not match.
 */
public final class ArchiveFile {

    private static final int AOT_SINCE = 25;
    private static final int KEY_CHARACTERS = 16;
    private static final String PREFIX = "worker-";

    /** What a user says about archives wins. */
    private static final List<String> OTHER_ARCHIVES =
            List.of("-XX:SharedArchiveFile", "-XX:ArchiveClassesAtExit", "-XX:AOT", "-Xshare", "-Xdump");

    private final Path file;

    private ArchiveFile(Path file) {
        this.file = file;
    }

    /**
     * The archive for workers that start with these jars.
     *
     * @return nothing where a class path has directories, which cannot be archived
     */
    static Optional<ArchiveFile> of(List<Path> ownJars) {
        if (ownJars.isEmpty() || !ownJars.stream().allMatch(Files::isRegularFile)) {
            return Optional.empty();
        }
        boolean aot = Runtime.version().feature() >= AOT_SINCE;
        String name = PREFIX + key(ownJars) + (aot ? ".aot" : ".jsa");
        return Optional.of(new ArchiveFile(directory().resolve(name)));
    }

    private static String key(List<Path> jars) {
        StringBuilder text = new StringBuilder(Runtime.version().toString())
                .append(System.getProperty("java.vm.name"))
                .append(System.getProperty("java.home"));
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

    /** Where archives live: the user's cache directory. */
    public static Path directory() {
        String cache = System.getenv("XDG_CACHE_HOME");
        Path base =
                cache == null || cache.isBlank() ? Path.of(System.getProperty("user.home"), ".cache") : Path.of(cache);
        return base.resolve("procpool");
    }

    public Path file() {
        return file;
    }

    public boolean isPresent() {
        return Files.isReadable(file);
    }

    /** The JVM options that use it; none where it is missing, or where the user's options are about archives. */
    List<String> options(List<String> userOptions) {
        boolean theirs =
                userOptions.stream().anyMatch(o -> OTHER_ARCHIVES.stream().anyMatch(o::startsWith));
        if (theirs || !isPresent()) {
            return List.of();
        }
        // A JVM says on its standard output what it does not like about an archive.
        return isAot()
                ? List.of("-XX:AOTCache=" + file, "-Xlog:disable")
                : List.of("-XX:SharedArchiveFile=" + file, "-Xshare:auto", "-Xlog:disable");
    }

    /** The JVM option with which a worker writes an archive at its end. */
    public String recordingOption(Path target) {
        return (isAot() ? "-XX:AOTCacheOutput=" : "-XX:ArchiveClassesAtExit=") + target;
    }

    private boolean isAot() {
        return file.toString().endsWith(".aot");
    }

    /** Makes the directory, for this user alone. */
    public static Path createDirectory() throws IOException {
        Path directory = directory();
        Files.createDirectories(
                directory, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        return directory;
    }

    /** Removes all archives, those of other JDKs and versions too; returns how many there were. */
    public static int removeAll() throws IOException {
        if (!Files.isDirectory(directory())) {
            return 0;
        }
        int removed = 0;
        try (Stream<Path> files = Files.list(directory())) {
            for (Path file : files.toList()) {
                if (file.getFileName().toString().startsWith(PREFIX)) {
                    Files.deleteIfExists(file);
                    removed++;
                }
            }
        }
        return removed;
    }
}
