package dev.procpool.cli;

import dev.procpool.Pool;
import dev.procpool.PoolListener;
import dev.procpool.PoolStats;
import dev.procpool.lines.LineResults;
import dev.procpool.lines.LineSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.function.Supplier;

/**
 * Watches over a run: draws its progress bar, collects its insights, and fills its trace, where these are wanted. Used
 * once; confined to the thread of the run, but for the bar.
 */
final class RunWatch implements AutoCloseable {

    private final BottomLine line;
    private final Insights insights;
    private final Supplier<BarText> text;
    private final ItemShares shares = new ItemShares();
    private volatile InputCount input;
    private ProgressBar bar;
    private RunTrace trace;
    private volatile long failed;

    /**
     * @param line for the bar; null for none
     * @param insights null for none
     * @param text makes the text of the bar
     */
    RunWatch(BottomLine line, Insights insights, Supplier<BarText> text) {
        this.line = line;
        this.insights = insights;
        this.text = text;
    }

    /** Fills a trace, too; called before the pool of the run is open. */
    void fill(RunTrace wanted) {
        trace = wanted;
    }

    /** Receives the events of the pool; empty if none are needed. */
    Optional<PoolListener> listener() {
        List<PoolListener> all = new ArrayList<>();
        if (insights != null) {
            all.add(insights.events());
        }
        if (insights != null || line != null) {
            all.add(shares);
        }
        if (trace != null) {
            all.add(trace);
        }
        return all.isEmpty() ? Optional.empty() : Optional.of(all.size() == 1 ? all.get(0) : new Listeners(all));
    }

    /** The items of the run, which are counted. */
    LineSource count(LineSource items) {
        if (line == null) {
            return items;
        }
        InputCount counted = new InputCount(items);
        input = counted;
        return counted;
    }

    /** Begins when the pool of the run is open. */
    RunWatch over(Pool pool) {
        if (insights != null) {
            insights.begin(pool);
        }
        if (trace != null) {
            trace.over(pool);
        }
        if (line != null) {
            bar = ProgressBar.start(line, text, pool::stats, this::state);
        }
        return this;
    }

    /** An item has failed. */
    void failed() {
        failed++; // written by this thread only
    }

    /** The outcome of an item is printed. */
    void outcome(long number, LineResults item) {
        if (insights != null) {
            insights.outcome(number, item);
        }
        if (trace != null) {
            trace.outcome(number, item);
        }
    }

    private ProgressState state(PoolStats stats, OptionalDouble perSecond) {
        InputCount counted = input;
        OptionalLong known = counted == null ? OptionalLong.empty() : counted.total();
        boolean hasGrown = known.isPresent() && stats.settled() > known.getAsLong(); // a file that was written to
        OptionalLong total = hasGrown ? OptionalLong.empty() : known;
        return new ProgressState(stats.settled(), shares.sum(), total, failed, perSecond);
    }

    /** Erases the bar, and tells the insights. */
    @Override
    public void close() {
        if (bar != null) {
            bar.close();
        }
        if (insights != null) {
            insights.tell();
        }
    }
}
