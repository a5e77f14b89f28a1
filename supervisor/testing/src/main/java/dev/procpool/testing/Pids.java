package dev.procpool.testing;

import java.io.IOException;

/** Processes that a test knows by their pid. */
public final class Pids {

    private Pids() {}

    public static boolean isAlive(long pid) {
        return ProcessHandle.of(pid).filter(ProcessHandle::isAlive).isPresent();
    }

    /** Sends SIGKILL; returns whether there was such a process. */
    public static boolean kill(long pid) {
        return ProcessHandle.of(pid).map(ProcessHandle::destroyForcibly).orElse(false);
    }

    /** Sends a signal such as {@code STOP}, and waits until it has been sent. */
    public static void signal(String name, long pid) {
        try {
            new ProcessBuilder("kill", "-" + name, Long.toString(pid))
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start()
                    .waitFor();
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Sends a signal to the process that calls this. */
    public static void signalMyself(String name) {
        signal(name, ProcessHandle.current().pid());
    }
}
