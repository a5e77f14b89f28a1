package dev.procpool.internal.platform;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Scheduling priorities of child processes. Immutable. */
public final class Priorities {

    /** The niceness of the lowest priority. */
    public static final int LOWEST = 19;

    private static final List<String> NICE = Stream.of("/usr/bin/nice", "/bin/nice")
            .filter(path -> Files.isExecutable(Path.of(path)))
            .findFirst()
            .map(List::of)
            .orElse(List.of());

    private Priorities() {}

    /** Whether child processes can be started with a lower priority than this process has. */
    public static boolean canBeLowered() {
        return !NICE.isEmpty();
    }

    /** The words before a command line that start it with the lowest priority; empty where there is no {@code nice}. */
    public static List<String> lowest() {
        return Platform.isLinux() ? lowered(LOWEST) : List.of();
    }

    /**
     * The words before a command line that start it with a lower priority; empty where there is no {@code nice}.
     *
     * @param niceness by how much its niceness exceeds that of this process
     */
    public static List<String> lowered(int niceness) {
        return NICE.isEmpty() || niceness == 0 ? List.of() : List.of(NICE.get(0), "-n", Integer.toString(niceness));
    }
}
