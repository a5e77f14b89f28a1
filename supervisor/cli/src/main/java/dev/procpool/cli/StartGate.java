package dev.procpool.cli;

import dev.procpool.lines.LineSource;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Items that are started one by one: an item is given out when a worker is free for it, the delay since the start
 * before has passed, and the machine has room for it. {@link #ended} is thread-safe.
 */
final class StartGate implements ForwardingItems {

    /** How often the machine is looked at, and how soon an item that was started shows in its load and memory. */
    static final Duration LOOK = Duration.ofMillis(100);

    private static final long SAY_AFTER_NANOS = TimeUnit.SECONDS.toNanos(10);

    /** The time, for which tests have another one. */
    interface Clock {

        long nanoTime();

        void sleep(long nanos) throws InterruptedException;
    }

    /** The time of this machine. */
    static final Clock CLOCK = new Clock() {
        @Override
        public long nanoTime() {
            return System.nanoTime();
        }

        @Override
        public void sleep(long nanos) throws InterruptedException {
            TimeUnit.NANOSECONDS.sleep(nanos);
        }
    };

    private final LineSource all;
    private final int workers;
    private final long delayNanos;
    private final List<Admission> admissions;
    private final Consumer<String> say;
    private final Clock clock;
    private int running; // guarded by this

    // ---- confined to the thread that reads

    private boolean hasStarted;
    private long startedNanos;
    private boolean hasSaid;

    /**
     * @param workers the number of items that run at once
     * @param delay the least time between two starts; may be zero
     * @param say prints one line, where no item can be started for long
     */
    StartGate(
            LineSource all,
            int workers,
            Duration delay,
            List<Admission> admissions,
            Consumer<String> say,
            Clock clock) {
        this.all = all;
        this.workers = workers;
        this.delayNanos = Math.max(delay.toNanos(), admissions.isEmpty() ? 0 : LOOK.toNanos());
        this.admissions = admissions;
        this.say = say;
        this.clock = clock;
    }

    @Override
    public LineSource all() {
        return all;
    }

    @Override
    public boolean next() throws IOException {
        if (!all.next()) {
            return false;
        }
        try {
            awaitWorker();
            awaitDelay();
            awaitAdmission();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while waiting to start an item");
        }
        hasStarted = true;
        startedNanos = clock.nanoTime();
        return true;
    }

    private synchronized void awaitWorker() throws InterruptedException {
        while (running >= workers) {
            wait();
        }
        running++;
    }

    private void awaitDelay() throws InterruptedException {
        long rest;
        while (hasStarted && (rest = startedNanos + delayNanos - clock.nanoTime()) > 0) {
            clock.sleep(rest);
        }
    }

    private void awaitAdmission() throws InterruptedException {
        long since = clock.nanoTime();
        for (Admission admission : admissions) {
            while (!admission.allows()) {
                if (!hasSaid && clock.nanoTime() - since >= SAY_AFTER_NANOS) {
                    hasSaid = true;
                    say.accept("no item is started for now: " + admission.reason());
                }
                clock.sleep(LOOK.toNanos());
            }
        }
    }

    /** An item has its outcome, so that its worker is free. */
    synchronized void ended() {
        running--;
        notifyAll();
    }

    /** Whether the next item may be started is not known before. */
    @Override
    public boolean hasReady() {
        return false;
    }
}
