package dev.procpool.internal.engine.dispatch;

import dev.procpool.internal.backend.Call;
import dev.procpool.internal.engine.Worker;
import dev.procpool.internal.engine.items.Assignment;
import dev.procpool.internal.engine.items.ItemRoom;
import dev.procpool.internal.engine.items.Recall;
import dev.procpool.internal.engine.workers.Duty;
import dev.procpool.internal.engine.workers.Stopping;
import dev.procpool.internal.engine.workers.WorkerRoom;
import dev.procpool.protocol.message.ProtocolException;
import java.util.List;

/**
 * Takes back what workers were sent of a stream whose results have grown: thousands of quick items may be with workers
 * when their results become large, and there may be no memory for all of them until the consumer takes them. Guarded by
 * the engine lock.
 */
public final class Overflow {

    /** The results of this size may be made although the call is full: workers should not stand still after that. */
    private static final long MOST_BYTES = 32 << 20;

    private final List<Worker> workers;
    private final Recall recall;
    private final Duty duty;
    private final Stopping stopping;

    public Overflow(ItemRoom items, WorkerRoom workers) {
        this.workers = workers.roster.workers();
        this.recall = items.recall;
        this.duty = workers.duty;
        this.stopping = workers.stopping;
    }

    /**
     * Takes back the items of a call that is full, if their results would be many bytes.
     *
     * @param bytesEach the bytes of a result
     */
    public void takeBack(Call call, long bytesEach) {
        if (!call.isFull() || waitingItems(call) * bytesEach < MOST_BYTES) {
            return;
        }
        for (Worker worker : List.copyOf(workers)) {
            if (worker.isWorking() && worker.held.hasAnyOf(call)) {
                takeBack(worker);
            }
        }
    }

    /** The number of items of a call that workers were sent, but for the next one of each worker. */
    private long waitingItems(Call call) {
        long items = 0;
        for (Worker worker : workers) {
            int next = 1;
            for (Assignment held : worker.held) {
                items += held.call() == call ? held.unsettled() - next : 0;
                next = 0;
            }
        }
        return items;
    }

    private void takeBack(Worker worker) {
        try {
            recall.holdAndTakeBack(worker);
            duty.endIfDone(worker);
        } catch (ProtocolException e) {
            stopping.killForProtocol(worker, e);
        }
    }
}
