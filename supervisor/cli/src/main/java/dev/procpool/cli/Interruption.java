package dev.procpool.cli;

import dev.procpool.Pool;
import dev.procpool.Results;
import java.time.Duration;
import java.util.function.Consumer;

/**
 * What SIGINT, SIGTERM and SIGHUP do to a run: the first lets running items end and starts no more, the second kills.
 * Thread-safe.
 */
final class Interruption {

    private static final int SIGNAL_BASE = 128;
    private static final Duration LAST_WAIT = Duration.ofSeconds(5);

    private final Duration grace;
    private final Consumer<String> say;
    private Pool pool; // guarded by this
    private Results<?> results; // guarded by this
    private int exitCode; // guarded by this

    /**
     * @param grace how long running items may take
     * @param say prints one line
     */
    Interruption(Duration grace, Consumer<String> say) {
        this.grace = grace;
        this.say = say;
    }

    void install() {
        for (String name : new String[] {"INT", "TERM", "HUP"}) {
            Signals.handle(name, number -> signalled("SIG" + name, number));
        }
    }

    /** From now on this is what the second signal kills. */
    synchronized void opened(Pool itsPool) {
        pool = itsPool;
    }

    /** From now on these are what a signal ends. */
    synchronized void running(Results<?> started) {
        results = started;
        if (exitCode != 0) {
            started.cancelPending();
        }
    }

    /** 128 and the number of the first signal; 0 if there was none. */
    synchronized int exitCode() {
        return exitCode;
    }

    private void signalled(String name, int number) {
        boolean first;
        Results<?> toEnd;
        synchronized (this) {
            first = exitCode == 0;
            if (first) {
                exitCode = SIGNAL_BASE + number;
            }
            toEnd = results;
        }
        if (first) {
            say.accept(name + ": no more items are started; those that run may end within " + DurationText.of(grace)
                    + " (once more: they are killed)");
            if (toEnd != null) {
                toEnd.cancelPending();
            }
            Thread limit = new Thread(this::killAfterGrace, "procpool-stop-timeout");
            limit.setDaemon(true);
            limit.start();
        } else {
            say.accept(name + ", the second signal: the workers are killed");
            kill();
        }
    }

    private void killAfterGrace() {
        try {
            Thread.sleep(grace.toMillis());
            say.accept("not ended within " + DurationText.of(grace) + ": the workers are killed");
            kill();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Kills the workers; the run ends by that, or this process does a moment later. */
    private void kill() {
        Pool toKill;
        synchronized (this) {
            toKill = pool;
        }
        if (toKill == null) {
            System.exit(exitCode()); // what is being opened is ended by that
        }
        toKill.terminate();
        try {
            toKill.join(LAST_WAIT);
            Thread.sleep(LAST_WAIT.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        Runtime.getRuntime().halt(exitCode()); // somebody does not read what is printed
    }
}
