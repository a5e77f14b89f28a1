package dev.procpool.cli;

import java.io.PrintStream;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * Prints the steps of a demo, a line for each, and a dot for each second that a step takes. Guarded by its monitor.
 */
final class StepLines implements AutoCloseable {

    private static final long DOT_MILLIS = 1000;

    private final PrintStream out;
    private final ScheduledExecutorService ticker = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "procpool-demo-dots");
        thread.setDaemon(true);
        return thread;
    });
    private boolean isOpen; // a line is without its end
    private long toldNanos;

    StepLines(PrintStream out) {
        this.out = out;
        ticker.scheduleAtFixedRate(this::dot, DOT_MILLIS, DOT_MILLIS, TimeUnit.MILLISECONDS);
    }

    /** Ends the line of the last step, and begins one. */
    synchronized void begin(String line) {
        end();
        out.print(line);
        out.flush();
        toldNanos = System.nanoTime();
        isOpen = true;
    }

    /** Ends the line of the last step. */
    synchronized void end() {
        if (isOpen) {
            out.println();
            isOpen = false;
        }
    }

    private synchronized void dot() {
        if (isOpen && System.nanoTime() - toldNanos >= TimeUnit.MILLISECONDS.toNanos(DOT_MILLIS)) {
            out.print(" .");
            out.flush();
        }
    }

    @Override
    public void close() {
        ticker.shutdownNow();
        end();
    }
}
