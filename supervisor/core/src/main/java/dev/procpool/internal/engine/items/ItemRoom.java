package dev.procpool.internal.engine.items;

import dev.procpool.internal.engine.Consequences;
import dev.procpool.internal.engine.Observers;
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

    public ItemRoom(Consequences consequences, Observers observers, RandomGenerator random) {
        settler = new Settler(consequences, observers, new Retries(pending, observers, random));
        ledger = new Ledger(pending, settler, runTimes, deadlines, observers);
        offers = new Offers(consequences, ledger, pending);
        recall = new Recall(pending, settler, observers, ledger);
    }
}
