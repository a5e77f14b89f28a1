package dev.procpool.internal.pool;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

/**
 * A future that a {@link CallFuture} completes, or one that depends on such a future. Who waits for the last one of a chain
 * reads the result of a quick call itself, and completes the chain, so that no other thread has to be woken for it.
 *
 * <p>Nobody waits for what he does not wait for because of that: not where anybody else depends on a future of the chain (the
 * completion executor completes it then), and for no more than a millisecond where the future is completed in another way.
 * Thread-safe.
 */
final class ComposedFuture<T> extends CompletableFuture<T> {

    private final CallFuture<?> source;
    private final ComposedFuture<?> parent;

    private ComposedFuture(CallFuture<?> source, ComposedFuture<?> parent) {
        this.source = source;
        this.parent = parent;
    }

    /** A future for this call to complete. */
    static <T> ComposedFuture<T> of(CallFuture<T> source) {
        return new ComposedFuture<>(source, null);
    }

    @Override
    public <U> CompletableFuture<U> newIncompleteFuture() {
        return new ComposedFuture<>(source, this);
    }

    @Override
    public T join() {
        if (isLastOfChain()) {
            try {
                source.completeIfQuick();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt(); // waiting goes on below, which an interrupt does not end
            }
        }
        return super.join();
    }

    @Override
    public T get() throws InterruptedException, ExecutionException {
        if (isLastOfChain()) {
            source.completeIfQuick();
        }
        return super.get();
    }

    private boolean isLastOfChain() {
        if (isDone() || getNumberOfDependents() > 0) {
            return false;
        }
        for (ComposedFuture<?> each = parent; each != null; each = each.parent) {
            if (each.getNumberOfDependents() > 1) {
                return false;
            }
        }
        return true;
    }
}
