package dev.procpool.internal.engine;

import dev.procpool.ExitReport;
import dev.procpool.WorkerDiedException;
import dev.procpool.WorkerOutOfMemoryException;

/** From the end of a process to the exception that says so. */
final class Deaths {

    private Deaths() {}

    static WorkerDiedException exception(String message, long itemIndex, ExitReport report) {
        return report.outOfMemory()
                ? new WorkerOutOfMemoryException(message, itemIndex, report)
                : new WorkerDiedException(message, itemIndex, report);
    }
}
