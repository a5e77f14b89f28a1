package dev.procpool.internal.engine;

import dev.procpool.PoolException;
import dev.procpool.WorkerStartException;
import dev.procpool.internal.base.Loggers;
import dev.procpool.internal.engine.dispatch.WakeThreshold;
import dev.procpool.internal.engine.workers.Initializers;
import dev.procpool.protocol.message.Event;
import dev.procpool.protocol.message.Event.Hello;
import dev.procpool.protocol.message.Event.ItemsDone;
import dev.procpool.protocol.message.Event.Ready;
import dev.procpool.protocol.message.ProtocolException;
import java.lang.System.Logger.Level;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/** Takes in what the reader has read, under the engine lock. Called by the holder of the reader role. */
final class EventIntake implements EventReader.Sink {

    private static final System.Logger LOG = Loggers.of(EventIntake.class);

    private final EngineLock lock;
    private final Rooms rooms;
    private final Function<List<EventReader.Results>, Void> settleAll = this::settleAll;
    private final Supplier<Boolean> chooseAwaited = this::chooseAwaited;

    /**
     * Whether the reader sleeps until workers have nothing left, as there was no more for them. Guarded by the lock.
     */
    private boolean awaitsLast;

    EventIntake(EngineLock lock, Rooms rooms) {
        this.lock = lock;
        this.rooms = rooms;
    }

    @Override
    public void events(Worker worker, List<Event> events) {
        Optional<WorkerStartException> failure;
        try {
            failure = Initializers.failure(worker, events);
        } catch (RuntimeException e) {
            broken(worker, e);
            return;
        }
        lock.change(() -> {
            try {
                if (failure.isPresent()) {
                    rooms.workers.handshake.requireInitializing(worker);
                    lock.fail(failure.get());
                }
                takeIn(worker, events);
            } catch (ProtocolException e) {
                refuse(worker, e);
            }
        });
    }

    private void takeIn(Worker worker, List<Event> events) {
        for (Event event : events) {
            if (event instanceof ItemsDone done) {
                rooms.results.settle(worker, done);
            } else if (event instanceof Hello hello) {
                rooms.workers.handshake.greet(worker, hello);
            } else if (event instanceof Ready) {
                rooms.workers.handshake.initialized(worker);
            }
        }
    }

    @Override
    public void results(List<EventReader.Results> results) {
        lock.change(settleAll, results);
    }

    private Void settleAll(List<EventReader.Results> results) {
        for (EventReader.Results each : results) {
            settle(each.worker(), each.done());
        }
        return null;
    }

    private void settle(Worker worker, ItemsDone done) {
        if (worker.unreadable) {
            return; // an earlier frame of the worker was refused
        }
        try {
            rooms.results.settle(worker, done);
        } catch (ProtocolException e) {
            refuse(worker, e);
        }
    }

    private void refuse(Worker worker, ProtocolException cause) {
        worker.unreadable = true;
        rooms.workers.stopping.killForProtocol(worker, cause);
    }

    /** The items whose results are lost must not run again: the pool cannot go on. */
    @Override
    public void lost(Throwable cause) {
        lock.breakBy(cause);
    }

    @Override
    public void broken(Worker worker, Throwable cause) {
        LOG.log(Level.ERROR, worker + ": its events cannot be read", cause);
        lock.change(() -> rooms.workers.stopping.killForProtocol(worker, cause));
    }

    /** The results are lost, and their items must not run again: the pool cannot go on. */
    @Override
    public void exhausted(Worker worker, OutOfMemoryError cause) {
        String heap = "-Xmx" + (Runtime.getRuntime().maxMemory() >> 20) + "m";
        lock.breakBy(new PoolException(
                "the supervisor (" + heap + ") has not enough memory to read what " + worker + " sent: "
                        + cause.getMessage(),
                cause));
    }

    @Override
    public boolean awaitResults() {
        return lock.look(chooseAwaited);
    }

    private boolean chooseAwaited() {
        boolean patient = noteAwaited();
        awaitsLast = patient && !rooms.items.pending.hasReady();
        return patient;
    }

    /** Notes at each worker which result is awaited; returns whether there may be earlier ones. */
    private boolean noteAwaited() {
        WakeThreshold threshold = rooms.dispatcher.wakeThreshold();
        boolean later = false;
        for (Worker worker : rooms.workers.roster.workers()) {
            worker.awaitedOrdinal = threshold.awaitedOrdinal(worker);
            later |= !worker.held.isEmpty()
                    && worker.awaitedOrdinal > worker.held.first().nextOrdinal();
        }
        return later;
    }

    /**
     * Whether the reader sleeps for later results than it should, as there is more to send now. Told once, under the
     * lock.
     */
    boolean takeAwaitsTooMuch() {
        boolean hasMore = awaitsLast && rooms.items.pending.hasReady();
        awaitsLast &= !hasMore;
        return hasMore;
    }
}
