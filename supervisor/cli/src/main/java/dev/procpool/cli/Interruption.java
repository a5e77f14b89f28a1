package dev.procpool.cli;

import dev.procpool.Pool;
import dev.procpool.PoolBuilder;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;

/**
 * Ends a run at SIGINT, SIGTERM or SIGHUP: the first signal lets running items end, the second kills them.
 * Thread-safe.
 */
final class Interruption {

    private static final int SIGNAL_BASE = 128;
    private static final Duration LAST_WAIT = Duration.ofSeconds(5);
    private static final Duration LAST_ACT = Duration.ofSeconds(1);

    private final Duration grace;
    private final Consumer<String> say;
    private Pool pool; // guarded by this
    private Runnable cancelPending; // guarded by this
    private int exitCode; // guarded by this
    private Runnable last = () -> {}; // guarded by this

    /**
     * @param grace how long running items may take
     * @param say prints one line
     */
    Interruption(Duration grace, Consumer<String> say) {
        this.grace = grace;
        this.say = say;
    }

    /** Opens the pool of the run. A signal that comes meanwhile ends the run, too. */
    Pool open(PoolBuilder builder, Signals signals) {
        for (String name : List.of("INT", "TERM", "HUP")) {
            signals.handle(name, number -> signalled("SIG" + name, number));
        }
        Pool opened = builder.open();
        synchronized (this) {
            pool = opened;
        }
        return opened;
    }

    /**
     * The items are running from now on.
     *
     * @param cancel has a signal start no more of them
     */
    synchronized void running(Runnable cancel) {
        cancelPending = cancel;
        if (exitCode != 0) {
            cancel.run();
        }
    }

    /**
     * Something is to be done before the process is halted because it does not end.
     *
     * @param act takes at most a second, or is abandoned
     */
    synchronized void beforeHalt(Runnable act) {
        last = act;
    }

    /** 128 and the number of the first signal; 0 if there was none. */
    synchronized int exitCode() {
        return exitCode;
    }

    private void signalled(String name, int number) {
        boolean first;
        Runnable toRun;
        synchronized (this) {
            first = exitCode == 0;
            if (first) {
                exitCode = SIGNAL_BASE + number;
            }
            toRun = cancelPending;
        }
        if (first) {
            say.accept(name + ": no more items are started; those that run may end within " + DurationText.of(grace)
                    + " (once more: they are killed)");
            if (toRun != null) {
                toRun.run();
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
        Thread lastAct;
        synchronized (this) {
            toKill = pool;
            lastAct = new Thread(last, "procpool-last-act");
        }
        if (toKill == null) {
            System.exit(exitCode()); // which ends a pool that is being opened
        }
        toKill.terminate();
        try {
            toKill.join(LAST_WAIT);
            Thread.sleep(LAST_WAIT.toMillis());
            lastAct.start();
            lastAct.join(LAST_ACT.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        Runtime.getRuntime().halt(exitCode()); // the main thread may hang in a stream without a reader
    }
}
