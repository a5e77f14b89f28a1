package dev.procpool.cli;

import dev.procpool.lines.LineResults;
import dev.procpool.tasks.OneLine;
import java.io.IOException;
import java.util.Optional;

/**
 * Tells of outcomes: on standard error of those that failed, on standard output, and in the job log. Lines are
 * collected, and written when there are many of them, before a message, and when {@link #flush} is called.
 * Confined to one thread.
 */
final class OutcomeReport {

    private static final int FULL = 64 << 10;

    /** With a job log, what a resumed run repeats if this one is killed between results and log. */
    private static final int FULL_WITH_LOG = 4 << 10;

    private final Messages messages;
    private final OutcomePrinter printer;
    private final JobLog log;
    private final Optional<ResultFiles> files;
    private final int full;

    /** @param log null for none */
    OutcomeReport(Messages messages, OutcomePrinter printer, JobLog log, Optional<ResultFiles> files) {
        this.messages = messages;
        this.printer = printer;
        this.log = log;
        this.files = files;
        this.full = log == null ? FULL : FULL_WITH_LOG;
    }

    /**
     * Adds an outcome.
     *
     * @param number the number of the item
     * @param item where the outcome is
     */
    void add(long number, LineResults item) throws StdoutException, JobLogException {
        if (item.failure() != null) {
            flush();
            complain(number, item);
        }
        files.ifPresent(all -> all.write(number, item));
        printer.add(number, item);
        if (log != null) {
            log.add(number, item);
        }
        if (printer.size() >= full || log != null && log.size() >= FULL) {
            flush();
        }
    }

    private void complain(long number, LineResults item) {
        String name = "item " + number + " (" + OneLine.briefly(item.line().toString()) + ")";
        messages.say(FailureJson.about(name, item.failure()), item.failure());
    }

    /**
     * Writes the lines. The job log has an item only when its result is written, and so cannot be lost any more.
     */
    void flush() throws StdoutException, JobLogException {
        try {
            printer.flush();
        } catch (IOException e) {
            if (log != null) {
                log.forget();
            }
            throw new StdoutException(e);
        }
        if (log != null) {
            try {
                log.flush();
            } catch (IOException e) {
                throw new JobLogException(e);
            }
        }
    }

    /** Results cannot be written: the reader has gone, or there is no room for them. */
    static final class StdoutException extends Exception {

        private static final long serialVersionUID = 1L;

        StdoutException(IOException cause) {
            super("results cannot be written to stdout: " + cause.getMessage(), cause);
        }
    }

    /** The job log cannot be written. */
    static final class JobLogException extends Exception {

        private static final long serialVersionUID = 1L;

        JobLogException(IOException cause) {
            super("cannot be written: " + cause.getMessage(), cause);
        }
    }
}
