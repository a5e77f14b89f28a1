package dev.procpool.bench;

import java.io.File;
import java.nio.file.Path;

/** Finds what lies beside the jars of the class path. */
final class Distribution {

    private Distribution() {}

    /** A file or folder in {@code lib}, beside the first jar of the class path. */
    static Path library(String name) {
        return Path.of(System.getProperty("java.class.path").split(File.pathSeparator)[0])
                .toAbsolutePath()
                .resolveSibling("lib")
                .resolve(name);
    }
}
