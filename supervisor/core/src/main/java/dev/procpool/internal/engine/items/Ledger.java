package dev.procpool.internal.engine.items;

import dev.procpool.internal.backend.Batch;
import dev.procpool.internal.backend.Call;
import dev.procpool.internal.backend.Settlement;
import dev.procpool.internal.engine.Observers;
import dev.procpool.internal.engine.Worker;
import dev.procpool.protocol.message.Event.ItemsDone;
import dev.procpool.protocol.message.PayloadReader;
import dev.procpool.protocol.message.ProtocolException;
import java.util.ArrayList;
import java.util.List;

/**
 * The books of items: which are added, which are with which worker, and which are settled. Guarded by the engine lock:
 * bookkeeping only.
 */
public final class Ledger {

    private final PendingQueue pending;
    private final Settler settler;
    private final RunTimeEstimates runTimes;
    private final CallDeadlines deadlines;
    private final Observers observers;
    private long sentItems;

    /**
     * @param pending gets the items that are added
     * @param settler is told of items that have ended
     */
    Ledger(
            PendingQueue pending,
            Settler settler,
            RunTimeEstimates runTimes,
            CallDeadlines deadlines,
            Observers observers) {
        this.pending = pending;
        this.settler = settler;
        this.runTimes = runTimes;
        this.deadlines = deadlines;
        this.observers = observers;
    }

    /** Makes the items of a batch pending, unless their call has ended in another way. */
    public void add(Batch batch) {
        if (isWanted(batch)) {
            pending.add(PendingItems.of(batch, System.nanoTime()));
        }
    }

    /** As {@link #add}, for items that have arrived before all others of their client. */
    void addArrived(Batch batch, long arrival) {
        if (isWanted(batch)) {
            pending.addArrived(PendingItems.of(batch, System.nanoTime()), arrival);
        }
    }

    private boolean isWanted(Batch batch) {
        Call call = batch.call();
        if (call.isCancelled()) {
            settler.giveUp(batch, 0, batch.count(), Settler.cancelled(call));
            return false;
        }
        if (call.hasExpired()) {
            settler.giveUp(batch, 0, batch.count(), Settlement.Why.expired(call));
            return false;
        }
        deadlines.keep(call);
        return true;
    }

    /**
     * Notes that a worker is being sent a chunk.
     *
     * @param frame the number of the frame in which it is sent
     */
    public void give(Worker worker, Chunk chunk, long nowNanos, long frame, RunTimeEstimate runTime) {
        Assignment assignment = new Assignment(chunk, worker.held.nextOrdinal(), nowNanos, frame, runTime);
        worker.held.add(assignment);
        sentItems += chunk.count();
        observers.started(worker, assignment);
    }

    /**
     * Takes in results of a worker.
     *
     * @throws ProtocolException if they are not the results that are due
     */
    public void settle(Worker worker, ItemsDone done) {
        Holdings held = worker.held;
        PayloadReader results = done.results().reader();
        int left = done.count();
        long ordinal = done.firstOrdinal();
        if (held.isEmpty() || ordinal + left > held.last().endOrdinal()) {
            throw new ProtocolException(
                    "results of " + left + " items from " + ordinal + ", but it was not sent all of them");
        }
        while (left > 0) {
            Assignment current = held.first();
            if (current == null || ordinal != current.nextOrdinal()) {
                throw new ProtocolException("results of item " + ordinal + " where "
                        + (current == null ? "none" : current.nextOrdinal()) + " was expected");
            }
            int count = Math.min(left, current.unsettled());
            settle(worker, current, count, done, done.count() - left, results);
            left -= count;
            ordinal += count;
        }
    }

    private void settle(
            Worker worker, Assignment current, int count, ItemsDone done, int position, PayloadReader results) {
        settler.settleResults(worker, current, done, position, count, results);
        boolean isTimed = done.runNanos() > 0; // not if they were sent before their function was measured
        long ranNanosEach = Math.max(1, done.runNanos() / done.count());
        pending.ran(current, count, isTimed ? ranNanosEach : current.chunk().chargedNanos());
        if (isTimed && !current.isDropped()) { // dropped items may have been interrupted
            long queuedNanosEach = done.queuedNanos() / done.count();
            current.runTime().record(count, ranNanosEach * count, queuedNanosEach * count);
        }
        if (worker.held.settle(count)) {
            observers.ended(current);
        }
        sentItems -= count;
    }

    /** Notes that an item that a worker is running was interrupted for its soft timeout. */
    public void interrupted(Worker worker, long ordinal) {
        worker.held.interrupt(ordinal);
    }

    /**
     * Settles items that a worker holds as given up, and ignores the worker's results for them.
     *
     * @param call null for all calls
     */
    public void drop(Worker worker, Call call, Settlement.Why why) {
        worker.held.drop(call, held -> settler.giveUp(held.chunk().batch(), held.nextItem(), held.unsettled(), why));
    }

    /** Takes all items from a worker that has exited. */
    public List<Assignment> takeAll(Worker worker) {
        List<Assignment> all = new ArrayList<>();
        for (Assignment held : worker.held) {
            returned(held, held.unsettled());
            observers.ended(held);
            all.add(held);
        }
        worker.held.clear();
        return all;
    }

    /** Notes that items of an assignment are not with its worker any more. */
    void returned(Assignment held, int count) {
        sentItems -= count;
        pending.returned(held, count);
    }

    /** Notes that a worker ended after it had run an item of a call for some time. */
    public void ranInVain(Call call, long nanos) {
        pending.charge(call, nanos);
    }

    /** Forgets a call of which all items are settled. */
    public void finished(Call call) {
        deadlines.forget(call);
        if (!call.function().shared()) {
            runTimes.forget(call.function().id());
        }
    }

    /** Whether there are items that are not settled. */
    public boolean hasItems() {
        return sentItems > 0 || pending.allItems() > 0 || settler.asked() > 0;
    }

    /** The number of items that workers hold. */
    public long sentItems() {
        return sentItems;
    }
}
