package dev.procpool.internal.engine;

import dev.procpool.internal.backend.Call;
import dev.procpool.internal.base.Times;
import dev.procpool.internal.engine.dispatch.Dispatcher;
import dev.procpool.internal.engine.items.CallDeadlines;
import dev.procpool.internal.engine.items.ItemRoom;
import dev.procpool.internal.engine.items.PendingQueue;
import dev.procpool.internal.engine.watch.OverrunWatch;
import dev.procpool.internal.engine.workers.WorkerDeadlines;
import dev.procpool.internal.engine.workers.WorkerRoom;

/** The work that is due at a point in time: deadlines, looks, retries. Guarded by the engine lock. */
final class DueWork {

    private final WorkerDeadlines workers;
    private final OverrunWatch watch;
    private final PendingQueue pending;
    private final Dispatcher dispatcher;
    private final CallDeadlines calls;
    private final Cancellation cancellation;

    DueWork(ItemRoom items, WorkerRoom workers, OverrunWatch watch, Dispatcher dispatcher, Cancellation cancellation) {
        this.workers = workers.deadlines;
        this.watch = watch;
        this.pending = items.pending;
        this.dispatcher = dispatcher;
        this.calls = items.deadlines;
        this.cancellation = cancellation;
    }

    /** When {@link #expire} has something to do. */
    long next() {
        long next = Times.earlier(workers.next(), watch.nextLook());
        next = Times.earlier(next, pending.nextDue());
        next = Times.earlier(next, dispatcher.askAgainNanos());
        return Times.earlier(next, calls.next());
    }

    /** Does the work whose time has come. */
    void expire() {
        long now = System.nanoTime();
        workers.expire(now);
        watch.look(now);
        pending.wakeDelayed(now);
        for (Call call; (call = calls.pollDue(now)) != null; ) {
            cancellation.expire(call);
        }
    }
}
