package dev.procpool.internal.pool;

import dev.procpool.PoolException;
import dev.procpool.TaskOptions;
import dev.procpool.internal.backend.Backend;
import dev.procpool.internal.backend.Batch;
import dev.procpool.internal.backend.Call;
import dev.procpool.internal.backend.EncodedFunction;
import dev.procpool.internal.base.DaemonThreads;
import java.util.function.Consumer;

/**
 * Reads the input of a stream, on a thread of its own, no further ahead of the consumer than {@link ReadAhead} says.
 * Thread-safe.
 *
 * <p>Items that were read are collected until the backend takes them, which it does when it has sent the other items of
 * the same client: a slow input is sent item by item, a fast one in batches. Each item is collected as soon as it is
 * read, unless the input surely has the next one: then up to 64 items are collected together.
 *
 * <p>A feeder does not refer to the stream or the pool, so that both can be collected while it waits.
 */
final class Feeder implements Backend.Source {

    private static final long LOOK_MILLIS = 1000;

    /** A chunk of this size is submitted as it is: to copy it to the collected items would not pay. */
    private static final int LARGE_CHUNK_BYTES = 16 * 1024;

    private enum Collecting {
        /** The items are the first ones that the backend can take. */
        BEGUN,
        /** The backend knows of others already. */
        CONTINUED,
        /** The items have another layout than the others: both have to change. */
        NOT_ALIKE,
        /** There is no room for more. */
        FULL
    }

    private final Backend backend;
    private final Encoder encoder;
    private final Call call;
    private final ReadAhead readAhead;
    private final HandOverSize together;
    private final BatchBuilder collected; // guarded by this
    private final int maxCollected;
    private Consumer<Batch> whenTaken = batch -> {}; // set before the thread that reads is started
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
        this.readAhead = new ReadAhead(options, backend.size(), backend.encodes());
        this.together = new HandOverSize(options.chunkSize(), maxCollected);
        this.call = new Call(callId, function, options, delivery, this::settled);
        this.collected = new BatchBuilder(encoder, call);
        this.maxCollected = maxCollected;
    }

    @Override
    public Call call() {
        return call;
    }

    /** The bound of what is read, which the consumer changes. */
    ReadAhead readAhead() {
        return readAhead;
    }

    /** Starts to read {@code input}, which is closed afterwards. */
    void start(CallInput input) {
        DaemonThreads.start("procpool-feeder of task " + call.id(), () -> feed(input));
    }

    /** Says that the items are lines, and has {@code taken} told of each batch, before the backend gets it. */
    void readLines(Consumer<Batch> taken) {
        call.names.areLines();
        whenTaken = taken;
        collected.tellOf(taken);
    }

    /** Ends the reading. */
    void end() {
        ended = true;
        readAhead.end();
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
            chunk.tellOf(whenTaken);
            try {
                read(input, chunk);
                handOver(chunk);
            } catch (Throwable e) {
                // As in Python, the items of an incomplete chunk are dropped, and the failure comes after the others.
                inputFailure = e;
                if (together.areSingle()) {
                    handOver(chunk);
                }
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
            if (input.neverWaits()) {
                together.mayGrow();
            }
            if (awaitRoom(chunk)) {
                input.forEachWhile(item -> take(item, chunk));
            }
        }
    }

    /** Takes an item of the input; returns whether another one may be read. */
    private boolean take(Object item, BatchBuilder chunk) {
        try {
            add(item, chunk);
            return awaitRoom(chunk);
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
        boolean mayWait = item instanceof LineItems lines && !lines.hasReady();
        if (together.isReached(chunk.count())
                || together.areSingle() && (mayWait || chunk.bytes() >= LARGE_CHUNK_BYTES)) {
            handOver(chunk);
        }
    }

    /** Waits for the consumer. A pool that was shut down reads no further, whether or not there is still a consumer. */
    private boolean awaitRoom(BatchBuilder chunk) throws InterruptedException {
        while (!readAhead.tryTake()) {
            if (together.areSingle()) {
                handOver(chunk);
            }
            if (!readAhead.await(LOOK_MILLIS)) {
                if (isOver()) {
                    return false;
                }
                requireOpen();
            }
        }
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
        together.handsOver();
        if (chunk.bytes() >= LARGE_CHUNK_BYTES) {
            submitCollected();
            chunk.submit(backend);
            backend.attend();
            return;
        }
        Collecting collecting;
        while ((collecting = collect(chunk)) == Collecting.FULL) {
            requireOpen();
        }
        if (collecting == Collecting.NOT_ALIKE) {
            chunk.unpack();
            submitCollected();
            collecting = collect(chunk);
        }
        if (collecting == Collecting.BEGUN) {
            backend.offer(this);
            backend.attend();
        }
    }

    /** Moves a chunk to the collected items; waits up to a second until there is room for it. */
    private synchronized Collecting collect(BatchBuilder chunk) throws InterruptedException {
        if (isFull() && !isOver()) {
            wait(LOOK_MILLIS);
        }
        if (isFull() && !isOver()) {
            return Collecting.FULL;
        }
        if (!collected.hasLayoutOf(chunk)) {
            return Collecting.NOT_ALIKE;
        }
        boolean first = collected.count() == 0;
        chunk.moveTo(collected);
        return first ? Collecting.BEGUN : Collecting.CONTINUED;
    }

    private boolean isFull() {
        return collected.count() >= maxCollected || collected.bytes() >= BatchBuilder.MANY_BYTES;
    }

    private void submitCollected() {
        Batch batch = take();
        if (batch != null) {
            batch.submitTo(backend);
        }
        backend.attend();
    }
}
