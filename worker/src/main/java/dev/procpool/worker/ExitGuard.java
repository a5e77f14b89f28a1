package dev.procpool.worker;

import dev.procpool.protocol.start.ExitCode;

/** Ends a JVM whose exit is held up by a shutdown hook that does not end. */
final class ExitGuard {

    private ExitGuard() {}

    /** From the moment at which this JVM begins to exit it has so long. */
    static void install(long exitTimeoutMillis) {
        Runtime.getRuntime().addShutdownHook(new Thread(() -> haltAfter(exitTimeoutMillis), "procpool-exit-guard"));
    }

    private static void haltAfter(long millis) {
        Thread guard = new Thread(
                () -> {
                    try {
                        Thread.sleep(millis);
                    } catch (InterruptedException e) {
                        // Whoever interrupts it wants the JVM to end.
                    }
                    System.err.println("procpool worker: a shutdown hook did not end within " + millis + " ms");
                    Runtime.getRuntime().halt(ExitCode.EXIT_BLOCKED.code());
                },
                "procpool-exit-deadline");
        guard.setDaemon(true);
        guard.start();
    }
}
