package dev.procpool.internal.platform;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;

/**
 * Directories that only this user may read. On a system whose files have no modes the directory above has to be the
 * user's own, as the temporary directory of Windows is.
 */
public final class PrivateDirectories {

    private static final String MODE = "rwx------";

    private PrivateDirectories() {}

    /**
     * Creates a directory.
     *
     * @throws IOException also if the file system does not keep modes and owners, as other users could read the
     *     directory there
     */
    public static Path create(Path directory) throws IOException {
        Files.createDirectory(directory, attributes(directory));
        try {
            require(directory);
        } catch (IOException e) {
            Files.delete(directory);
            throw e;
        }
        return directory;
    }

    /** Creates a directory and those above it, where they do not exist. */
    public static Path createAll(Path directory) throws IOException {
        return Files.createDirectories(directory, attributes(directory));
    }

    private static FileAttribute<?>[] attributes(Path directory) {
        return hasModes(directory)
                ? new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(MODE))}
                : new FileAttribute<?>[0];
    }

    private static void require(Path directory) throws IOException {
        if (!hasModes(directory)) {
            return;
        }
        String mode =
                PosixFilePermissions.toString(Files.getPosixFilePermissions(directory, LinkOption.NOFOLLOW_LINKS));
        if (!mode.equals(MODE)) {
            throw new IOException("the mode of " + directory + " is " + mode + ", not " + MODE
                    + ": other users could read items and results; choose another runDirectory");
        }
    }

    private static boolean hasModes(Path directory) {
        return directory.getFileSystem().supportedFileAttributeViews().contains("posix");
    }
}
