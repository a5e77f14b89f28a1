package dev.procpool.internal.engine;

import dev.procpool.internal.backend.Settlement;
import dev.procpool.protocol.channel.NowRunning;
import dev.procpool.protocol.message.ProtocolException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.LongConsumer;

/**
 * Takes back the items that a worker was sent and has not started, so that other workers can get them. Guarded by the
 * engine lock.
 *
 * <p>A worker is held meanwhile, by its mapped word: it starts nothing between {@link NowRunning#hold} and
 * {@link NowRunning#release}. A worker that holds nothing afterwards is not looked after here: the caller does that.
 */
final class Recall {

    private final PendingQueue pending;
    private final Settler settler;
    private final Observers observers;
    private final LongConsumer returned;

    /** @param returned is told how many items are not with a worker any more */
    Recall(PendingQueue pending, Settler settler, Observers observers, LongConsumer returned) {
        this.pending = pending;
        this.settler = settler;
        this.observers = observers;
        this.returned = returned;
    }

    /**
     * Takes back the items that the worker has not started; it goes on with the others.
     *
     * @throws ProtocolException if the worker's word cannot be
     */
    void holdAndTakeBack(Worker worker) {
        worker.nowRunning().hold();
        takeBack(worker);
        worker.nowRunning().release();
    }

    /**
     * Takes back the items that the worker, which is held, has not started.
     *
     * @throws ProtocolException if the worker's word cannot be
     */
    void takeBack(Worker worker) {
        Assignment head = worker.held.first();
        if (head == null) {
            return;
        }
        long last = worker.nowRunning().lastStarted();
        long next = Math.max(last + 1, head.nextOrdinal());
        if (next >= worker.nextOrdinal) {
            return;
        }
        publish(worker, last);
        List<PendingItems> again = new ArrayList<>();
        worker.held.takeBackFrom(next, (held, taken) -> {
            returned.accept(taken.count());
            if (worker.quota >= 0) {
                worker.quota += taken.count();
            }
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
     * Tells the worker which ordinals are not its own any more. There is one range only: it has to cover what was taken
     * back before and has not been passed; also the item whose start the worker has just noted, if the worker may not have
     * looked yet whether that item was taken back.
     */
    private static void publish(Worker worker, long lastStarted) {
        boolean mayStillLook = lastStarted >= worker.recalledFrom && lastStarted < worker.recalledTo;
        worker.recalledFrom = mayStillLook ? lastStarted : lastStarted + 1;
        worker.recalledTo = worker.nextOrdinal;
        worker.nowRunning().recall(worker.recalledFrom, worker.recalledTo);
    }

    /**
     * Makes items that no worker has any more pending again, or gives them up where nobody wants them.
     *
     * @param ended why nothing runs any more, if the pool is ending
     */
    void giveBack(List<PendingItems> again, Optional<Settlement.Why> ended) {
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
