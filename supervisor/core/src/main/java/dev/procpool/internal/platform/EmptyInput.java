package dev.procpool.internal.platform;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The standard input of a process that reads nothing. */
public final class EmptyInput {

    private static final File NULL_DEVICE = new File("/dev/null");
    private static final String EMPTY_FILE = "empty";

    private EmptyInput() {}

    /**
     * Gives a process a standard input that is at its end from the start.
     *
     * @param directory the directory for an empty file, where the system needs one
     */
    public static ProcessBuilder.Redirect redirect(Path directory) throws IOException {
        if (Platform.isLinux()) {
            return ProcessBuilder.Redirect.from(NULL_DEVICE);
        }
        Path empty = Files.write(directory.resolve(EMPTY_FILE), new byte[0]);
        return ProcessBuilder.Redirect.from(empty.toFile());
    }
}
