package dev.procpool.internal.engine.workers;

import dev.procpool.RemoteTaskException;
import dev.procpool.WorkerStartException;
import dev.procpool.internal.backend.RemoteFailures;
import dev.procpool.internal.engine.Worker;
import dev.procpool.protocol.codec.RemoteFailure;
import dev.procpool.protocol.message.Event;
import dev.procpool.protocol.message.Event.InitializerFailed;
import java.util.List;
import java.util.Optional;

/** Makes the exception for an initializer that failed in a worker. Decodes data only, no class of the user. */
public final class Initializers {

    private Initializers() {}

    /** The failure among a worker's events, if there is one. */
    public static Optional<WorkerStartException> failure(Worker worker, List<Event> events) {
        return events.stream()
                .filter(InitializerFailed.class::isInstance)
                .map(event -> asException(worker, (InitializerFailed) event))
                .findFirst();
    }

    private static WorkerStartException asException(Worker worker, InitializerFailed event) {
        RemoteFailure failure = RemoteFailure.decode(event.failure().reader());
        RemoteTaskException cause = RemoteFailures.asException(failure, worker.id, worker.pid());
        return new WorkerStartException(worker + ": error in initializer: " + cause.getMessage(), null, cause);
    }
}
