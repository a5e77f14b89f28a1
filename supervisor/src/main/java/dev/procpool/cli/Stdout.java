package dev.procpool.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Whether what a command has printed has arrived. */
final class Stdout {

    private static final Path SELF = Path.of("/proc/self/fd/1");

    private Stdout() {}

    /** The exit code of a command that ended with this one, now that all it has printed to {@link System#out} is written, or cannot be. */
    static int check(int code) {
        if (!System.out.checkError() || code != ExitCodes.OK) {
            return code;
        }
        if (isPipe()) {
            return ExitCodes.STDOUT_CLOSED; // nobody reads on
        }
        System.err.println("procpool: stdout cannot be written");
        return ExitCodes.INTERNAL_ERROR;
    }

    /** Writing to a pipe fails when its reader has gone; what the system calls that depends on the locale. */
    static boolean isPipe() {
        try {
            String target = Files.readSymbolicLink(SELF).toString();
            return target.startsWith("pipe:") || target.startsWith("socket:");
        } catch (IOException e) {
            return false;
        }
    }
}
