package dev.procpool.internal.engine;

import dev.procpool.internal.engine.dispatch.Dispatcher;
import dev.procpool.internal.engine.dispatch.Overflow;
import dev.procpool.internal.engine.items.Assignment;
import dev.procpool.internal.engine.items.Ledger;
import dev.procpool.internal.engine.workers.Duty;
import dev.procpool.internal.engine.workers.Restarts;
import dev.procpool.internal.engine.workers.WorkerRoom;
import dev.procpool.protocol.message.Event.ItemsDone;
import dev.procpool.protocol.message.ProtocolException;

/**
 * Takes in results of a worker: settles their items, and tells the rooms of the engine that the worker gets on. Guarded
 * by the engine lock.
 */
final class ResultIntake {

    private final Ledger ledger;
    private final Dispatcher dispatcher;
    private final Overflow overflow;
    private final Duty duty;
    private final Restarts restarts;
    private final Cancellation cancellation;

    ResultIntake(
            Ledger ledger, Dispatcher dispatcher, Overflow overflow, WorkerRoom workers, Cancellation cancellation) {
        this.ledger = ledger;
        this.dispatcher = dispatcher;
        this.overflow = overflow;
        this.duty = workers.duty;
        this.restarts = workers.restarts;
        this.cancellation = cancellation;
    }

    /** @throws ProtocolException if they are not the results that are due */
    void settle(Worker worker, ItemsDone done) {
        Assignment first = worker.held.first();
        ledger.settle(worker, done);
        dispatcher.heardOf(worker, System.nanoTime());
        restarts.forgive();
        duty.endIfDone(worker);
        overflow.takeBack(first.call(), done.results().length() / done.count());
        cancellation.cancelFailedFast();
    }
}
