package dev.procpool.cli;

import java.nio.file.Files;
import java.nio.file.Path;

/** A task that exits, and a shutdown hook that does not let it. */
public final class HangingExit {

    private HangingExit() {}

    /** Exits, and creates the file once the JVM is at it. */
    public static String begin(String file) {
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            try {
                Files.createFile(Path.of(file));
                Thread.sleep(60_000);
            } catch (java.io.IOException | InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }));
        System.exit(0);
        return file;
    }
}
