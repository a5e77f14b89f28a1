package dev.procpool.internal.platform;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Ends what a process has left behind. A worker leads a session of its own; what it started belongs to it even after it was
 * reparented, unless it made itself a session of its own.
 */
public final class Sessions {

    private static final Path PROCESSES = Path.of("/proc");

    /** In what follows the name in a line of {@code /proc/PID/stat}, which may contain anything. */
    private static final int SESSION = 3;

    private Sessions() {}

    /** Kills all processes of the session that a process, which has exited, has led. Linux only. */
    public static void killAll(long leader) {
        try (DirectoryStream<Path> processes = Files.newDirectoryStream(PROCESSES, "[0-9]*")) {
            for (Path process : processes) {
                if (session(process).filter(id -> id == leader).isPresent()) {
                    ProcessHandle.of(Long.parseLong(process.getFileName().toString()))
                            .ifPresent(ProcessHandle::destroyForcibly);
                }
            }
        } catch (IOException | DirectoryIteratorException e) {
            // Another system: its descendants were killed with it where it was killed.
        }
    }

    private static Optional<Long> session(Path process) {
        try {
            String stat = Files.readString(process.resolve("stat"));
            String[] fields = stat.substring(stat.lastIndexOf(')') + 1).strip().split(" ");
            return Optional.of(Long.parseLong(fields[SESSION]));
        } catch (IOException | RuntimeException e) {
            return Optional.empty(); // it has just ended
        }
    }
}
