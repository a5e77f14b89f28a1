package dev.procpool.internal.engine.items;

import dev.procpool.RetryOn;
import dev.procpool.TaskTimeoutException;
import dev.procpool.internal.backend.Batch;
import dev.procpool.internal.backend.Call;
import dev.procpool.internal.backend.Settlement;
import dev.procpool.internal.engine.Consequences;
import dev.procpool.internal.engine.Observers;
import dev.procpool.internal.engine.Worker;
import dev.procpool.protocol.message.Event.ItemsDone;
import dev.procpool.protocol.message.ItemLayout;
import dev.procpool.protocol.message.ItemResult;
import dev.procpool.protocol.message.PayloadReader;
import dev.procpool.protocol.message.Slice;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CancellationException;

/**
 * Settles items: gives their calls the outcomes, or has the items run again. Guarded by the engine lock.
 *
 * <p>An item that has ended gets exactly one outcome: a result of its worker, the death of its worker, or that it is
 * given up.
 */
public final class Settler {

    private final Consequences consequences;
    private final Observers observers;
    private final Retries retries;
    private final Queue<Call> failedFast = new ArrayDeque<>();
    private long settledItems;

    Settler(Consequences consequences, Observers observers, Retries retries) {
        this.consequences = consequences;
        this.observers = observers;
        this.retries = retries;
    }

    /** The number of items that have got their outcome. */
    public long settledItems() {
        return settledItems;
    }

    /**
     * A call that was to end with its first failure, and has failed: its other items are to be cancelled; null if there
     * is none.
     */
    public Call pollFailedFast() {
        return failedFast.poll();
    }

    // ---- results

    /**
     * Settles the next {@code count} items of an assignment; consumes their results also if it was dropped.
     *
     * @param position the position of the first of them among the items that are done
     */
    void settleResults(
            Worker worker, Assignment current, ItemsDone done, int position, int count, PayloadReader results) {
        long startedNanos = done.startedNanos(position);
        boolean inspects = done.layout() == ItemLayout.SIZED
                && (current.call().inspectsResults() || worker.held.interruptedOrdinal() != 0);
        if (inspects && !current.isDropped()) {
            settleInspected(worker, current, count, startedNanos, results);
            return;
        }
        int start = results.position();
        done.skip(results, count);
        if (!current.isDropped()) {
            Slice run = slice(results, start);
            settle(current.call(), asSent(worker, current, done, count, run, startedNanos));
        }
    }

    private void settleRun(
            Worker worker, Assignment current, int fromItem, int count, long startedNanos, Slice results) {
        if (count > 0) {
            settle(current.call(), sized(worker, current, fromItem, count, results, startedNanos, Duration.ZERO));
        }
    }

    private static Settlement.Encoded sized(
            Worker worker,
            Assignment current,
            int fromItem,
            int count,
            Slice results,
            long startedNanos,
            Duration softTimeout) {
        return new Settlement.Encoded(
                current.chunk().batch().firstIndex() + fromItem,
                count,
                ItemLayout.SIZED,
                null,
                results,
                startedNanos,
                0,
                worker.id,
                worker.pid(),
                current.chunk().attempt(),
                current.queuedNanos(),
                softTimeout);
    }

    private static Settlement.Encoded asSent(
            Worker worker, Assignment current, ItemsDone done, int count, Slice results, long startedNanos) {
        return new Settlement.Encoded(
                current.chunk().batch().firstIndex() + current.nextItem(),
                count,
                done.layout(),
                done.form(),
                results,
                startedNanos,
                done.nanosEach(),
                worker.id,
                worker.pid(),
                current.chunk().attempt(),
                current.queuedNanos(),
                Duration.ZERO);
    }

    /** Gives a call the outcomes of items, and tells its waiters and the observers. */
    private void settle(Call call, Settlement settlement) {
        call.settle(settlement);
        consequences.settled(call);
        settledItems += settlement.count();
        observers.settled(call, settlement);
    }

    /** Settles results, where a failed item may be run again, was interrupted, or ends its call. */
    private void settleInspected(
            Worker worker, Assignment current, int count, long startedNanos, PayloadReader results) {
        int first = current.nextItem();
        int runItem = first;
        int runStart = results.position();
        long runStarted = startedNanos;
        long started = startedNanos;
        for (int item = first; item < first + count; item++) {
            int start = results.position();
            ItemResult result = ItemResult.read(results);
            long next = started == 0 ? 0 : started + result.runNanos();
            if (result.status() != ItemResult.Status.VALUE) {
                Slice only = slice(results, start);
                long ordinal = current.nextOrdinal() + (item - first);
                if (isApart(worker, current, ordinal)) {
                    Slice before = new Slice(results.array(), runStart, start - runStart);
                    settleRun(worker, current, runItem, item - runItem, runStarted, before);
                    settleApart(worker, current, item, ordinal, started, only);
                    runItem = item + 1;
                    runStart = results.position();
                    runStarted = next;
                } else {
                    failFast(current.call());
                }
            }
            started = next;
        }
        settleRun(worker, current, runItem, first + count - runItem, runStarted, slice(results, runStart));
    }

