package dev.procpool.cli;

import dev.procpool.PoolListener;
import dev.procpool.WorkerInfo;
import java.util.OptionalLong;

/** Counts the events of a run. Its methods as a listener are called one after the other; the others are thread-safe. */
final class RunEvents implements PoolListener {

    private static final long NEVER = -1;

    private volatile long readyNanos = NEVER;
    private volatile long chunks;
    private volatile long retries;

    @Override
    public void workerReady(WorkerInfo worker) {
        if (readyNanos == NEVER) {
            readyNanos = System.nanoTime();
        }
    }

    @Override
    public void itemsStarted(Items items) {
        chunks++; // called by one thread at a time
    }

    @Override
    public void itemRetried(Items item, Throwable failure) {
        retries++;
    }

    /** When the first worker was ready, on {@code System.nanoTime()}. */
    OptionalLong readyNanos() {
        long ready = readyNanos;
        return ready == NEVER ? OptionalLong.empty() : OptionalLong.of(ready);
    }

    /** How often items were sent to a worker together. */
    long chunks() {
        return chunks;
    }

    /** How often an item was run again. */
    long retries() {
        return retries;
    }
}
