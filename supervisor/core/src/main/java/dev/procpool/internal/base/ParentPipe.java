package dev.procpool.internal.base;

import java.io.IOException;

/** Ends this JVM together with the process that started it and holds the other end of its stdin. */
public final class ParentPipe {

    private ParentPipe() {}

    /**
     * Halts this JVM with {@code exitCode} once its stdin has ended. Returns at once. No other code may read stdin
     * meanwhile.
     */
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
