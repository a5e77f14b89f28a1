package dev.procpool.internal.engine.items;

import dev.procpool.RetryOn;
import dev.procpool.internal.backend.Call;
import dev.procpool.internal.backend.Settlement;
import dev.procpool.internal.engine.Worker;
import java.util.List;

/**
 * An item that has failed and may be run again. Guarded by the engine lock.
 *
 * @param worker the worker that ran it
 * @param held the assignment that it was a part of
 * @param chunk the chunk of that assignment
 * @param ordinal the ordinal that the worker gave it
 * @param kind the kind of its failure
 * @param asRun the outcome of its last attempt
 * @param failures the deaths and timeouts of all its attempts, the last one last
 */
record FailedItem(
        Worker worker,
        Assignment held,
        Chunk chunk,
        long ordinal,
        RetryOn kind,
        Settlement.Ran asRun,
        List<RuntimeException> failures) {

    Call call() {
        return chunk.batch().call();
    }

    /** The position of the item in its batch. */
    int position() {
        return held.position(ordinal);
    }

    /** The failure of the last attempt, as far as it is known without decoding anything. */
    Throwable failure() {
        return asRun instanceof Settlement.Direct direct ? direct.failure() : new FailedAttempt();
    }

    /** The outcome of the item if it is not run again. */
    Settlement.Ran outcome() {
        return asRun instanceof Settlement.Direct died
                ? died.failingAs(LastAttempt.failure(failures, call(), chunk.attempt()))
                : asRun;
    }
}
