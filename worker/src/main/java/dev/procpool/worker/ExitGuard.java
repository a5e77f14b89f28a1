package dev.procpool.worker;

import dev.procpool.protocol.start.ExitCode;

/** Ends a JVM whose exit is held up by a shutdown hook that does not end. */
final class ExitGuard {

    private ExitGuard() {}

    /** Halts this JVM if it has not ended {@code exitTimeoutMillis} after it began to exit. */
    static void install(long exitTimeoutMillis) {
        Runtime.getRuntime().addShutdownHook(new Thread(() -> haltAfter(exitTimeoutMillis), "procpool-exit-guard"));
    }

    private static void haltAfter(long millis) {
        Thread guard = new Thread(
                () -> {
                    try {
                        Thread.sleep(millis);
                    } catch (InterruptedException e) {
                        // Only code that wants the JVM to end can have interrupted it.
                    }
                    System.err.println("procpool worker: a shutdown hook did not end within " + millis + " ms");
                    Runtime.getRuntime().halt(ExitCode.EXIT_BLOCKED.code());
                },
                "procpool-exit-deadline");
        guard.setDaemon(true);
        guard.start();
    }
}
