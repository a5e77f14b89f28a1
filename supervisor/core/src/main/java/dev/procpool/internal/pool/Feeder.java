package dev.procpool.internal.pool;

import dev.procpool.PoolException;
import dev.procpool.TaskOptions;
import dev.procpool.internal.backend.Backend;
import dev.procpool.internal.backend.Batch;
import dev.procpool.internal.backend.Call;
import dev.procpool.internal.backend.EncodedFunction;
import dev.procpool.internal.base.DaemonThreads;
import java.util.Iterator;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * Reads the input of a stream, on a thread of its own, no further ahead of the consumer than the buffer. Thread-safe.
 *
 * <p>What was read is collected until the backend takes it, which it does as soon as workers would have nothing to do
 * otherwise: a slow input is sent item by item, a fast one in batches.
 *
 * <p>It does not refer to the stream or the pool, so that both can be forgotten while it waits.
 */
final class Feeder implements Backend.Source {

    private static final int DEFAULT_BUFFER = 1024;

    /** So that the count of permits never overflows. */
    private static final int MAX_BUFFER = Integer.MAX_VALUE / 2;

    private static final int CHUNKS_AHEAD_PER_WORKER = 4;
    private static final long LOOK_MILLIS = 1000;

    /** A chunk of this size is not worth copying to the others. */
    private static final int LARGE_CHUNK_BYTES = 16 * 1024;

    private final Backend backend;
    private final Encoder encoder;
    private final Call call;
    private final Semaphore room;
    private final BatchBuilder collected; // guarded by this
    private final int maxCollected;
    private int mayRead; // confined to the thread that reads
    private volatile boolean ended;
    private volatile Throwable inputFailure;

    /** @param maxCollected how many items at most are submitted together, unless a single chunk has more */
    Feeder(
            Backend backend,
            Encoder encoder,
            long callId,
            EncodedFunction function,
            TaskOptions options,
            Call.Delivery delivery,
            int maxCollected) {
        this.backend = backend;
        this.encoder = encoder;
        this.room = new Semaphore(bufferSize(options, backend.size()));
        this.call = new Call(callId, function, options, delivery, this::settled);
        this.collected = new BatchBuilder(encoder, call);
        this.maxCollected = maxCollected;
    }

    private static int bufferSize(TaskOptions options, int workers) {
        if (options.buffer() > 0) {
            return Math.min(MAX_BUFFER, Math.max(options.buffer(), options.chunkSize()));
        }
        long chunks = (long) CHUNKS_AHEAD_PER_WORKER * workers * Math.max(1, options.chunkSize());
        return (int) Math.min(MAX_BUFFER, Math.max(DEFAULT_BUFFER, chunks));
    }

    Call call() {
        return call;
    }

    void start(Iterable<?> items) {
        DaemonThreads.start("procpool-feeder of task " + call.id(), () -> feed(items));
    }

    /** The consumer has taken items: as many others may be read. */
    void consumed(int count) {
        room.release(count);
    }

    /** Reads no more. */
    void end() {
        ended = true;
        room.release();
        taken();
    }

    /** What the input threw; null if it has not, or its end has not been reached. */
    Throwable inputFailure() {
        return inputFailure;
    }

    private void settled() {
        backend.finished(call);
    }

    // ---- the backend takes

    @Override
    public synchronized Batch take() {
        if (call.isCancelled()) {
            collected.drop(); // as items that were never read: what is taken is counted, and must be settled
        }
        return collected.take();
    }

    @Override
    public synchronized void taken() {
        notifyAll();
    }

    // ---- the thread that reads

    private void feed(Iterable<?> items) {
        try (BatchBuilder chunk = new BatchBuilder(encoder, call)) {
            try {
                read(items.iterator(), chunk);
                handOver(chunk);
            } catch (Throwable e) {
                // As in Python, the items of a chunk that was not complete are dropped, and the failure comes after the
                // others.
                inputFailure = e;
            }
            submitCollected();
        } catch (Throwable e) {
            if (inputFailure == null) {
                inputFailure = e;
            }
        } finally {
            call.seal();
            backend.nudge();
            backend.attend();
        }
    }

    private void read(Iterator<?> input, BatchBuilder chunk) throws InterruptedException {
        int chunkSize = Math.max(1, call.options().chunkSize());
        while (awaitRoom() && input.hasNext()) {
            Object item = input.next();
            try {
                chunk.add(item);
            } catch (PoolException e) {
                handOver(chunk);
                submitCollected();
                chunk.failNext(e, backend);
            }
            if (chunk.count() >= chunkSize) {
                handOver(chunk);
            }
        }
    }

    /** Waits for the consumer. A pool that was shut down reads no further, whether or not there is still a consumer. */
    private boolean awaitRoom() throws InterruptedException {
        if (mayRead == 0) {
            while (!room.tryAcquire(LOOK_MILLIS, TimeUnit.MILLISECONDS)) {
                if (isOver()) {
                    return false;
                }
                requireOpen();
            }
            mayRead = 1 + room.drainPermits();
        }
        mayRead--;
        return !isOver();
    }

    private boolean isOver() {
        return ended || call.isCancelled();
    }

    private void requireOpen() {
        if (backend.isShutdown()) {
            backend.requireOpen();
        }
    }

    /** No call of the backend from within the monitor: the backend takes it under its own lock. */
    private void handOver(BatchBuilder chunk) throws InterruptedException {
        if (chunk.count() == 0) {
            return;
        }
        if (chunk.bytes() >= LARGE_CHUNK_BYTES) {
            submitCollected();
            chunk.submit(backend);
            backend.attend();
            return;
        }
        while (!awaitRoomToCollect()) {
            requireOpen();
        }
        if (!fits(chunk)) {
            chunk.unpack();
            submitCollected();
        }
        if (collect(chunk)) {
            backend.offer(this);
            backend.attend();
        }
    }

    /** Waits a while until more may be collected; returns whether it may, or need not. */
    private synchronized boolean awaitRoomToCollect() throws InterruptedException {
        if (isFull() && !isOver()) {
            wait(LOOK_MILLIS);
        }
        return isOver() || !isFull();
    }

    private boolean isFull() {
        return collected.count() >= maxCollected || collected.bytes() >= BatchBuilder.MANY_BYTES;
    }

    private synchronized boolean fits(BatchBuilder chunk) {
        return collected.hasLayoutOf(chunk);
    }

    /** Adds to what is collected; returns whether it is the first. */
    private synchronized boolean collect(BatchBuilder chunk) {
        boolean first = collected.count() == 0;
        chunk.moveTo(collected);
        return first;
    }

    private void submitCollected() {
        Batch batch = take();
        if (batch != null) {
            batch.submitTo(backend);
        }
        backend.attend();
    }
}
