package dev.procpool.cli;

import dev.procpool.PoolStats;
import java.util.OptionalDouble;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * Draws how far a run is, four times a second, in a daemon thread of its own. A run that is over within half a second,
 * or before its first item is with a worker, has no bar: so a bar delays the start of no run. Thread-safe.
 */
final class ProgressBar implements AutoCloseable {

    private static final long FIRST_MILLIS = 500;
    private static final long PERIOD_MILLIS = 250;

    /** The state of a run. */
    interface Source {

        /** The state at this moment, with a rate that the bar has found. */
        ProgressState state(PoolStats stats, OptionalDouble perSecond);
    }

    private final BottomLine line;
    private final Supplier<BarText> texts;
    private final Supplier<PoolStats> stats;
    private final Source source;
    private final CountDownLatch closed = new CountDownLatch(1);
    private BarText text; // confined to the thread, as is the rate
    private MovingRate rate;

    private ProgressBar(BottomLine line, Supplier<BarText> texts, Supplier<PoolStats> stats, Source source) {
        this.line = line;
        this.texts = texts;
        this.stats = stats;
        this.source = source;
    }

    /**
     * Starts to draw.
     *
     * @param texts asked once, when the first line is drawn
     */
    static ProgressBar start(BottomLine line, Supplier<BarText> texts, Supplier<PoolStats> stats, Source source) {
        ProgressBar bar = new ProgressBar(line, texts, stats, source);
        Thread thread = new Thread(bar::run, "procpool-bar");
        thread.setDaemon(true);
        thread.start();
        return bar;
    }

    private void run() {
        try {
            boolean ends = closed.await(FIRST_MILLIS, TimeUnit.MILLISECONDS);
            while (!ends) {
                draw();
                ends = closed.await(PERIOD_MILLIS, TimeUnit.MILLISECONDS);
            }
        } catch (InterruptedException e) {
            // The thread is known to this class alone, which does not interrupt it.
        }
    }

    private void draw() {
        PoolStats now = stats.get();
        if (rate == null && now.running() + now.settled() == 0) {
            return;
        }
        long nanos = System.nanoTime();
        double done = source.state(now, OptionalDouble.empty()).doneAndShares();
        if (rate == null) {
            rate = new MovingRate(nanos, done);
            text = texts.get();
        }
        BarText.Line drawn = text.of(source.state(now, rate.at(nanos, done)));
        synchronized (this) {
            if (closed.getCount() > 0) {
                line.show(drawn.text(), drawn.width());
            }
        }
    }

    /** Erases the bar. */
    @Override
    public synchronized void close() {
        closed.countDown();
        line.clear();
    }
}
