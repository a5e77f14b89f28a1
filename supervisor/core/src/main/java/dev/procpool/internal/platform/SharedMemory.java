package dev.procpool.internal.platform;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalLong;

/** The file system that lives in memory. */
public final class SharedMemory {

    private static final Path DIRECTORY = Path.of("/dev/shm");

    private SharedMemory() {}

    /** The directory for files in memory, if there is one that this process may write into. */
    public static Optional<Path> directory() {
        return Platform.isLinux() && Files.isWritable(DIRECTORY) ? Optional.of(DIRECTORY) : Optional.empty();
    }

    /**
     * The same, if it has room.
     *
     * @param wantedBytes the number of bytes that must be free
     */
    public static Optional<Path> directory(long wantedBytes) {
        return directory().filter(there -> freeBytes().orElse(0) >= wantedBytes);
    }

    /** The number of bytes that are free there; empty where there is no such directory, or that is not known. */
    public static OptionalLong freeBytes() {
        try {
            return directory().isPresent()
                    ? OptionalLong.of(Files.getFileStore(DIRECTORY).getUsableSpace())
                    : OptionalLong.empty();
        } catch (IOException e) {
            return OptionalLong.empty();
        }
    }
}
