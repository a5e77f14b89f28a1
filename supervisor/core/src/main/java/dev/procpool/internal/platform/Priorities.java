package dev.procpool.internal.platform;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Scheduling priorities of child processes. Immutable. */
public final class Priorities {

    private static final Path NICE = Path.of("/usr/bin/nice");
    private static final List<String> LOWEST =
            Platform.isLinux() && Files.isExecutable(NICE) ? List.of(NICE.toString(), "-n", "19") : List.of();

    private Priorities() {}

    /** The words before a command line that start it with the lowest priority; empty where there is no {@code nice}. */
    public static List<String> lowest() {
        return LOWEST;
    }
}
