package dev.procpool.tasks.command;

import java.io.File;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.util.List;

/**
 * One run of a program: its standard input is empty, its standard error is that of this process, its output is read. It
 * is killed with all its descendants when the thread that waits is interrupted, or when its output is too large.
 *
 * <p>A program that has ended is not waited for any longer by way of its output: a daemon that it has left behind may
 * hold that open.
 */
final class CommandRun {

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
     */
    byte[] call() throws CommandFailedException, InterruptedException {
        Process process = start();
        try {
            CommandOutput output = CommandOutput.read(process.getInputStream(), maxOutputBytes, () -> kill(process));
            int exitCode = process.waitFor();
            output.awaitRest();
            return checked(exitCode, output);
        } finally {
            if (process.isAlive()) {
                kill(process);
            }
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
