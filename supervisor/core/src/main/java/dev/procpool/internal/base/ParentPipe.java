package dev.procpool.internal.base;

import java.io.IOException;

/** Ends this JVM with the one that started it and holds the other end of its stdin. */
public final class ParentPipe {

    private ParentPipe() {}

    /** Halts this JVM with an exit code once its stdin, which is nobody else's to read, has ended. Returns at once. */
    public static void haltAtItsEnd(int exitCode) {
        DaemonThreads.start("procpool-parent-watch", () -> {
            try {
                while (System.in.read() >= 0) {
                    // The parent writes nothing: only the end of the stream counts.
                }
            } catch (IOException e) {
                // A broken pipe says the same as its end.
            }
            Runtime.getRuntime().halt(exitCode);
        });
    }
}
