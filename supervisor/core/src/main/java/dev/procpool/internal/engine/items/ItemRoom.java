package dev.procpool.internal.engine.items;

import dev.procpool.internal.backend.Settlement;
import dev.procpool.internal.engine.Consequences;
import dev.procpool.internal.engine.Observers;
import java.util.concurrent.Executor;
import java.util.random.RandomGenerator;

/** The parts of this room, put together. All of them are guarded by the engine lock. */
public final class ItemRoom {

    public final PendingQueue pending = new PendingQueue();
    public final RunTimeEstimates runTimes = new RunTimeEstimates();
    public final CallDeadlines deadlines = new CallDeadlines();
    public final Settler settler;
    public final Ledger ledger;
    public final Offers offers;
    public final Recall recall;

    /** @param locked makes a change under the engine lock; called without it */
    public ItemRoom(Consequences consequences, Observers observers, RandomGenerator random, Executor locked) {
        Retries retries = new Retries(pending, observers, random, consequences, locked, this::fail);
        settler = new Settler(consequences, observers, retries);
        ledger = new Ledger(pending, settler, runTimes, deadlines, observers);
        offers = new Offers(consequences, ledger, pending);
        recall = new Recall(pending, settler, observers, ledger);
    }

    private void fail(FailedItem item, Settlement.Ran outcome) {
        settler.fail(item, outcome);
    }
}
