package dev.procpool;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * A worker died while it was running an item. Only that item fails; the pool goes on with a new worker. The stack trace
 * has a frame that names the worker and the item, and then the frames of the thread that took the result: a waiting
 * caller, or a thread of the completion executor.
 */
public class WorkerDiedException extends TaskException {

    private static final long serialVersionUID = 1L;

    private final long itemIndex;
    private final ExitReport report;

    /**
     * An exception of an item.
     *
     * @param itemIndex the position of the item in its call, from 0
     * @param report the end of the worker
     */
    public WorkerDiedException(String message, long itemIndex, ExitReport report) {
        super(message, null, report.workerId(), report.pid());
        this.itemIndex = itemIndex;
        this.report = report;
    }

    /** The position of the item in its call, from 0. */
    public long itemIndex() {
        return itemIndex;
    }

    /** The exit value of the process, as the operating system gave it: 128 + n after signal n. */
    public int exitCode() {
        return report.exitCode();
    }

    /** The name of the signal that ended the worker, inferred from the exit code: {@code SIGKILL}. */
    public Optional<String> signal() {
        return report.signal();
    }

    /** The number of that signal. */
    public OptionalInt signalNumber() {
        return report.signalNumber();
    }

    /** The last lines that the worker printed to its standard error stream, oldest first. */
    public List<String> lastErrorLines() {
        return report.lastErrorLines();
    }

    /** The whole report of the exit. */
    public ExitReport report() {
        return report;
    }
}
