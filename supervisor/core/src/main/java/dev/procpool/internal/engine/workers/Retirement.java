package dev.procpool.internal.engine.workers;

import dev.procpool.internal.engine.Worker;
import dev.procpool.internal.engine.items.Recall;
import dev.procpool.protocol.message.ProtocolException;
import java.util.List;

/** Lets workers finish the items that they have started, and asks them to leave then. Guarded by the engine lock. */
final class Retirement {

    private final Roster roster;
    private final Recall recall;
    private final Stopping stopping;

    Retirement(Roster roster, Recall recall, Stopping stopping) {
        this.roster = roster;
        this.recall = recall;
        this.stopping = stopping;
    }

    void retire(Worker worker, String reason) {
        worker.life.transitionTo(WorkerState.RETIRING, reason);
        try {
            recall.holdAndTakeBack(worker);
        } catch (ProtocolException e) {
            stopping.killForProtocol(worker, e);
        }
        leaveIfDone(worker);
    }

    /** A retiring worker leaves once it holds nothing and, if there is a successor, that is ready. */
    void leaveIfDone(Worker worker) {
        if (worker.state() != WorkerState.RETIRING || !worker.held.isEmpty()) {
            return;
        }
        boolean forGood = worker.life.leavesForGood;
        Worker successor = roster.successor(worker);
        if (forGood || successor == null || !successor.state().isStarting()) {
            stopping.askToLeave(worker, forGood ? StopCause.FINISHED : StopCause.RECYCLED, "was asked to leave");
        }
    }

    /** Workers that waited for one that is gone need not wait any more. */
    void letLeave() {
        List.copyOf(roster.workers()).forEach(this::leaveIfDone);
    }
}
