package dev.procpool.internal.engine;

import dev.procpool.PoolListener;
import dev.procpool.PoolListener.Items;
import dev.procpool.WorkerInfo;
import dev.procpool.internal.backend.Batch;
import dev.procpool.internal.backend.ListenerQueue;
import java.util.Optional;
import java.util.function.Consumer;
import jdk.jfr.FlightRecorder;

/**
 * Tells the pool's listener and the flight recorder what happens. Guarded by the engine lock: events are noted there, in
 * their order, and the listener hears of them on the completion executor. Costs nothing where nobody listens.
 */
final class Observers {

    private final Optional<ListenerQueue> listener;
    private final Consequences changes;

    Observers(Optional<ListenerQueue> listener, Consequences changes) {
        this.listener = listener;
        this.changes = changes;
    }

    private void tell(Consumer<PoolListener> event) {
        if (listener.isPresent()) {
            listener.get().add(event);
            changes.then(listener.get()::deliver);
        }
    }

    private static boolean isRecording() {
        return FlightRecorder.isInitialized();
    }

    void started(Worker worker) {
        if (isRecording()) {
            worker.recording = FlightEvents.begin(worker);
        }
        if (listener.isPresent()) {
            WorkerInfo info = info(worker);
            tell(l -> l.workerStarted(info));
        }
    }

    void ready(Worker worker) {
        if (listener.isPresent()) {
            WorkerInfo info = info(worker);
            tell(l -> l.workerReady(info));
        }
    }

    void recycled(Worker worker, String reason) {
        if (listener.isPresent()) {
            WorkerInfo info = info(worker);
            tell(l -> l.workerRecycled(info, reason));
        }
    }

    void exited(Worker worker) {
        if (worker.recording != null) {
            worker.recording.finish(worker);
        }
        if (listener.isPresent() && worker.exit != null) {
            WorkerInfo info = info(worker);
            tell(l -> l.workerExited(info, worker.exit));
        }
    }

    private static WorkerInfo info(Worker worker) {
        return worker.info(System.nanoTime());
    }

    void started(Worker worker, Assignment assignment) {
        if (isRecording()) {
            assignment.recording = FlightEvents.begin(worker, assignment);
        }
        if (listener.isPresent()) {
            Chunk chunk = assignment.chunk();
            Items items = items(chunk.batch(), chunk.from(), chunk.count(), chunk.attempt(), worker);
            tell(l -> l.itemsStarted(items));
        }
    }

    /** The worker has settled, or given back, all of an assignment. */
    void ended(Assignment assignment) {
        if (assignment.recording != null) {
            assignment.recording.finish();
        }
    }

    /** @param worker the worker that had them; null if none had */
    void settled(Batch batch, int from, int count, int attempt, Worker worker) {
        if (listener.isPresent()) {
            Items items = items(batch, from, count, attempt, worker);
            tell(l -> l.itemsSettled(items));
        }
    }

    void retried(Worker worker, Assignment assignment, long ordinal, Throwable failure) {
        Chunk chunk = assignment.chunk();
        if (isRecording()) {
            FlightEvents.retried(worker, assignment, assignment.index(ordinal), failure);
        }
        if (listener.isPresent()) {
            Items items = items(chunk.batch(), assignment.position(ordinal), 1, chunk.attempt(), worker);
            tell(l -> l.itemRetried(items, failure));
        }
    }

    void broken(Throwable cause) {
        if (isRecording()) {
            FlightEvents.broken(cause);
        }
        tell(l -> l.poolBroken(cause));
    }

    private static Items items(Batch batch, int from, int count, int attempt, Worker worker) {
        return new Items(
                batch.call().id(),
                batch.firstIndex() + from,
                count,
                attempt,
                worker == null ? 0 : worker.id,
                worker == null ? 0 : worker.pid());
    }
}