    private static Slice slice(PayloadReader results, int start) {
        return new Slice(results.array(), start, results.position() - start);
    }

    /** Whether an item that has failed is not settled together with others. */
    private boolean isApart(Worker worker, Assignment current, long ordinal) {
        boolean interrupted = ordinal == worker.held.interruptedOrdinal();
        return interrupted || retries.mayRetry(current.chunk(), RetryOn.ERROR);
    }

    private void settleApart(
            Worker worker, Assignment current, int item, long ordinal, long startedNanos, Slice result) {
        boolean interrupted = ordinal == worker.held.interruptedOrdinal();
        RetryOn kind = interrupted ? RetryOn.TIMEOUT : RetryOn.ERROR;
        Duration softTimeout =
                interrupted ? Duration.ofNanos(current.call().limits().softNanos()) : Duration.ZERO;
        Settlement.Encoded asRun = sized(worker, current, item, 1, result, startedNanos, softTimeout);
        Chunk chunk = current.chunk();
        FailedItem failed = new FailedItem(worker, current, chunk, ordinal, kind, asRun, chunk.earlier());
        endOrRetry(failed, retries.mayRetry(chunk, kind));
    }

    private void endOrRetry(FailedItem item, boolean mayRetry) {
        if (mayRetry) {
            retries.retry(item);
        } else {
            fail(item, item.outcome());
        }
    }

    /** Settles an item that is not run again. */
    void fail(FailedItem item, Settlement.Ran outcome) {
        settle(item.call(), outcome);
        failFast(item.call());
    }

    // ---- deaths

    /**
     * The worker ended while it was running an item: the item fails, or is run again.
     *
     * @param failure the outcome of the item if it is not run again
     * @param seenNanos when the worker was first seen running the item; 0 if it was not
     * @param ended whether no items are run any more
     */
    public void blame(
            Worker worker, Assignment held, long ordinal, RuntimeException failure, long seenNanos, boolean ended) {
        Chunk chunk = held.chunk();
        long nowNanos = System.nanoTime();
        RetryOn kind = failure instanceof TaskTimeoutException ? RetryOn.TIMEOUT : RetryOn.DIED;
        List<RuntimeException> failures = new ArrayList<>(chunk.earlier());
        failures.add(failure);
        Settlement.Direct asRun = new Settlement.Direct(
                held.index(ordinal),
                null,
                failure,
                worker.id,
                worker.pid(),
                chunk.attempt(),
                held.queuedNanos(),
                seenNanos == 0 ? nowNanos : seenNanos,
                seenNanos == 0 ? 0 : nowNanos - seenNanos);
        FailedItem failed = new FailedItem(worker, held, chunk, ordinal, kind, asRun, failures);
        endOrRetry(failed, !ended && retries.mayRetry(chunk, kind));
    }

    private void failFast(Call call) {
        if (call.options().failFast() && !call.isCancelled()) {
            call.markCancelled();
            failedFast.add(call);
        }
    }

    // ---- items that are given up

    /** Why items of a call that was cancelled are given up. */
    public static Settlement.Why cancelled(Call call) {
        return () -> new CancellationException("task " + call.id() + " was cancelled");
    }

    /** Settles items that were not run, or not to their end, and will not be. */
    public void giveUp(PendingItems items, Settlement.Why why) {
        giveUp(items.batch(), items.from(), items.count(), why);
    }

    /** Settles items of a batch that were not run, or not to their end, and will not be. */
    void giveUp(Batch batch, int from, int count, Settlement.Why why) {
        if (count == 0) {
            return;
        }
        settle(batch.call(), new Settlement.Cancelled(batch.firstIndex() + from, count, why));
    }

    /**
     * Settles items as given up that have failed, and wait for code of the user to say whether they run again.
     *
     * @param call null for all calls
     */
    public void giveUpAsked(Call call, Settlement.Why why) {
        retries.takeAsked(call).forEach(item -> giveUp(item.chunk().batch(), item.position(), 1, why));
    }

    /** Settles such items of a call as failed: they cannot run again. */
    public void failAsked(Call call) {
        retries.takeAsked(call).forEach(item -> fail(item, item.outcome()));
    }

    /** The number of such items. */
    public int asked() {
        return retries.asked();
    }

    /**
     * Settles items whose deadline is over before they started; an item that waits for a retry ends as its last attempt
     * did.
     */
    public void expire(PendingItems items) {
        if (items.earlier().isEmpty()) {
            giveUp(items, Settlement.Why.expired(items.call()));
        } else {
            settleAsLastAttempt(items);
        }
    }

    private void settleAsLastAttempt(PendingItems items) {
        int attempts = items.attempt() - 1;
        long index = items.batch().firstIndex() + items.from();
        RuntimeException failure = LastAttempt.failure(items.earlier(), items.call(), attempts);
        settle(items.call(), new Settlement.Direct(index, null, failure, 0, 0, attempts, 0, 0, 0));
    }
}
