package dev.procpool.internal.engine;

import dev.procpool.PoolStats;
import dev.procpool.WorkerInfo;
import dev.procpool.internal.engine.items.ItemRoom;
import dev.procpool.internal.engine.items.Ledger;
import dev.procpool.internal.engine.items.PendingQueue;
import dev.procpool.internal.engine.items.Settler;
import dev.procpool.internal.engine.workers.Roster;
import java.util.List;

/** Counts workers and items. Guarded by the engine lock. */
final class Statistics {

    private final Roster roster;
    private final PendingQueue pending;
    private final Ledger ledger;
    private final Settler settler;

    Statistics(ItemRoom items, Roster roster) {
        this.roster = roster;
        this.pending = items.pending;
        this.ledger = items.ledger;
        this.settler = items.settler;
    }

    PoolStats stats() {
        int there = 0;
        int busy = 0;
        for (Worker worker : roster.workers()) {
            there += roster.counts(worker) ? 1 : 0;
            busy += worker.isWorking() && !worker.held.isEmpty() ? 1 : 0;
        }
        return new PoolStats(
                there,
                busy,
                pending.allItems() + settler.asked(),
                ledger.sentItems(),
                settler.settledItems(),
                roster.deaths());
    }

    List<WorkerInfo> infos() {
        long now = System.nanoTime();
        return roster.workers().stream().map(w -> w.info(now)).toList();
    }
}
