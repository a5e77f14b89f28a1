package dev.procpool.internal.engine.dispatch;

import dev.procpool.internal.engine.items.ItemRoom;
import dev.procpool.internal.engine.items.Offers;
import dev.procpool.internal.engine.items.PendingQueue;
import dev.procpool.internal.engine.workers.Replacements;
import dev.procpool.internal.engine.workers.Sizing;
import dev.procpool.internal.engine.workers.Spares;
import dev.procpool.internal.engine.workers.WorkerRoom;

/**
 * Hands out the items that can be sent, at the end of each change, and starts workers that are missing. Guarded by the
 * engine lock.
 */
public final class HandOut {

    private static final String WORN_OUT = "has had " + WorkerSpaces.MOST + " spaces of classes that were sent to it";

    private final Dispatcher dispatcher;
    private final TurnKeeper turns;
    private final PendingQueue pending;
    private final Offers offers;
    private final Replacements replacements;
    private final Sizing sizing;
    private final Spares spares;

    public HandOut(Dispatcher dispatcher, ItemRoom items, WorkerRoom workers) {
        this.dispatcher = dispatcher;
        this.turns = new TurnKeeper(items, workers);
        this.pending = items.pending;
        this.offers = items.offers;
        this.replacements = workers.replacements;
        this.sizing = workers.sizing;
        this.spares = workers.spares;
    }

    /** @param moreToCome whether items may still be submitted */
    public void assign(boolean moreToCome) {
        replacements.goOnIfSomeoneLeft();
        pending.releaseHeldBack(moreToCome);
        assignAll();
        if (turns.makeRoom()) {
            assignAll();
        }
        replacements.renewExhausted(moreToCome || pending.allItems() > 0);
        dispatcher.wornOut().forEach(worker -> replacements.replace(worker, WORN_OUT));
        if (pending.hasReady()) {
            if (sizing.mayGrow()) {
                sizing.growBy(dispatcher.missingWorkers());
            }
            if (spares.areKept()) {
                dispatcher.assign(); // a spare may have stepped in just now
            }
        }
    }

    private void assignAll() {
        do {
            dispatcher.assign();
        } while (offers.takeNext());
    }
}
