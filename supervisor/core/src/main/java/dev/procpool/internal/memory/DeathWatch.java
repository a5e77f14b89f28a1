package dev.procpool.internal.memory;

import dev.procpool.internal.base.Loggers;
import dev.procpool.internal.platform.Sessions;
import java.io.Closeable;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * A shell that outlives this process to remove its blocks, where this process is killed and cannot do it. Python's
 * resource tracker does the same. Where there is no shell, the next process that uses shared memory removes them.
 *
 * <p>The shell reads from a pipe whose other end only this process holds, so it wakes when this process ends. Its own
 * parent ends at once: the shell is no descendant of this process, and is not killed together with its descendants. It
 * removes the files of one creator id, which is never used again.
 *
 * <p>The shell waits for a line first. If its start is given up, as it takes too long or the thread is interrupted, no
 * line comes before the end of the pipe, and the shell removes nothing: this process goes on under the same id.
 */
final class DeathWatch implements Closeable {

    private static final System.Logger LOG = Loggers.of(DeathWatch.class);
    private static final long PATIENCE_SECONDS = 5;
    private static final int ALONE = 1;

    /** Arguments: the directory of the registry, the id of the creator, its pid. */
    private static final String SCRIPT = String.join(
            "\n",
            "exec 3<&0",
            "(",
            "  trap '' HUP INT QUIT TERM PIPE",
            "  cd \"$1\" || exit",
            "  read -r armed <&3 || exit",
            "  read -r end <&3",
            "  rm -f -- \"~@$2\".*",
            "  for f in *@\"$2\".*; do",
            "    [ -e \"$f\" ] && rm -f -- \"$f\" && echo \"procpool: removed the shared memory ${f%%@*}"
                    + " of process $3, which ended without closing it\" >&2",
            "  done",
            "  rm -f -- \"pipe.$2\" \"creator.$2\"",
            ") &");

    private final RandomAccessFile end;

    private DeathWatch(RandomAccessFile end) {
        this.end = end;
    }

    /**
     * Starts to watch over this process.
     *
     * @return empty where that is not possible, or not needed: with the first process of a container its memory ends
     */
    static Optional<DeathWatch> start(Path directory, Creator creator) {
        if (ProcessHandle.current().pid() == ALONE) {
            return Optional.empty();
        }
        Path pipe = creator.pipe(directory);
        try {
            run(List.of("mkfifo", "-m", "600", pipe.toString()), ProcessBuilder.Redirect.PIPE);
            requirePipe(pipe);
            RandomAccessFile end = new RandomAccessFile(pipe.toFile(), "rw"); // does not wait for a reader
            try {
                run(shell(directory, creator), ProcessBuilder.Redirect.from(pipe.toFile()));
                end.write('\n');
                return Optional.of(new DeathWatch(end));
            } catch (IOException e) {
                end.close();
                throw e;
            }
        } catch (IOException e) {
            LOG.log(
                    Level.DEBUG,
                    "if this process is killed, its shared memory stays until another process uses some: {0}",
                    e.toString());
            return Optional.empty();
        } finally {
            remove(pipe);
        }
    }

    private static void requirePipe(Path pipe) throws IOException {
        if (!Files.readAttributes(pipe, BasicFileAttributes.class).isOther()) {
            throw new IOException(pipe + " is no pipe");
        }
    }

    /** In a session of its own: the processes of the session of a worker are killed after it. */
    private static List<String> shell(Path directory, Creator creator) {
        List<String> command = new ArrayList<>(Sessions.launcher());
        command.addAll(List.of("sh", "-c", SCRIPT, "procpool", directory.toString(), creator.id(), creator.pid()));
        return command;
    }

    private static void remove(Path pipe) {
        try {
            Files.deleteIfExists(pipe);
        } catch (IOException e) {
            LOG.log(Level.DEBUG, "a pipe could not be removed", e);
        }
    }

    private static void run(List<String> command, ProcessBuilder.Redirect input) throws IOException {
        Process process = new ProcessBuilder(command)
                .redirectInput(input)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try {
            if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS) || process.exitValue() != 0) {
                process.destroyForcibly();
                throw new IOException(command.get(0) + " failed");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while " + command.get(0) + " ran", e);
        }
    }

    /** Ends the shell. */
    @Override
    public void close() {
        try {
            end.close();
        } catch (IOException e) {
            LOG.log(Level.DEBUG, "the pipe to a shell could not be closed", e);
        }
    }
}
