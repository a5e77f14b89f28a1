package dev.procpool.internal.platform;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** The file system that lives in memory. */
public final class SharedMemory {

    private static final Path DIRECTORY = Path.of("/dev/shm");

    private SharedMemory() {}

    /**
     * The directory for files in memory, if this process may write there.
     *
     * @param wantedBytes how many bytes must be free
     * @return empty where there is no such directory, or less is free
     */
    public static Optional<Path> directory(long wantedBytes) {
        try {
            boolean hasRoom =
                    Files.isWritable(DIRECTORY) && Files.getFileStore(DIRECTORY).getUsableSpace() >= wantedBytes;
            return hasRoom ? Optional.of(DIRECTORY) : Optional.empty();
        } catch (IOException e) {
            return Optional.empty(); // its free space is unknown, so it is not relied upon
        }
    }
}
