package dev.procpool;

import dev.procpool.protocol.start.JavaHome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.IntPredicate;
import java.util.stream.Stream;

/** The Java homes that lie beside that of this JVM, and that one itself. */
final class InstalledJdk {

    private InstalledJdk() {}

    /** A Java home of a certain version, such as 17. */
    static Optional<Path> of(IntPredicate version) throws IOException {
        Path parent = JavaHome.here().path().getParent();
        try (Stream<Path> homes = Files.list(parent)) {
            return homes.filter(home -> isOf(version, home)).findFirst();
        }
    }

    private static boolean isOf(IntPredicate version, Path home) {
        try {
            return version.test(JavaHome.at(home).feature());
        } catch (IllegalArgumentException e) {
            return false;
        }
    }
}
