package dev.procpool.internal.engine.items;

import dev.procpool.PoisonItemException;
import dev.procpool.WorkerDiedException;
import dev.procpool.internal.backend.Call;
import java.util.List;

/** Makes the failure that a call gets from the failures of all attempts of an item. */
final class LastAttempt {

    private LastAttempt() {}

    /**
     * The outcome of an item that is not run again.
     *
     * @param failures the deaths and timeouts of its attempts, the last one last
     * @param call the call of the item
     * @param attempts how often it was run
     */
    static RuntimeException failure(List<RuntimeException> failures, Call call, int attempts) {
        RuntimeException last = failures.get(failures.size() - 1);
        if (attempts > 1
                && failures.size() == attempts
                && failures.stream().allMatch(WorkerDiedException.class::isInstance)) {
            List<WorkerDiedException> deaths =
                    failures.stream().map(WorkerDiedException.class::cast).toList();
            long index = deaths.get(0).itemIndex();
            RuntimeException poison = new PoisonItemException(
                    call.names.of(index) + " has ended each of the " + attempts
                            + " workers that ran it; the last time: " + last.getMessage(),
                    index,
                    deaths.stream().map(WorkerDiedException::report).toList());
            poison.setStackTrace(last.getStackTrace());
            return poison;
        }
        failures.subList(0, failures.size() - 1).forEach(last::addSuppressed);
        return last;
    }
}
