package dev.procpool.bench;

import java.io.IOException;

/** Ends a peer's JVM with the JVM that measures it. */
public final class ParentWatch {

    private ParentWatch() {}

    /** Halts this JVM when its standard input ends, which the parent holds open. Returns at once. */
    public static void haltAtEndOfInput() {
        Thread watch = new Thread(
                () -> {
                    try {
                        while (System.in.read() >= 0) {
                            // The parent writes nothing: only the end of the stream counts.
                        }
                    } catch (IOException e) {
                        // A broken pipe means the same as the end.
                    }
                    Runtime.getRuntime().halt(0);
                },
                "bench-parent-watch");
        watch.setDaemon(true);
        watch.start();
    }
}
