package dev.procpool.internal.pool;

import java.lang.ref.WeakReference;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;

/**
 * A future that a {@link CallFuture} completes, or one that depends on such a future. A thread that waits for the last
 * future of a chain reads the result of a quick call itself, and completes the chain, so that no other thread has to be
 * woken.
 *
 * <p>If a future of the chain has other dependents, the completion executor completes it: no thread runs callbacks that
 * it does not wait for. If a future is completed in another way before its call is settled, the waiting thread notices
 * within a millisecond. Dependents keep neither the chain nor its call from being collected. Thread-safe.
 */
final class ComposedFuture<T> extends CompletableFuture<T> {

    /** The call that a chain waits for, until it completes the chain. */
    private final AtomicReference<CallFuture<?>> source;

    /** The future that this one depends on. A parent that was collected is done: a pending one is held by the call. */
    private final WeakReference<ComposedFuture<?>> parent;

    private ComposedFuture(AtomicReference<CallFuture<?>> source, ComposedFuture<?> parent) {
        this.source = source;
        this.parent = new WeakReference<>(parent);
    }

    /** A future for {@code source} to complete. */
    static <T> ComposedFuture<T> of(CallFuture<T> source) {
        return new ComposedFuture<>(new AtomicReference<>(source), null);
    }

    /** Says that the call has completed this future, or is about to. */
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

    /** Whether this future has no dependents, and each future that it depends on has no other. */
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
