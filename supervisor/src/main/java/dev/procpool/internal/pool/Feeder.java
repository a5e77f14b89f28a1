package dev.procpool.internal.pool;

import dev.procpool.TaskOptions;
import dev.procpool.internal.threads.DaemonThreads;
import java.util.Iterator;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * Reads the input of a stream, on a thread of its own, no further ahead of the consumer than the buffer. Thread-safe.
 *
 * <p>It does not refer to the stream or the pool, so that both can be forgotten while it waits.
 */
final class Feeder {

    private static final int DEFAULT_BUFFER = 1024;
    private static final int CHUNKS_AHEAD_PER_WORKER = 4;
    private static final long LOOK_SECONDS = 1;

    private final Backend backend;
    private final Call call;
    private final Semaphore room;
    private volatile boolean ended;
    private volatile Throwable inputFailure;

    Feeder(Backend backend, long callId, FunctionCode function, TaskOptions options, Call.Delivery delivery) {
        this.backend = backend;
        this.room = new Semaphore(bufferSize(options, backend.size()));
        this.call = new Call(callId, function, options, delivery, this::settled);
    }

    private static int bufferSize(TaskOptions options, int workers) {
        if (options.buffer() > 0) {
            return Math.max(options.buffer(), options.chunkSize());
        }
        long chunks = (long) CHUNKS_AHEAD_PER_WORKER * workers * Math.max(1, options.chunkSize());
        return (int) Math.min(Integer.MAX_VALUE, Math.max(DEFAULT_BUFFER, chunks));
    }

    Call call() {
        return call;
    }

    void start(Encoder encoder, Iterable<?> items) {
        DaemonThreads.start("procpool-feeder of task " + call.id(), () -> feed(encoder, items));
    }

    /** The consumer has taken an item: another one may be read. */
    void consumed() {
        room.release();
    }

    /** Reads no more. */
    void end() {
        ended = true;
        room.release();
    }

    /** What the input threw; null if it has not, or its end has not been reached. */
    Throwable inputFailure() {
        return inputFailure;
    }

    private void settled() {
        backend.finished(call);
    }

    private void feed(Encoder encoder, Iterable<?> items) {
        ItemBatch batch = new ItemBatch(encoder, call);
        int chunk = Math.max(1, call.options().chunkSize());
        try {
            Iterator<?> input = items.iterator();
            while (awaitRoom() && input.hasNext()) {
                batch.addOrFail(input.next(), backend);
                if (batch.count() >= chunk) {
                    batch.submit(backend);
                    backend.attend();
                }
            }
            batch.submit(backend);
        } catch (Throwable e) {
            // As in Python, the items of a chunk that was not complete are dropped, and the failure comes after the
            // others.
            inputFailure = e;
        } finally {
            call.seal();
            backend.nudge();
            backend.attend();
        }
    }

    /** Waits for the consumer. A pool that was shut down reads no further, whether or not there is still a consumer. */
    private boolean awaitRoom() throws InterruptedException {
        while (!room.tryAcquire(LOOK_SECONDS, TimeUnit.SECONDS)) {
            if (backend.isShutdown()) {
                backend.requireOpen();
            }
        }
        return !ended && !call.isCancelled();
    }
}
