package dev.procpool.internal.engine.items;

import dev.procpool.internal.engine.Worker;

/** Changes when items were sent, for tests. */
public final class Sent {

    private Sent() {}

    /** The items that the worker holds, all sent together, count as sent {@code nanos} later than they were. */
    public static void later(Worker worker, long nanos) {
        Assignment sent = worker.held.first();
        Assignment later = new Assignment(
                sent.chunk(), sent.firstOrdinal(), sent.sentNanos() + nanos, sent.frame(), sent.runTime());
        worker.held.clear();
        worker.held.hold(later);
    }
}
