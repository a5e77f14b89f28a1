package dev.procpool.cli.bench;

import java.io.IOException;

/** Ends a measuring JVM with the one that started it. */
final class ParentWatch {

    private ParentWatch() {}

    /** Exits once stdin ends; it is nobody else's to read. */
    static void exitWithParent() {
        Thread watch = new Thread(
                () -> {
                    try {
                        while (System.in.read() >= 0) {
                            // nothing is said on it
                        }
                    } catch (IOException e) {
                        // as good as its end
                    }
                    Runtime.getRuntime().halt(0);
                },
                "bench-parent-watch");
        watch.setDaemon(true);
        watch.start();
    }
}
