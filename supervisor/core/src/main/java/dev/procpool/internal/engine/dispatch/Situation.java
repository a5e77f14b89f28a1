package dev.procpool.internal.engine.dispatch;

import dev.procpool.internal.engine.Worker;
import dev.procpool.internal.engine.items.PendingItems;
import dev.procpool.internal.engine.items.RunTimeEstimate;

/** The facts that the rules of {@link WorkerChoice} are asked with; made once and filled anew for each choice. */
final class Situation {

    long nowNanos;

    /** The items that are to be sent next. */
    PendingItems head;

    /** The run time of an item of their function. */
    RunTimeEstimate runTime;

    /** The best idle worker; null if none is idle. */
    Worker idle;

    /** The worker that a rule has chosen. */
    private Worker chosen;

    void set(long now, PendingItems items, RunTimeEstimate estimate, Worker bestIdle) {
        nowNanos = now;
        head = items;
        runTime = estimate;
        idle = bestIdle;
        chosen = null;
    }

    /** Lets go of the items: they must not keep their call, and its pool, from being collected. */
    void forgetItems() {
        head = null;
    }

    /**
     * The answer of a rule that sends to a worker, if it has found one, and leaves the choice to the next rule
     * otherwise.
     */
    Answer sendTo(Worker worker) {
        chosen = worker;
        return worker == null ? Answer.ASK_NEXT : Answer.SEND;
    }

    /** The worker that was chosen; null if there is none. */
    Worker chosen() {
        return chosen;
    }

    /** A rule's answer. */
    enum Answer {
        /** The items are sent to the worker that the rule has chosen. */
        SEND,
        /** The items wait although workers may be idle; the rules are asked again in a moment. */
        WAIT,
        /** The rule does not apply: the next one is asked. */
        ASK_NEXT
    }
}
