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
 * them has run for a millisecond.
 *
 * <p>Confined to the main thread, but while that runs an item a daemon thread may commit what the item holds up; see
 * {@link RunningItem#during}.
 */
final class ResultBatch {

    private static final long QUICK_NANOS = 50_000;
    private static final long HELD_UP_NANOS = 1_000_000;
    private static final int MAX_BYTES = 64 * 1024;

    private final EventWriter events;
    private final RunningItem running;
    private final PayloadBuffer pending = new PayloadBuffer(4096);
    private final Thread lateCommitter = new Thread(this::commitLate, "procpool-late-committer");
    private long firstOrdinal;
    private int count;
    private int expected;
    private long startNanos;
    private long runNanos;

    /** Whether results wait. Written before {@link #lateCommitterWaits} is read, and the other way round there. */
    private volatile boolean anyWaiting;

    private volatile boolean lateCommitterWaits;

    ResultBatch(EventWriter events, RunningItem running) {
        this.events = events;
        this.running = running;
        lateCommitter.setDaemon(true);
    }

    /** The results of this chunk follow. */
    void begin(RunChunk chunk, long nowNanos) {
        firstOrdinal = chunk.firstOrdinal();
        count = 0;
        expected = chunk.count();
        startNanos = nowNanos;
        runNanos = 0;
    }

    /**
     * Adds the result of the next item, and commits unless more quick ones may follow.
     *
     * @param nanos how long it ran
     * @param nowNanos when it ended
     * @return whether it committed
     */
    boolean add(PayloadBuffer result, long nanos, long nowNanos) {
        runNanos += nanos;
        pending.put(result.array(), 0, result.size());
        count++;
        expected--;
        if (expected == 0 || pending.size() > MAX_BYTES || nowNanos - startNanos > QUICK_NANOS) {
            commit();
            return true;
        }
        if (count == 1) {
            expectLateCommit();
        }
        return false;
    }

    /** Sends what there is. */
    void commit() {
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
        if (anyWaiting) {
            anyWaiting = false;
        }
    }

    /** The chunk is over. */
    void end() {
        commit();
    }

    private void expectLateCommit() {
        anyWaiting = true;
        if (lateCommitterWaits) {
            lateCommitterWaits = false;
            LockSupport.unpark(lateCommitter);
        } else if (lateCommitter.getState() == Thread.State.NEW) {
            lateCommitter.start();
        }
    }

    /** Looks once a millisecond while results wait, and sleeps when none do. */
    private void commitLate() {
        Runnable commitHeldUp = this::commitHeldUp;
        while (true) {
            if (anyWaiting) {
                LockSupport.parkNanos(this, HELD_UP_NANOS);
                running.during(commitHeldUp);
            } else {
                lateCommitterWaits = true;
                if (!anyWaiting) {
                    LockSupport.park(this);
                }
            }
        }
    }

    private void commitHeldUp() {
        try {
            if (System.nanoTime() - startNanos > HELD_UP_NANOS) {
                commit();
            }
        } catch (Throwable e) {
            // Results that are lost in silence would be waited for: the death of the worker is not.
            System.err.println("procpool worker: results cannot be sent: " + e);
            Runtime.getRuntime()
                    .halt((e instanceof NoRoomException ? ExitCode.NO_ROOM : ExitCode.INTERNAL_ERROR).code());
        }
    }
}
