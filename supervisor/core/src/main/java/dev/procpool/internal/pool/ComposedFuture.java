package dev.procpool.internal.pool;

import java.lang.ref.WeakReference;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;

/**
 * A future that a {@link CallFuture} completes, or one that depends on such a future. Who waits for the last one of a chain
 * reads the result of a quick call itself, and completes the chain, so that no other thread has to be woken for it.
 *
 * <p>Where anybody else depends on a future of the chain the completion executor completes it: nobody runs callbacks that he does
 * not wait for. Where a future is completed in another way before its call is settled, who waits notices within a millisecond.
 * Neither the chain nor its call is kept by what depends on it. Thread-safe.
 */
final class ComposedFuture<T> extends CompletableFuture<T> {

    /** The call that a chain waits for, until it completes the chain. */
    private final AtomicReference<CallFuture<?>> source;

    /** A parent that is gone is done: a pending one is held by the call. */
    private final WeakReference<ComposedFuture<?>> parent;

    private ComposedFuture(AtomicReference<CallFuture<?>> source, ComposedFuture<?> parent) {
        this.source = source;
        this.parent = new WeakReference<>(parent);
    }

    /** A future for this call to complete. */
    static <T> ComposedFuture<T> of(CallFuture<T> source) {
        return new ComposedFuture<>(new AtomicReference<>(source), null);
    }

    /** The call has completed it, or is about to. */
    void forgetSource() {
        source.set(null);
    }

    @Override
    public <U> CompletableFuture<U> newIncompleteFuture() {
        return new ComposedFuture<>(source, this);
    }

    @Override
    public T join() {
        try {
            completeIfQuick();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // waiting goes on below, which an interrupt does not end
        }
        Runnable hasWaited = Completions.standIn();
        try {
            return super.join();
        } finally {
            hasWaited.run();
        }
    }

    @Override
    public T get() throws InterruptedException, ExecutionException {
        completeIfQuick();
        Runnable hasWaited = Completions.standIn();
        try {
            return super.get();
        } finally {
            hasWaited.run();
        }
    }

    @Override
    public T get(long timeout, TimeUnit unit) throws InterruptedException, ExecutionException, TimeoutException {
        Runnable hasWaited = Completions.standIn();
        try {
            return super.get(timeout, unit);
        } finally {
            hasWaited.run();
        }
    }

    private void completeIfQuick() throws InterruptedException {
        CallFuture<?> call = source.get();
        if (call != null && isLastOfChain()) {
            call.completeIfQuick(this::isLastOfChain);
        }
    }

    /** Whether nothing but this depends on what it depends on, and nothing on this. */
    private boolean isLastOfChain() {
        if (isDone() || getNumberOfDependents() > 0) {
            return false;
        }
        for (ComposedFuture<?> each = parent.get(); each != null; each = each.parent.get()) {
            if (each.getNumberOfDependents() > 1) {
                return false;
            }
        }
        return true;
    }
}
