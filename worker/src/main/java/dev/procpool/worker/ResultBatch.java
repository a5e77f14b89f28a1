package dev.procpool.worker;

import dev.procpool.protocol.Command.RunChunk;
import dev.procpool.protocol.Event.ItemsDone;
import dev.procpool.protocol.ExitCode;
import dev.procpool.protocol.PayloadBuffer;
import dev.procpool.protocol.Slice;
import dev.procpool.protocol.channel.NoRoomException;
import java.util.concurrent.locks.LockSupport;

/**
 * Results that wait for each other so that quick ones share an event: not longer than 50 µs, or until the item after
 * them has run for a millisecond. Thread-safe: the main thread adds, a daemon thread commits what a slow item holds up.
 */
final class ResultBatch {

    private static final long QUICK_NANOS = 50_000;
    private static final long HELD_UP_NANOS = 1_000_000;
    private static final int MAX_BYTES = 64 * 1024;

    private final EventWriter events;
    private final PayloadBuffer pending = new PayloadBuffer(4096);
    private final Thread lateCommitter = new Thread(this::commitLate, "procpool-late-committer");
    private long firstOrdinal;
    private int count;
    private int expected;
    private long startNanos;
    private long runNanos;
    private boolean lateCommitterWaits;

    ResultBatch(EventWriter events) {
        this.events = events;
        lateCommitter.setDaemon(true);
    }

    /** The results of this chunk follow. */
    synchronized void begin(RunChunk chunk) {
        firstOrdinal = chunk.firstOrdinal();
        count = 0;
        expected = chunk.count();
        startNanos = System.nanoTime();
        runNanos = 0;
    }

    /** Adds the result of the next item, and commits unless more quick ones may follow. */
    synchronized void add(PayloadBuffer result, long nanos) {
        if (result.size() > MAX_BYTES) {
            commit();
            commitAlone(result, nanos);
            return;
        }
        runNanos += nanos;
        pending.put(result.array(), 0, result.size());
        count++;
        expected--;
        if (expected == 0 || pending.size() > MAX_BYTES || System.nanoTime() - startNanos > QUICK_NANOS) {
            commit();
        } else if (count == 1) {
            expectLateCommit();
        }
    }

    /** Sends a large result from where it lies. */
    private void commitAlone(PayloadBuffer result, long nanos) {
        events.write(new ItemsDone(firstOrdinal, 1, nanos, new Slice(result.array(), 0, result.size())));
        firstOrdinal++;
        expected--;
        startNanos = System.nanoTime();
    }

    /** Sends what there is. */
    synchronized void commit() {
        if (count == 0) {
            return;
        }
        int sent = count;
        long first = firstOrdinal;
        long nanos = runNanos;
        count = 0;
        runNanos = 0;
        firstOrdinal = first + sent;
        events.write(new ItemsDone(first, sent, nanos, new Slice(pending.array(), 0, pending.size())));
        pending.clear();
        pending.trim(MAX_BYTES * 4);
        startNanos = System.nanoTime();
    }

    /** The chunk is over. */
    synchronized void end() {
        commit();
    }

    private void expectLateCommit() {
        if (lateCommitter.getState() == Thread.State.NEW) {
            lateCommitter.start();
        } else if (lateCommitterWaits) {
            lateCommitterWaits = false;
            LockSupport.unpark(lateCommitter);
        }
    }

    /** Looks once a millisecond while results wait, and sleeps when none do. */
    private void commitLate() {
        while (true) {
            if (nothingHeldUp()) {
                LockSupport.park(this);
            } else {
                LockSupport.parkNanos(this, HELD_UP_NANOS);
                try {
                    commitHeldUp();
                } catch (Throwable e) {
                    // Results that are lost in silence would be waited for: the death of the worker is not.
                    System.err.println("procpool worker: results cannot be sent: " + e);
                    Runtime.getRuntime()
                            .halt((e instanceof NoRoomException ? ExitCode.NO_ROOM : ExitCode.INTERNAL_ERROR).code());
                }
            }
        }
    }

    private synchronized boolean nothingHeldUp() {
        lateCommitterWaits = count == 0;
        return lateCommitterWaits;
    }

    private synchronized void commitHeldUp() {
        if (count > 0 && System.nanoTime() - startNanos > HELD_UP_NANOS) {
            commit();
        }
    }
}
