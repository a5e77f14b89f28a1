package dev.procpool.internal.engine;

import dev.procpool.internal.backend.Backend.Running;
import dev.procpool.internal.backend.Call;
import dev.procpool.internal.backend.Settlement;
import dev.procpool.internal.engine.items.ItemRoom;
import dev.procpool.internal.engine.items.Ledger;
import dev.procpool.internal.engine.items.Offers;
import dev.procpool.internal.engine.items.PendingQueue;
import dev.procpool.internal.engine.items.Recall;
import dev.procpool.internal.engine.items.Settler;
import dev.procpool.internal.engine.workers.Duty;
import dev.procpool.internal.engine.workers.Roster;
import dev.procpool.internal.engine.workers.StopCause;
import dev.procpool.internal.engine.workers.Stopping;
import dev.procpool.internal.engine.workers.WorkerRoom;
import dev.procpool.protocol.channel.NowRunning;
import dev.procpool.protocol.message.ProtocolException;
import java.util.List;

/** Gives up the items of a call, or of all calls. Guarded by the engine lock. */
final class Cancellation {

    private final PendingQueue pending;
    private final Offers offers;
    private final Ledger ledger;
    private final Settler settler;
    private final Recall recall;
    private final Roster roster;
    private final Duty duty;
    private final Stopping stopping;

    Cancellation(ItemRoom items, WorkerRoom workers) {
        this.pending = items.pending;
        this.offers = items.offers;
        this.ledger = items.ledger;
        this.settler = items.settler;
        this.recall = items.recall;
        this.roster = workers.roster;
        this.duty = workers.duty;
        this.stopping = workers.stopping;
    }

    /** Gives up the unsettled items of a call; with IS_AWAITED, running items are left to finish. */
    void cancel(Call call, Running running, Settlement.Why why) {
        offers.wakeAll(); // one of the sources may be that of the call
        settler.giveUpAsked(call, why);
        pending.removeAll(call, items -> settler.giveUp(items, why));
        for (Worker worker : List.copyOf(roster.workers())) {
            if (worker.held.hasAnyOf(call)) {
                cancel(worker, call, running, why);
            }
        }
        pending.removeAll(call, items -> settler.giveUp(items, why));
    }

    private void cancel(Worker worker, Call call, Running running, Settlement.Why why) {
        if (!worker.isWorking()) {
            if (running != Running.IS_AWAITED) {
                ledger.drop(worker, call, why);
            }
            return;
        }
        try {
            cancelAtWork(worker, call, running, why);
        } catch (ProtocolException e) {
            stopping.killForProtocol(worker, e);
        }
    }

    private void cancelAtWork(Worker worker, Call call, Running running, Settlement.Why why) {
        NowRunning word = worker.nowRunning();
        word.hold();
        recall.takeBack(worker);
        boolean runs = worker.held.isOf(word.running(), call);
        if (running != Running.IS_AWAITED) {
            ledger.drop(worker, call, why);
        }
        if (runs && running == Running.IS_STOPPED) {
            String reason = "was running " + call.names.any() + ", which was cancelled,";
            stopping.kill(worker, StopCause.CANCELLED, reason);
        } else {
            word.release();
            duty.endIfDone(worker);
        }
    }

    /** Cancels the calls that were to end with their first failure, and have failed. */
    void cancelFailedFast() {
        for (Call call; (call = settler.pollFailedFast()) != null; ) {
            cancel(call, Running.IS_STOPPED, Settler.cancelled(call));
        }
    }

    /**
     * The call's deadline is over: items that have not started never will; an item that waits for a retry ends as its
     * last attempt did.
     */
    void expire(Call call) {
        settler.failAsked(call);
        pending.removeAll(call, settler::expire);
        cancel(call, Running.IS_AWAITED, Settlement.Why.expired(call));
    }

    /** Gives up all items, and kills all workers. */
    void stopAll(Settlement.Why why) {
        offers.clear(); // items that were not taken stay with their sources
        settler.giveUpAsked(null, why);
        pending.removeAll(null, items -> settler.giveUp(items, why));
        for (Worker worker : roster.workers()) {
            ledger.drop(worker, null, why);
        }
        stopping.killAll();
    }
}
