package dev.procpool.tasks.command;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.lang.ProcessBuilder.Redirect;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * One run of a program: its standard input is empty, its standard error is that of this process, its output is read. It
 * is killed with all its descendants when the thread that waits is interrupted, or when its output is too large.
 *
 * <p>One thread waits for the program and reads the output in between, so that all of it is read when the program has
 * ended, however busy the machine is. The end of the output is not waited for: a daemon that the program has left
 * behind may hold it open.
 */
final class CommandRun {

    /** The longest pause between two looks at the output; a program that fills its pipe waits for the next one. */
    private static final long LONGEST_PAUSE_MILLIS = 16;

    /** After more output than this the next look follows at once. */
    private static final int MUCH_BYTES = 16 << 10;

    private static final int NOT_FOUND = 127;
    private static final int SIGNALLED = 128;
    private static final File NOTHING = new File("/dev/null");

    private final List<String> arguments;
    private final int maxOutputBytes;

    CommandRun(List<String> arguments, int maxOutputBytes) {
        this.arguments = arguments;
        this.maxOutputBytes = maxOutputBytes;
    }

    /**
     * Runs the program and returns its output.
     *
     * @throws CommandFailedException if the program cannot be started, ends with another exit code than 0, or writes
     *     too much
     * @throws IOException if the output cannot be read
     */
    byte[] call() throws CommandFailedException, IOException, InterruptedException {
        Process process = start();
        try (InputStream in = process.getInputStream()) {
            CommandOutput output = new CommandOutput(in, maxOutputBytes);
            await(process, output);
            output.readWritten();
            return checked(process.exitValue(), output);
        } finally {
            if (process.isAlive()) {
                kill(process);
            }
        }
    }

    private static void await(Process process, CommandOutput output) throws IOException, InterruptedException {
        long pause = 0;
        while (!process.waitFor(pause, TimeUnit.MILLISECONDS)) {
            long read = output.readWritten();
            if (output.isTooLarge()) {
                kill(process);
                process.waitFor();
                return;
            }
            pause = read > MUCH_BYTES ? 0 : read > 0 ? 1 : Math.min(2 * pause + 1, LONGEST_PAUSE_MILLIS);
        }
    }

    private Process start() throws CommandFailedException {
        try {
            return new ProcessBuilder(arguments)
                    .redirectInput(NOTHING)
                    .redirectError(Redirect.INHERIT)
                    .start();
        } catch (IOException e) {
            throw new CommandFailedException(e.getMessage(), NOT_FOUND, new byte[0]);
        }
    }

    private static void kill(Process process) {
        List<ProcessHandle> descendants = process.descendants().toList();
        process.destroyForcibly();
        descendants.forEach(ProcessHandle::destroyForcibly);
    }

    private byte[] checked(int exitCode, CommandOutput output) throws CommandFailedException {
        String program = arguments.get(0);
        byte[] read = output.toByteArray();
        if (output.isTooLarge()) {
            String limit = "its output is larger than " + maxOutputBytes + " bytes";
            throw new CommandFailedException(program + " was killed: " + limit, exitCode, read);
        }
        if (exitCode != 0) {
            String signal = exitCode > SIGNALLED ? ": killed by signal " + (exitCode - SIGNALLED) : "";
            throw new CommandFailedException(program + " ended with exit code " + exitCode + signal, exitCode, read);
        }
        return read;
    }
}
