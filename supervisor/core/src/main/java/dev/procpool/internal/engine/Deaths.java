package dev.procpool.internal.engine;

import dev.procpool.ExitReport;
import dev.procpool.PoolStats;
import dev.procpool.TaskTimeoutException;
import dev.procpool.WorkerDiedException;
import dev.procpool.WorkerOutOfMemoryException;
import dev.procpool.internal.backend.Call;
import dev.procpool.internal.backend.TimeLimits;
import dev.procpool.internal.backend.WorkerFrames;
import dev.procpool.internal.engine.workers.StopCause;
import java.time.Duration;
import java.util.List;

/** Makes the exception of an item whose worker ended while running it. */
final class Deaths {

    private static final int SHOWN_ERROR_LINES = 10;

    private Deaths() {}

    /** The failure of the item that a worker was running when it ended: the item took too long, or the worker died. */
    static RuntimeException failureOf(Worker worker, Call call, long index, PoolStats stats) {
        RuntimeException failure = make(worker, call, index, stats);
        String itemInFrame = call.names.of(index);
        failure.setStackTrace(WorkerFrames.of(worker.life.overdueStack(), worker.toString(), itemInFrame));
        return failure;
    }

    private static RuntimeException make(Worker worker, Call call, long index, PoolStats stats) {
        ExitReport report = worker.life.exit();
        String item = call.names.of(index);
        StopCause cause = worker.life.stopCause();
        if (cause == StopCause.TIMEOUT || cause == StopCause.STALL) {
            TimeLimits limits = call.limits();
            return new TaskTimeoutException(
                    item + " " + worker.life.stopReason() + "; " + worker + ", which was running it, was killed"
                            + at(worker.life.overdueStack()) + call.names.inPool(stats),
                    null,
                    Duration.ofNanos(cause == StopCause.STALL ? limits.stallNanos() : limits.timeoutNanos()),
                    index,
                    worker.life.overdueStack(),
                    worker.id,
                    worker.pid());
        }
        String why =
                worker.life.stopReason() == null ? report.describe() : worker.life.stopReason() + " and was killed";
        String message = worker + " " + why + " while running " + item + lastWords(report) + call.names.inPool(stats);
        return cause == StopCause.MEMORY || report.outOfMemory()
                ? new WorkerOutOfMemoryException(message, index, report)
                : new WorkerDiedException(message, index, report);
    }

    /** The last lines that a process wrote to stderr, for a message; empty if it wrote none. */
    static String lastWords(ExitReport report) {
        if (report == null || report.lastErrorLines().isEmpty()) {
            return "";
        }
        List<String> lines = report.lastErrorLines();
        List<String> shown = lines.subList(Math.max(0, lines.size() - SHOWN_ERROR_LINES), lines.size());
        return "; its last words:\n    " + String.join("\n    ", shown) + "\n";
    }

    private static String at(List<StackTraceElement> stack) {
        return stack.isEmpty() ? "; it did not say where it was" : " at " + stack.get(0);
    }
}
