package dev.procpool.internal.platform;

import java.nio.file.Path;
import java.util.Optional;

/** The time that threads wait for a processor. */
public final class RunQueue {

    private static final Path OF_THE_READING_THREAD = Path.of("/proc/thread-self/schedstat");

    private RunQueue() {}

    /**
     * The file whose second number is the time in nanoseconds that the thread that reads it has waited for a processor.
     *
     * @return empty where the system does not count that time
     */
    public static Optional<Path> file() {
        return Platform.isLinux() ? Optional.of(OF_THE_READING_THREAD) : Optional.empty();
    }
}
