package dev.procpool.internal.engine.dispatch;

import dev.procpool.internal.engine.Worker;
import dev.procpool.internal.engine.items.Assignment;
import dev.procpool.internal.engine.items.ItemRoom;
import dev.procpool.internal.engine.items.PendingQueue;
import dev.procpool.internal.engine.items.Recall;
import dev.procpool.internal.engine.items.RunTimeEstimate;
import dev.procpool.internal.engine.workers.Duty;
import dev.procpool.internal.engine.workers.Stopping;
import dev.procpool.internal.engine.workers.WorkerRoom;
import dev.procpool.internal.engine.workers.WorkerState;
import dev.procpool.protocol.message.ProtocolException;
import java.util.List;

/**
 * Takes back what a worker was sent for too long, because the user gave a chunk size or the estimate was wrong, if a
 * client that no worker serves has to wait for it. Guarded by the engine lock.
 */
final class TurnKeeper {

    /** Estimates rise and fall: a worker may hold this number of times what it may be sent ahead. */
    private static final int TIMES_AHEAD = 2;

    private final List<Worker> workers;
    private final PendingQueue pending;
    private final Recall recall;
    private final Duty duty;
    private final Stopping stopping;
    private final SendAhead sendAhead;

    TurnKeeper(ItemRoom items, WorkerRoom workers) {
        this.workers = workers.roster.workers();
        this.pending = items.pending;
        this.recall = items.recall;
        this.duty = workers.duty;
        this.stopping = workers.stopping;
        this.sendAhead = new SendAhead(this.workers, pending, items.runTimes);
    }

    /** Called when no worker has room for the items that are ready; returns whether items were taken back. */
    boolean makeRoom() {
        if (!pending.hasReady() || pending.isFirstClientServed()) {
            return false;
        }
        long mostNanos = TIMES_AHEAD * sendAhead.mostNanos();
        for (Worker worker : workers) {
            if (worker.state() == WorkerState.BUSY && waitingExceeds(worker, mostNanos)) {
                return takeBack(worker);
            }
        }
        return false;
    }

    /** Whether the items behind the one that the worker is running take longer than this time, or nobody knows. */
    private static boolean waitingExceeds(Worker worker, long mostNanos) {
        long nanos = 0;
        int running = 1;
        for (Assignment held : worker.held) {
            int waiting = held.unsettled() - running;
            running = 0;
            long each = held.nanosPerItem();
            if (waiting > 0 && each == RunTimeEstimate.UNKNOWN) {
                return true;
            }
            nanos += each * waiting;
            if (nanos > mostNanos) {
                return true;
            }
        }
        return false;
    }

    private boolean takeBack(Worker worker) {
        try {
            recall.holdAndTakeBack(worker);
            duty.endIfDone(worker);
            return true;
        } catch (ProtocolException e) {
            stopping.killForProtocol(worker, e);
            return false;
        }
    }
}
