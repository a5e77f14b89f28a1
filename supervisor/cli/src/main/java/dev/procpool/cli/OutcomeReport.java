package dev.procpool.cli;

import dev.procpool.Outcome;
import dev.procpool.tasks.OneLine;
import java.io.IOException;

/**
 * Tells of outcomes: on standard error of those that failed, on standard output, and in the job log. Confined to one
 * thread.
 */
final class OutcomeReport {

    private final String task;
    private final Messages messages;
    private final OutcomePrinter printer;
    private final JobLog log;

    /** @param log null for none */
    OutcomeReport(String task, Messages messages, OutcomePrinter printer, JobLog log) {
        this.task = task;
        this.messages = messages;
        this.printer = printer;
        this.log = log;
    }

    /** The job log has an item only when its result is printed, and so cannot be lost any more. */
    void add(NumberedItems.Numbered its, Outcome<Object> outcome) throws StdoutException, JobLogException {
        if (!outcome.isSuccess()) {
            messages.say(
                    "item " + its.number() + " (" + its.item().shown() + "): "
                            + OneLine.of(OutcomePrinter.describe(outcome.failure())),
                    outcome.failure());
        }
        try {
            printer.print(its.number(), its.item(), outcome);
        } catch (IOException e) {
            throw new StdoutException(e);
        }
        if (log != null) {
            try {
                log.add(task, its.number(), its.item().text(), outcome);
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
