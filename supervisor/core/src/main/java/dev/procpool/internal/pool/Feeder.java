package dev.procpool.internal.pool;

import dev.procpool.PoolException;
import dev.procpool.TaskOptions;
import dev.procpool.internal.backend.Backend;
import dev.procpool.internal.backend.Batch;
import dev.procpool.internal.backend.Call;
import dev.procpool.internal.backend.EncodedFunction;
import dev.procpool.internal.base.DaemonThreads;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * Reads the input of a stream, on a thread of its own, no further ahead of the consumer than the buffer. Thread-safe.
 *
 * <p>Items that were read are collected until the backend takes them, which it does when it has sent the other items of
 * the same client: a slow input is sent item by item, a fast one in batches.
 *
 * <p>A feeder does not refer to the stream or the pool, so that both can be collected while it waits.
 */
final class Feeder implements Backend.Source {

    private static final int DEFAULT_BUFFER = 1024;

    /** A bound with which the count of permits never overflows. */
    private static final int MAX_BUFFER = Integer.MAX_VALUE / 2;

    private static final int CHUNKS_AHEAD_PER_WORKER = 4;
    private static final long LOOK_MILLIS = 1000;

    /** A chunk of this size is submitted as it is: to copy it to the collected items would not pay. */
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

    /**
     * A feeder of a new call.
     *
     * @param callId the number of the call within its pool
     * @param delivery the event that the consumer waits for
     * @param maxCollected how many items at most are submitted together, unless a single chunk has more
     */
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

    @Override
    public Call call() {
        return call;
    }

    /** Starts to read {@code input}, which is closed afterwards. */
    void start(CallInput input) {
        DaemonThreads.start("procpool-feeder of task " + call.id(), () -> feed(input));
    }

    /** Says that the consumer has taken {@code count} items, which lets the same number be read. */
    void consumed(int count) {
        room.release(count);
    }

    /** Ends the reading. */
    void end() {
        ended = true;
        room.release();
        taken();
    }

    /** The failure of the input; null if there is none so far. */
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
            collected.drop(); // as items that were never read: taken items are counted, and must be settled
        }
        return collected.take();
    }

    @Override
    public synchronized void taken() {
        notifyAll();
    }

    // ---- the thread that reads

    private void feed(CallInput input) {
        try (BatchBuilder chunk = new BatchBuilder(encoder, call)) {
            try {
                read(input, chunk);
                handOver(chunk);
            } catch (Throwable e) {
                // As in Python, the items of an incomplete chunk are dropped, and the failure comes after the others.
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

    private void read(CallInput input, BatchBuilder chunk) throws InterruptedException {
        try (input) {
            if (awaitRoom()) {
                input.forEachWhile(item -> take(item, chunk));
            }
        }
    }

    /** Takes an item of the input; returns whether another one may be read. */
    private boolean take(Object item, BatchBuilder chunk) {
        try {
            add(item, chunk);
            return awaitRoom();
        } catch (InterruptedException e) {
            throw new IllegalStateException("interrupted while reading the input", e);
        }
    }

    private void add(Object item, BatchBuilder chunk) throws InterruptedException {
        try {
            chunk.add(item);
        } catch (PoolException e) {
            handOver(chunk);
            submitCollected();
            chunk.failNext(e, backend);
        }
        if (chunk.count() >= Math.max(1, call.options().chunkSize())) {
            handOver(chunk);
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
            backend.requireOpenForMore();
        }
    }

    /** Calls the backend outside of the monitor only: the backend takes the monitor under its own lock. */
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

    /** Waits up to a second until more may be collected; returns whether it may, or need not any more. */
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

    /** Moves a chunk to the collected items; returns whether there were none. */
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
