package dev.procpool.internal.platform;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/**
 * Directories that all processes of one user find, and no other user may enter: below shared memory where there is
 * such a file system, else below the temporary directory.
 */
public final class UserDirectory {

    private static final Path SELF = Path.of("/proc/self");
    private static final String MODE = "rwx------";

    private UserDirectory() {}

    /**
     * The directory with a name, which is created if it is not there.
     *
     * @throws IOException if the directory belongs to another user, or another user may enter it
     */
    public static Path open(String name) throws IOException {
        Path parent = SharedMemory.directory()
                .orElseGet(() -> Path.of(System.getProperty("java.io.tmpdir")).toAbsolutePath());
        Path directory = PrivateDirectories.createAll(parent.resolve(name + "." + user()));
        if (!Files.isDirectory(directory, LinkOption.NOFOLLOW_LINKS)) {
            throw new IOException(directory + " is not a directory");
        }
        if (directory.getFileSystem().supportedFileAttributeViews().contains("posix")) {
            requirePrivate(directory);
        }
        return directory;
    }

    /** The number of the user, or a name that is usable in a file name. */
    private static String user() throws IOException {
        return Platform.isLinux()
                ? Files.getAttribute(SELF, "unix:uid").toString()
                : System.getProperty("user.name", "").replaceAll("[^A-Za-z0-9._-]", "_");
    }

    private static void requirePrivate(Path directory) throws IOException {
        String owner = Files.getOwner(directory, LinkOption.NOFOLLOW_LINKS).getName();
        String self = Platform.isLinux() ? Files.getOwner(SELF).getName() : System.getProperty("user.name");
        String mode =
                PosixFilePermissions.toString(Files.getPosixFilePermissions(directory, LinkOption.NOFOLLOW_LINKS));
        if (!owner.equals(self) || !mode.equals(MODE)) {
            throw new IOException(directory + " has the owner " + owner + " and the mode " + mode + ", not " + self
                    + " and " + MODE + ": other users could read shared memory");
        }
    }
}
