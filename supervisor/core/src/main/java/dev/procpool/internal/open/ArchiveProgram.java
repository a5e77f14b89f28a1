package dev.procpool.internal.open;

import dev.procpool.StartupArchive;
import dev.procpool.internal.base.ParentPipe;

/** The main class of the process that makes the start-up archive, which ends at once when its parent does. */
final class ArchiveProgram {

    private ArchiveProgram() {}

    /** Makes the archive unless it is there. */
    public static void main(String[] args) throws InterruptedException {
        ParentPipe.haltAtItsEnd(1);
        StartupArchive.buildIfMissing();
    }
}
