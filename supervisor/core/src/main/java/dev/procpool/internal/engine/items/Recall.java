package dev.procpool.internal.engine.items;

import dev.procpool.internal.backend.Settlement;
import dev.procpool.internal.engine.Observers;
import dev.procpool.internal.engine.Worker;
import dev.procpool.protocol.channel.NowRunning;
import dev.procpool.protocol.message.ProtocolException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Takes back the items that a worker was sent and has not started, so that other workers can get them. Guarded by the
 * engine lock.
 *
 * <p>A worker is held meanwhile, by its mapped word: it starts nothing between {@link NowRunning#hold} and
 * {@link NowRunning#release}. A worker that holds nothing afterwards is not looked after here: the caller does that.
 */
public final class Recall {

    private final PendingQueue pending;
    private final Settler settler;
    private final Observers observers;
    private final Ledger ledger;

    Recall(PendingQueue pending, Settler settler, Observers observers, Ledger ledger) {
        this.pending = pending;
        this.settler = settler;
        this.observers = observers;
        this.ledger = ledger;
    }

    /**
     * Takes back the items that the worker has not started; it goes on with the others.
     *
     * @throws ProtocolException if the word cannot be held, or what it says is impossible; the caller kills the worker
     *     then, so the word is not released
     */
    public void holdAndTakeBack(Worker worker) {
        worker.nowRunning().hold();
        takeBack(worker);
        worker.nowRunning().release();
    }

    /**
     * Takes back the items that the worker has not started. Called while its word is held.
     *
     * @throws ProtocolException if the word says what is impossible
     */
    public void takeBack(Worker worker) {
        Assignment head = worker.held.first();
        if (head == null) {
            return;
        }
        long last = worker.nowRunning().lastStarted();
        long next = Math.max(last + 1, head.nextOrdinal());
        if (next >= worker.held.nextOrdinal()) {
            return;
        }
        worker.held.publishRecall(worker.nowRunning(), last);
        List<PendingItems> again = new ArrayList<>();
        worker.held.takeBackFrom(next, (held, taken) -> {
            ledger.returned(held, taken.count());
            if (!held.isDropped()) {
                again.add(taken);
            }
            if (held.isDone()) {
                observers.ended(held);
            }
        });
        giveBack(again, Optional.empty());
    }

    /**
     * Makes items that no worker has any more pending again, or gives them up where their call does not want them any
     * more.
     *
     * @param ended why nothing runs any more, if the pool is ending
     */
    public void giveBack(List<PendingItems> again, Optional<Settlement.Why> ended) {
        List<PendingItems> wanted = new ArrayList<>();
        for (PendingItems items : again) {
            if (ended.isPresent()) {
                settler.giveUp(items, ended.get());
            } else if (items.call().isCancelled()) {
                settler.giveUp(items, Settler.cancelled(items.call()));
            } else if (items.call().hasExpired()) {
                settler.expire(items);
            } else {
                wanted.add(items);
            }
        }
        pending.addFirst(wanted);
    }
}
