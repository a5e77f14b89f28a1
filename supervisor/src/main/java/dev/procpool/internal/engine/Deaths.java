package dev.procpool.internal.engine;

import dev.procpool.ExitReport;
import dev.procpool.PoisonItemException;
import dev.procpool.WorkerDiedException;
import dev.procpool.WorkerOutOfMemoryException;
import java.util.List;

/** From the end of a process to the exception that says so. */
final class Deaths {

    private Deaths() {}

    /** @param ofMemory whether it was killed for taking too much */
    static WorkerDiedException exception(String message, long itemIndex, ExitReport report, boolean ofMemory) {
        return ofMemory || report.outOfMemory()
                ? new WorkerOutOfMemoryException(message, itemIndex, report)
                : new WorkerDiedException(message, itemIndex, report);
    }

    /**
     * What becomes of an item that is not run again.
     *
     * @param failures its deaths and timeouts, the last one last
     * @param attempts how often it was run
     */
    static RuntimeException afterAll(List<RuntimeException> failures, int attempts) {
        RuntimeException last = failures.get(failures.size() - 1);
        if (attempts > 1
                && failures.size() == attempts
                && failures.stream().allMatch(WorkerDiedException.class::isInstance)) {
            List<WorkerDiedException> deaths =
                    failures.stream().map(WorkerDiedException.class::cast).toList();
            long index = deaths.get(0).itemIndex();
            return new PoisonItemException(
                    "item " + index + " is poison: each of " + attempts + " workers died of it, the last one so: "
                            + last.getMessage(),
                    index,
                    deaths.stream().map(WorkerDiedException::report).toList());
        }
        failures.subList(0, failures.size() - 1).forEach(last::addSuppressed);
        return last;
    }

    /** Where a thread was, for a message. */
    static String at(List<StackTraceElement> stack) {
        return stack.isEmpty() ? "; it did not say where it was" : " at " + stack.get(0);
    }
}
