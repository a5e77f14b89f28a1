package dev.procpool.internal.engine;

import dev.procpool.WorkerStartException;
import dev.procpool.internal.backend.Settlement;
import dev.procpool.internal.engine.items.Assignment;
import dev.procpool.internal.engine.items.Chunk;
import dev.procpool.internal.engine.items.ItemRoom;
import dev.procpool.internal.engine.items.Ledger;
import dev.procpool.internal.engine.items.PendingItems;
import dev.procpool.internal.engine.items.Recall;
import dev.procpool.internal.engine.items.Settler;
import dev.procpool.internal.engine.workers.Restarts;
import dev.procpool.internal.engine.workers.Stopping;
import dev.procpool.internal.engine.workers.WorkerRoom;
import dev.procpool.internal.launch.WorkerLauncher;
import dev.procpool.internal.launch.WorkerLink;
import dev.procpool.protocol.channel.NowRunning;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Decides the exit of a worker whose events were read to the end: blames the item that was running, gives the others
 * back, and has the worker replaced. Guarded by the engine lock.
 */
final class ExitDecision {

    private final Ledger ledger;
    private final Settler settler;
    private final Recall recall;
    private final Stopping stopping;
    private final Restarts restarts;
    private final Cancellation cancellation;
    private final Statistics statistics;
    private final Consequences consequences;
    private final WorkerLauncher launcher;
    private final Runnable wakeEngine;

    /** @param wakeEngine makes the engine's own thread look again; called without the lock */
    ExitDecision(
            ItemRoom items,
            WorkerRoom workers,
            Cancellation cancellation,
            Statistics statistics,
            Consequences consequences,
            WorkerLauncher launcher,
            Runnable wakeEngine) {
        this.ledger = items.ledger;
        this.settler = items.settler;
        this.recall = items.recall;
        this.stopping = workers.stopping;
        this.restarts = workers.restarts;
        this.cancellation = cancellation;
        this.statistics = statistics;
        this.consequences = consequences;
        this.launcher = launcher;
        this.wakeEngine = wakeEngine;
    }

    /**
     * @param ended why nothing runs any more, if the pool is ending
     * @return why the pool has to give up, if it has to
     */
    Optional<WorkerStartException> decide(Worker worker, Optional<Settlement.Why> ended) {
        stopping.exited(worker);
        boolean blamed = decideItems(worker, ended);
        WorkerLink link = worker.link();
        consequences.then(() -> launcher.dispose(worker.id, worker.incarnation, link));
        if (ended.isPresent()) {
            consequences.then(wakeEngine);
        }
        Optional<WorkerStartException> broken = restarts.exited(worker, blamed, Deaths.lastWords(worker.life.exit()));
        cancellation.cancelFailedFast();
        return broken;
    }

    /** Decides the items that the worker held; returns whether one of them was running. */
    private boolean decideItems(Worker worker, Optional<Settlement.Why> ended) {
        long running =
                worker.link() == null ? NowRunning.NONE : worker.nowRunning().running();
        List<PendingItems> again = new ArrayList<>();
        boolean blamed = false;
        for (Assignment held : ledger.takeAll(worker)) {
            boolean guilty = held.contains(running) && running >= held.nextOrdinal();
            blamed |= guilty;
            if (held.isDropped()) {
                continue;
            }
            if (guilty) {
                addRange(again, held, held.nextItem(), held.position(running));
                blame(worker, held, running, ended.isPresent());
                addRange(again, held, held.position(running) + 1, held.chunk().to());
            } else {
                addRange(again, held, held.nextItem(), held.chunk().to());
            }
        }
        recall.giveBack(again, ended);
        return blamed;
    }

    private static void addRange(List<PendingItems> again, Assignment held, int from, int to) {
        Chunk chunk = held.chunk();
        if (from < to) {
            again.add(PendingItems.again(chunk, from, to));
        }
    }

    private void blame(Worker worker, Assignment held, long running, boolean ended) {
        long index = held.index(running);
        RuntimeException failure = Deaths.failureOf(worker, held.call(), index, statistics.stats());
        ledger.ranInVain(held.call(), worker.sighting.ranNanos(running));
        settler.blame(worker, held, running, failure, worker.sighting.sinceNanos(running), ended);
    }
}
