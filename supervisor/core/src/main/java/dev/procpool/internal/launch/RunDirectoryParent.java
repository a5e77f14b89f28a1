package dev.procpool.internal.launch;

import dev.procpool.PoolException;
import dev.procpool.internal.base.Loggers;
import dev.procpool.internal.platform.SharedMemory;
import dev.procpool.internal.platform.SocketPaths;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Chooses the directory that a run directory is made in. The names of sockets in the run directory are limited in
 * bytes, so the path of the parent is, too.
 */
final class RunDirectoryParent {

    private static final System.Logger LOG = Loggers.of(RunDirectoryParent.class);
    private static final long WANTED_BYTES = 256L << 20;

    private RunDirectoryParent() {}

    /**
     * The directory that the user wants, if its path is short enough; else the first one that is among: shared memory
     * with room, the temporary directory, a directory that systems have under a short name.
     *
     * @param bytesBelow the length of the longest path of a socket below the parent
     * @throws PoolException if there is none
     */
    static Path choose(Optional<Path> wanted, int bytesBelow) {
        int longest = SocketPaths.longest() - bytesBelow;
        if (wanted.isPresent()) {
            if (SocketPaths.bytes(wanted.get()) <= longest) {
                return wanted.get();
            }
            LOG.log(
                    Level.WARNING,
                    "the run directory is made elsewhere: {0} has {1} bytes, and the names of sockets leave room for {2}",
                    wanted.get(),
                    SocketPaths.bytes(wanted.get()),
                    longest);
        }
        List<Path> candidates = candidates();
        return candidates.stream()
                .filter(path -> SocketPaths.bytes(path) <= longest)
                .findFirst()
                .orElseThrow(() -> new PoolException(
                        "no directory for sockets: none of " + candidates + " has at most " + longest
                                + " bytes and can be written; set a short runDirectory",
                        null));
    }

    private static List<Path> candidates() {
        List<Path> candidates = new ArrayList<>();
        SharedMemory.directory(WANTED_BYTES).ifPresent(candidates::add);
        Path temporary = Path.of(System.getProperty("java.io.tmpdir"));
        if (Files.isDirectory(temporary) && Files.isWritable(temporary)) {
            candidates.add(temporary.toAbsolutePath());
        }
        candidates.addAll(SocketPaths.shortDirectories());
        return candidates;
    }
}
