package dev.procpool.protocol.start;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The Java home that a JVM is started from: that of this JVM, or another one. Immutable.
 *
 * @param path the directory, without symbolic links, as the JVM started from it has it in {@code java.home}
 * @param version the version, such as 17.0.15
 * @param facts what tells this build of the JDK from others
 */
public record JavaHome(Path path, Runtime.Version version, String facts) {

    /** The oldest version that procpool runs on. */
    public static final int OLDEST = 17;

    private static final String RELEASE = "release";
    private static final String VERSION = "JAVA_VERSION=";

    /** The Java home of this JVM. */
    public static JavaHome here() {
        Path home = Path.of(System.getProperty("java.home"));
        return new JavaHome(
                home, Runtime.version(), release(home).orElse(Runtime.version().toString()));
    }

    /**
     * Another Java home.
     *
     * @throws IllegalArgumentException if there is none, or it is too old
     */
    public static JavaHome at(Path directory) {
        if (!Files.isExecutable(directory.resolve("bin").resolve("java"))) {
            throw new IllegalArgumentException("javaHome must be the home of a JDK, with bin/java: " + directory);
        }
        Path home = real(directory);
        JavaHome here = here();
        if (home.equals(here.path)) {
            return here;
        }
        String facts = release(home)
                .orElseThrow(() -> new IllegalArgumentException(
                        "javaHome has no file 'release' that tells its version: " + directory));
        String text = versionIn(facts);
        return new JavaHome(home, supported(text, directory), facts);
    }

    /** The Java home that was chosen; without a choice that of this JVM. */
    public static JavaHome chosen(Optional<Path> choice) {
        return choice.map(JavaHome::at).orElseGet(JavaHome::here);
    }

    private static Path real(Path directory) {
        try {
            return directory.toRealPath();
        } catch (IOException e) {
            throw new IllegalArgumentException("javaHome cannot be read: " + directory, e);
        }
    }

    private static Optional<String> release(Path home) {
        try {
            return Optional.of(Files.readString(home.resolve(RELEASE), StandardCharsets.UTF_8));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private static String versionIn(String release) {
        return release.lines()
                .filter(line -> line.startsWith(VERSION))
                .map(line -> line.substring(VERSION.length()).replace("\"", "").strip())
                .findFirst()
                .orElse("of an unknown version");
    }

    private static Runtime.Version supported(String text, Path directory) {
        try {
            Runtime.Version version = Runtime.Version.parse(text);
            if (version.feature() >= OLDEST) {
                return version;
            }
        } catch (IllegalArgumentException e) {
            // 1.8.0_392 and the like.
        }
        throw new IllegalArgumentException(
                "javaHome must be a JDK " + OLDEST + " or newer; this one is " + text + ": " + directory);
    }

    /** The number of the release, such as 17. */
    public int feature() {
        return version.feature();
    }

    /** The program that starts a JVM. */
    public Path java() {
        return path.resolve("bin").resolve("java");
    }
}
