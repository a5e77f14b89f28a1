package dev.procpool.internal.platform;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The sessions of child processes. A child leads a session of its own; each process that it started belongs to that
 * session even after it was reparented, unless the process made itself a session of its own. Immutable.
 */
public final class Sessions {

    private static final Path PROCESSES = Path.of("/proc");

    /** The position of the session id among the fields that follow the name in {@code /proc/PID/stat}. */
    private static final int SESSION = 3;

    private static final List<String> LAUNCHER = Stream.of("/usr/bin/setsid", "/bin/setsid")
            .filter(path -> Platform.isLinux() && Files.isExecutable(Path.of(path)))
            .findFirst()
            .map(List::of)
            .orElse(List.of());

    private Sessions() {}

    /**
     * The words before a command line that start it in a session of its own, so that the terminal's Ctrl-C does not
     * reach it. Empty where the system has no {@code setsid}.
     */
    public static List<String> launcher() {
        return LAUNCHER;
    }

    /**
     * Kills all processes of a session. Does nothing where children lead no session of their own: there the descendants
     * were killed together with their worker.
     *
     * @param leader the id of the process, which has exited, that has led the session
     */
    public static void killAll(long leader) {
        if (LAUNCHER.isEmpty()) {
            return;
        }
        try (DirectoryStream<Path> processes = Files.newDirectoryStream(PROCESSES, "[0-9]*")) {
            for (Path process : processes) {
                if (session(process).filter(id -> id == leader).isPresent()) {
                    ProcessHandle.of(Long.parseLong(process.getFileName().toString()))
                            .ifPresent(ProcessHandle::destroyForcibly);
                }
            }
        } catch (IOException | DirectoryIteratorException e) {
            // There is no /proc.
        }
    }

    private static Optional<Long> session(Path process) {
        try {
            String stat = Files.readString(process.resolve("stat"));
            // The name stands in parentheses and may itself contain spaces and parentheses.
            String[] fields = stat.substring(stat.lastIndexOf(')') + 1).strip().split(" ");
            return Optional.of(Long.parseLong(fields[SESSION]));
        } catch (IOException | RuntimeException e) {
            return Optional.empty(); // the process has just ended
        }
    }
}
