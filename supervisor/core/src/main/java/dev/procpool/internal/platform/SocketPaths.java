package dev.procpool.internal.platform;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The length of the paths of Unix-domain sockets, which the system limits in bytes, and directories that are short. */
public final class SocketPaths {

    /** A path of Linux may have 107 bytes and a zero, of which the JDK leaves one unused. */
    private static final int LONGEST_ON_LINUX = 106;

    /** The limit of macOS, the smallest of those known. */
    private static final int LONGEST_ELSEWHERE = 103;

    private SocketPaths() {}

    /** The greatest number of bytes of the path of a socket. */
    public static int longest() {
        return Platform.isLinux() ? LONGEST_ON_LINUX : LONGEST_ELSEWHERE;
    }

    /** The number of bytes of a path in UTF-8. Paths in other encodings of file names have no more. */
    public static int bytes(Path path) {
        return path.toString().getBytes(StandardCharsets.UTF_8).length;
    }

    /** Directories with short names for temporary files, the best one first, that this process may write into. */
    public static List<Path> shortDirectories() {
        return Stream.concat(Stream.of(Path.of("/tmp"), Path.of("/var/tmp")), SharedMemory.directory().stream())
                .filter(Files::isDirectory)
                .filter(Files::isWritable)
                .toList();
    }
}
