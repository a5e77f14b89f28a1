package dev.procpool.internal.engine.watch;

import dev.procpool.internal.backend.Call;
import dev.procpool.internal.base.Times;
import dev.procpool.internal.engine.Worker;
import dev.procpool.internal.engine.dispatch.Dispatcher;
import dev.procpool.internal.engine.items.Assignment;
import java.util.concurrent.TimeUnit;

/** Decides when the watch looks at a worker that was sent items. Guarded by the engine lock. */
public final class LookTimes implements Dispatcher.Arming {

    private static final long SELDOM_NANOS = TimeUnit.SECONDS.toNanos(1);
    private static final long OFTEN_NANOS = TimeUnit.MILLISECONDS.toNanos(10);
    private static final long SHORTEST_NANOS = TimeUnit.MILLISECONDS.toNanos(1);
    private static final long LONGEST_TIMED_NANOS = TimeUnit.MILLISECONDS.toNanos(100);
    private static final int LOOKS_PER_TIMEOUT = 16;

    /** How often a listener hears of the progress of an item. */
    private static final long PROGRESS_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

    private final long longestNanos;

    /** @param isHeard whether a listener wants to hear of the progress of items */
    public LookTimes(boolean isHeard) {
        longestNanos = isHeard ? PROGRESS_NANOS : SELDOM_NANOS;
    }

    @Override
    public void begun(Worker worker) {
        worker.sighting.seenSinceNanos = 0; // how long the worker stood still before does not count
    }

    /** Sets the next look at a worker that was sent items. */
    @Override
    public void sent(Worker worker, long nowNanos) {
        worker.sighting.lookNanos = Times.earlier(worker.sighting.lookNanos, nowNanos + period(worker));
    }

    private long period(Worker worker) {
        long period = worker.held.size() > 1 || worker.held.first().unsettled() > 1 ? OFTEN_NANOS : longestNanos;
        Call last = null;
        for (Assignment held : worker.held) {
            Call call = held.call();
            long firstLimitNanos = call.limits().shortestNanos();
            if (call != last && firstLimitNanos != Call.NO_LIMIT) {
                long fine = Math.max(SHORTEST_NANOS, firstLimitNanos / LOOKS_PER_TIMEOUT);
                period = Math.min(period, Math.min(LONGEST_TIMED_NANOS, fine));
            }
            last = call;
        }
        return period;
    }
}
