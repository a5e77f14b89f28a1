package dev.procpool.internal.engine;

import dev.procpool.PoolListener;
import dev.procpool.PoolListener.Items;
import dev.procpool.WorkerInfo;
import dev.procpool.internal.backend.Batch;
import dev.procpool.internal.backend.Call;
import dev.procpool.internal.backend.EndedItems;
import dev.procpool.internal.backend.ListenerQueue;
import dev.procpool.internal.backend.Settlement;
import dev.procpool.internal.base.PoolName;
import dev.procpool.internal.engine.items.Assignment;
import dev.procpool.internal.engine.items.Chunk;
import java.util.Optional;
import java.util.function.Consumer;
import jdk.jfr.FlightRecorder;

/**
 * Passes events of workers and items to the pool's listener and the flight recorder. Guarded by the engine lock: events
 * are noted there, in their order, and the listener is called on the completion executor. Costs nothing without a
 * listener.
 */
public final class Observers {

    private final String pool;
    private final Optional<ListenerQueue> listener;
    private final Consequences consequences;

    Observers(PoolName name, Optional<ListenerQueue> listener, Consequences consequences) {
        this.pool = name.given().orElse(null);
        this.listener = listener;
        this.consequences = consequences;
    }

    /** Whether a listener hears of the events. */
    boolean areThere() {
        return listener.isPresent();
    }

    private void tell(Consumer<PoolListener> event) {
        if (listener.isPresent()) {
            listener.get().add(event);
            consequences.then(listener.get()::deliver);
        }
    }

    private static boolean isRecording() {
        return FlightRecorder.isInitialized();
    }

    public void started(Worker worker) {
        if (isRecording()) {
            worker.recording = FlightEvents.begin(pool, worker);
        }
        if (listener.isPresent()) {
            WorkerInfo info = info(worker);
            tell(l -> l.workerStarted(info));
        }
    }

    public void ready(Worker worker) {
        if (worker.recording != null) {
            worker.recording.isReady();
        }
        if (listener.isPresent()) {
            WorkerInfo info = info(worker);
            tell(l -> l.workerReady(info));
        }
    }

    public void recycled(Worker worker, String reason) {
        if (listener.isPresent()) {
            WorkerInfo info = info(worker);
            tell(l -> l.workerRecycled(info, reason));
        }
    }

    public void exited(Worker worker) {
        if (worker.recording != null) {
            worker.recording.finish(worker);
        }
        if (listener.isPresent() && worker.life.exit() != null) {
            WorkerInfo info = info(worker);
            tell(l -> l.workerExited(info, worker.life.exit()));
        }
    }

    private static WorkerInfo info(Worker worker) {
        return worker.info(System.nanoTime());
    }

    public void started(Worker worker, Assignment assignment) {
        if (isRecording()) {
            assignment.recordAs(FlightEvents.begin(pool, worker, assignment));
        }
        if (listener.isPresent()) {
            Chunk chunk = assignment.chunk();
            Items items = items(chunk.batch(), chunk.from(), chunk.count(), chunk.attempt(), worker);
            tell(l -> l.itemsStarted(items));
        }
    }

    /** The worker has settled, or given back, all of an assignment. */
    public void ended(Assignment assignment) {
        if (assignment.recording() != null) {
            assignment.recording().commit();
        }
    }

    /** Items have their outcomes. */
    public void settled(Call call, Settlement settlement) {
        if (isRecording() && settlement instanceof Settlement.Ran ran) {
            FlightEvents.ended(pool, call, ran, false);
        }
        if (listener.isPresent()) {
            Items items = EndedItems.of(call, settlement);
            tell(l -> l.itemsSettled(items));
        }
    }

    /** @param asRun the outcome of the attempt that failed */
    public void retried(Call call, Settlement.Ran asRun, Throwable failure) {
        if (isRecording()) {
            FlightEvents.ended(pool, call, asRun, true);
            FlightEvents.retried(pool, call, asRun, failure);
        }
        if (listener.isPresent()) {
            Items items = EndedItems.of(call, asRun);
            tell(l -> l.itemRetried(items, failure));
        }
    }

    /** The running item of a worker has reported its progress. */
    public void progressed(Worker worker, Assignment assignment, long ordinal, long done, long total) {
        if (listener.isPresent()) {
            Chunk chunk = assignment.chunk();
            Items item = items(chunk.batch(), assignment.position(ordinal), 1, chunk.attempt(), worker);
            tell(l -> l.itemProgressed(item, done, total));
        }
    }

    void broken(Throwable cause) {
        if (isRecording()) {
            FlightEvents.broken(pool, cause);
        }
        tell(l -> l.poolBroken(cause));
    }

    private static Items items(Batch batch, int from, int count, int attempt, Worker worker) {
        return new Items(batch.call().id(), batch.firstIndex() + from, count, attempt, worker.id, worker.pid());
    }
}
