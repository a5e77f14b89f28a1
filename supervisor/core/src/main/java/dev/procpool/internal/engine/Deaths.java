package dev.procpool.internal.engine;

import dev.procpool.ExitReport;
import dev.procpool.PoisonItemException;
import dev.procpool.PoolStats;
import dev.procpool.TaskTimeoutException;
import dev.procpool.WorkerDiedException;
import dev.procpool.WorkerOutOfMemoryException;
import dev.procpool.internal.backend.Call;
import dev.procpool.internal.backend.WorkerFrames;
import java.time.Duration;
import java.util.List;

/** From the end of a process to the exception that says so. */
final class Deaths {

    private static final int SHOWN_ERROR_LINES = 10;

    private Deaths() {}

    /** What the item fails with that a worker was running when it ended: it took too long, or the worker died. */
    static RuntimeException failureOf(Worker worker, Call call, long index, PoolStats stats) {
        RuntimeException failure = make(worker, call, index, stats);
        failure.setStackTrace(WorkerFrames.of(worker.overdueStack, worker.toString(), index));
        return failure;
    }

    private static RuntimeException make(Worker worker, Call call, long index, PoolStats stats) {
        ExitReport report = worker.exit;
        String item = "item " + index + " of task " + call.id();
        if (worker.stopCause == StopCause.TIMEOUT) {
            return new TaskTimeoutException(
                    item + " " + worker.stopReason + "; " + worker + ", which was running it, was killed"
                            + at(worker.overdueStack) + " (pool: " + stats + ")",
                    null,
                    Duration.ofNanos(call.timeoutNanos()),
                    index,
                    worker.overdueStack,
                    worker.id,
                    worker.pid());
        }
        String why = worker.stopReason == null ? report.describe() : worker.stopReason + " and was killed";
        String message = worker + " " + why + " while running " + item + lastWords(report) + " (pool: " + stats + ")";
        return worker.stopCause == StopCause.MEMORY || report.outOfMemory()
                ? new WorkerOutOfMemoryException(message, index, report)
                : new WorkerDiedException(message, index, report);
    }

    /** The end of what a process said on stderr, for a message; nothing if it said nothing. */
    static String lastWords(ExitReport report) {
        if (report == null || report.lastErrorLines().isEmpty()) {
            return "";
        }
        List<String> lines = report.lastErrorLines();
        List<String> shown = lines.subList(Math.max(0, lines.size() - SHOWN_ERROR_LINES), lines.size());
        return "; its last words:\n    " + String.join("\n    ", shown) + "\n";
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
            RuntimeException poison = new PoisonItemException(
                    "item " + index + " is poison: each of " + attempts + " workers died of it, the last one so: "
                            + last.getMessage(),
                    index,
                    deaths.stream().map(WorkerDiedException::report).toList());
            poison.setStackTrace(last.getStackTrace());
            return poison;
        }
        failures.subList(0, failures.size() - 1).forEach(last::addSuppressed);
        return last;
    }

    private static String at(List<StackTraceElement> stack) {
        return stack.isEmpty() ? "; it did not say where it was" : " at " + stack.get(0);
    }
}
