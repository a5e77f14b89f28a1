package dev.procpool.internal.engine.items;

import dev.procpool.RetryOn;
import dev.procpool.TaskOptions;
import dev.procpool.internal.backend.Backoff;
import dev.procpool.internal.backend.Call;
import dev.procpool.internal.base.Times;
import dev.procpool.internal.engine.Observers;
import dev.procpool.internal.engine.Worker;
import java.util.List;
import java.util.random.RandomGenerator;

/** Has items that have failed run again, as the options of their calls say. Guarded by the engine lock. */
final class Retries {

    private final PendingQueue pending;
    private final Observers observers;
    private final RandomGenerator random;

    Retries(PendingQueue pending, Observers observers, RandomGenerator random) {
        this.pending = pending;
        this.observers = observers;
        this.random = random;
    }

    /** Whether an item of a chunk may be run again after a failure. */
    boolean mayRetry(Chunk chunk, RetryOn kind) {
        Call call = chunk.batch().call();
        TaskOptions options = call.options();
        return chunk.attempt() <= options.retries()
                && options.retryOn().contains(kind)
                && !call.isCancelled()
                && !Times.isDue(
                        call.deadlineNanos(), System.nanoTime() + Backoff.longest(call.retryNanos(chunk.attempt())));
    }

    /** Makes an item pending again, after the delay that its call's options ask for. */
    void retry(Worker worker, Assignment held, long ordinal, Throwable failure, List<RuntimeException> failures) {
        Chunk chunk = held.chunk();
        long delay = Backoff.jittered(chunk.batch().call().retryNanos(chunk.attempt()), random);
        pending.addLater(
                PendingItems.retry(chunk, held.position(ordinal), List.copyOf(failures)), System.nanoTime() + delay);
        observers.retried(worker, held, ordinal, failure);
    }
}
