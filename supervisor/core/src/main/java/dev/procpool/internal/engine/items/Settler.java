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

    /** Settles the next {@code count} items of an assignment; consumes their results also if it was dropped. */
    void settleResults(Worker worker, Assignment current, ItemsDone done, int count, PayloadReader results) {
        boolean inspects = done.layout() == ItemLayout.SIZED
                && (current.call().inspectsResults() || worker.held.interruptedOrdinal() != 0);
        if (inspects && !current.isDropped()) {
            settleInspected(worker, current, count, results);
            return;
        }
        int start = results.position();
        skip(results, done, count);
        if (!current.isDropped()) {
            Slice run = new Slice(results.array(), start, results.position() - start);
            long nanosEach = done.runNanos() / done.count();
            settle(worker, current, current.nextItem(), count, done.layout(), done.form(), run, nanosEach);
        }
    }

    private static void skip(PayloadReader results, ItemsDone done, int count) {
        if (count == done.count()) {
            results.skip(results.remaining());
        } else if (done.layout().isPacked()) {
            done.layout().skip(results, count);
        } else {
            for (int i = 0; i < count; i++) {
                ItemResult.read(results);
            }
        }
    }

    private void settleRun(
            Worker worker, Assignment current, int fromItem, int count, byte[] results, int start, int end) {
        if (count > 0) {
            Slice run = new Slice(results, start, end - start);
            settle(worker, current, fromItem, count, ItemLayout.SIZED, null, run, 0);
        }
    }

    private void settle(
            Worker worker,
            Assignment current,
            int fromItem,
            int count,
            ItemLayout layout,
            byte[] form,
            Slice results,
            long nanosEach) {
        Chunk chunk = current.chunk();
        current.call()
                .settle(encoded(worker, current, fromItem, count, layout, form, results, nanosEach, Duration.ZERO));
        settled(chunk.batch(), fromItem, count, chunk.attempt(), worker);
    }

    private static Settlement.Encoded encoded(
            Worker worker,
            Assignment current,
            int fromItem,
            int count,
            ItemLayout layout,
            byte[] form,
            Slice results,
            long nanosEach,
            Duration softTimeout) {
        return new Settlement.Encoded(
                current.chunk().batch().firstIndex() + fromItem,
                count,
                layout,
                form,
                results,
                nanosEach,
                worker.id,
                worker.pid(),
                current.chunk().attempt(),
                current.queuedNanos(),
                softTimeout);
    }

    /** Tells the waiters of a call, and observers, that the call was given the outcomes of these items. */
    private void settled(Batch batch, int fromItem, int count, int attempt, Worker worker) {
        consequences.settled(batch.call());
        settledItems += count;
        observers.settled(batch, fromItem, count, attempt, worker);
    }

    /** Settles results, where a failed item may be run again, was interrupted, or ends its call. */
    private void settleInspected(Worker worker, Assignment current, int count, PayloadReader results) {
        int end = current.nextItem() + count;
        int runItem = current.nextItem();
        int runStart = results.position();
        for (int item = runItem; item < end; item++) {
            int start = results.position();
            if (ItemResult.read(results).status() == ItemResult.Status.VALUE) {
                continue;
            }
            long ordinal = current.nextOrdinal() + (item - current.nextItem());
            boolean interrupted = ordinal == worker.held.interruptedOrdinal();
            RetryOn kind = interrupted ? RetryOn.TIMEOUT : RetryOn.ERROR;
            boolean retried = retries.mayRetry(current.chunk(), kind);
            if (retried || interrupted) {
                settleRun(worker, current, runItem, item - runItem, results.array(), runStart, start);
                runItem = item + 1;
                runStart = results.position();
            }
            if (retried || interrupted) {
                Slice only = new Slice(results.array(), start, results.position() - start);
                Duration softTimeout =
                        interrupted ? Duration.ofNanos(current.call().limits().softNanos()) : Duration.ZERO;
                Settlement.Encoded asRun =
                        encoded(worker, current, item, 1, ItemLayout.SIZED, null, only, 0, softTimeout);
                FailedItem failed = new FailedItem(
                        worker,
                        current,
                        current.chunk(),
                        ordinal,
                        kind,
                        asRun,
                        current.chunk().earlier());
                endOrRetry(failed, retried);
            } else {
                failFast(current.call());
            }
        }
        settleRun(worker, current, runItem, end - runItem, results.array(), runStart, results.position());
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
        item.call().settle(outcome);
        settled(item.chunk().batch(), item.position(), 1, item.chunk().attempt(), item.worker());
        failFast(item.call());
    }

    // ---- deaths

    /**
     * The worker ended while it was running an item: the item fails, or is run again.
     *
     * @param failure the outcome of the item if it is not run again
     * @param ranNanos how long the worker was seen running the item
     * @param ended whether no items are run any more
     */
    public void blame(
            Worker worker, Assignment held, long ordinal, RuntimeException failure, long ranNanos, boolean ended) {
        Chunk chunk = held.chunk();
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
                ranNanos);
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
        batch.call().settle(new Settlement.Cancelled(batch.firstIndex() + from, count, why));
        settled(batch, from, count, 1, null);
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
        items.call().settle(new Settlement.Direct(index, null, failure, 0, 0, attempts, 0, 0));
        settled(items.batch(), items.from(), 1, attempts, null);
    }
}
