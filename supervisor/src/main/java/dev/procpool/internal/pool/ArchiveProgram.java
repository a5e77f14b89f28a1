package dev.procpool.internal.pool;

import dev.procpool.StartupArchive;
import dev.procpool.internal.threads.DaemonThreads;
import java.io.IOException;

/** The main class of the process that makes the start-up archive. It ends at once when its parent does. */
final class ArchiveProgram {

    private ArchiveProgram() {}

    public static void main(String[] args) throws InterruptedException {
        DaemonThreads.start("procpool-parent-watch", ArchiveProgram::haltWithParent);
        StartupArchive.buildIfMissing();
    }

    private static void haltWithParent() {
        try {
            while (System.in.read() >= 0) {
                // The parent writes nothing: only the end of the stream counts.
            }
        } catch (IOException e) {
            // A broken pipe says the same as its end.
        }
        Runtime.getRuntime().halt(1);
    }
}
