package dev.procpool.internal.open;

import dev.procpool.StartupArchive;
import dev.procpool.internal.base.ParentPipe;

/** The main class of the process that makes the start-up archive. It ends at once when its parent does. */
final class ArchiveProgram {

    private ArchiveProgram() {}

    public static void main(String[] args) throws InterruptedException {
        ParentPipe.haltAtItsEnd(1);
        StartupArchive.buildIfMissing();
    }
}
