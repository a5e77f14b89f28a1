package dev.procpool.internal.engine.items;

import dev.procpool.RetryOn;
import dev.procpool.internal.backend.Call;
import dev.procpool.internal.backend.RetryQuestion;
import dev.procpool.internal.backend.Settlement;
import dev.procpool.internal.base.Times;
import dev.procpool.internal.engine.Consequences;
import dev.procpool.internal.engine.Observers;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.function.BiConsumer;
import java.util.random.RandomGenerator;

/**
 * Has items that have failed run again, as the options of their calls say. Guarded by the engine lock.
 *
 * <p>Where code of the user decides, it is asked once the lock is free, and answers on another thread. The worker of
 * the item goes on meanwhile, and the item counts as pending.
 */
final class Retries {

    private final PendingQueue pending;
    private final Observers observers;
    private final RandomGenerator random;
    private final Consequences consequences;
    private final Executor locked;
    private final BiConsumer<FailedItem, Settlement.Ran> fail;
    private final Set<FailedItem> asked = Collections.newSetFromMap(new IdentityHashMap<>());

    /**
     * @param locked makes a change under the engine lock; called without it
     * @param fail settles an item that is not run again with an outcome
     */
    Retries(
            PendingQueue pending,
            Observers observers,
            RandomGenerator random,
            Consequences consequences,
            Executor locked,
            BiConsumer<FailedItem, Settlement.Ran> fail) {
        this.pending = pending;
        this.observers = observers;
        this.random = random;
        this.consequences = consequences;
        this.locked = locked;
        this.fail = fail;
    }

    /** Whether an item of a chunk may be run again after a failure. */
    boolean mayRetry(Chunk chunk, RetryOn kind) {
        Call call = chunk.batch().call();
        return call.retryRule().allows(chunk.attempt(), kind)
                && !call.isCancelled()
                && !Times.isDue(call.deadlineNanos(), Times.in(call.retryRule().longestDelayNanos(chunk.attempt())));
    }

    /** Makes an item pending again, after the delay of its call's options; asks first where there is a question. */
    void retry(FailedItem item) {
        item.call().retryRule().question().ifPresentOrElse(question -> ask(question, item), () -> runAgain(item));
    }

    private void runAgain(FailedItem item) {
        long delay = item.call().retryRule().delayNanos(item.chunk().attempt(), random);
        PendingItems again = PendingItems.retry(item.chunk(), item.position(), List.copyOf(item.failures()));
        pending.addLater(again, Times.in(delay));
        observers.retried(item.call(), item.asRun(), item.failure());
    }

    // ---- questions

    private void ask(RetryQuestion question, FailedItem item) {
        asked.add(item);
        consequences.then(() -> question.ask(item.asRun(), new LockedAnswer(item)));
    }

    private final class LockedAnswer implements RetryQuestion.Answer {

        private final FailedItem item;

        LockedAnswer(FailedItem item) {
            this.item = item;
        }

        @Override
        public void runAgain() {
            answer(() -> {
                if (mayRetry(item.chunk(), item.kind())) {
                    Retries.this.runAgain(item);
                } else {
                    fail.accept(item, item.outcome());
                }
            });
        }

        @Override
        public void fail() {
            answer(() -> fail.accept(item, item.outcome()));
        }

        @Override
        public void failAs(Settlement.Ran outcome) {
            answer(() -> fail.accept(item, outcome));
        }

        /** An item that was given up meanwhile has its outcome. */
        private void answer(Runnable act) {
            locked.execute(() -> {
                if (asked.remove(item)) {
                    act.run();
                }
            });
        }
    }

    /** The number of items that wait for an answer. */
    int asked() {
        return asked.size();
    }

    /**
     * Takes out the items that wait for an answer.
     *
     * @param call null for all calls
     */
    List<FailedItem> takeAsked(Call call) {
        List<FailedItem> taken = new ArrayList<>();
        if (!asked.isEmpty()) {
            asked.removeIf(item -> (call == null || item.call() == call) && taken.add(item));
        }
        return taken;
    }
}
