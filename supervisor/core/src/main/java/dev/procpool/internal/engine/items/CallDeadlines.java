package dev.procpool.internal.engine.items;

import dev.procpool.internal.backend.Call;
import dev.procpool.internal.base.Times;
import java.util.PriorityQueue;
import java.util.Queue;

/** The deadlines of calls that have items. Guarded by the engine lock. */
public final class CallDeadlines {

    private final Queue<Call> calls = new PriorityQueue<>((a, b) -> Long.signum(a.deadlineNanos() - b.deadlineNanos()));

    /** Keeps the deadline of a call, if it has one. */
    void keep(Call call) {
        if (call.deadlineNanos() != Times.NEVER && call.keepDeadline()) {
            calls.add(call);
        }
    }

    void forget(Call call) {
        if (call.deadlineNanos() != Times.NEVER) {
            calls.remove(call);
        }
    }

    /** The earliest deadline; {@link Times#NEVER} if there is none. */
    public long next() {
        return calls.isEmpty() ? Times.NEVER : calls.peek().deadlineNanos();
    }

    /** Takes the next call whose deadline is over; null if there is none. */
    public Call pollDue(long nowNanos) {
        return Times.isDue(next(), nowNanos) ? calls.remove() : null;
    }
}
