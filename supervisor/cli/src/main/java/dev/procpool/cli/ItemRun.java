package dev.procpool.cli;

import dev.procpool.Pool;
import dev.procpool.PoolBrokenException;
import dev.procpool.TaskOptions;
import dev.procpool.lines.LineResults;
import dev.procpool.lines.LineSource;
import dev.procpool.lines.Lines;
import dev.procpool.task.TaskFunction;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.concurrent.CancellationException;

/** Runs the items of a plan in a pool, and says how that ended. Used once; confined to one thread. */
final class ItemRun {

    private static final Duration READY_TIMEOUT = Duration.ofMinutes(2);

    /**
     * The work of a run.
     *
     * @param awaitsWorkers whether the first item is sent only when all workers are ready
     */
    record Plan(
            JobOptions.Job job, UnfinishedItems items, TaskOptions options, RunRules rules, boolean awaitsWorkers) {}

    /** A function that may have to be compiled first. */
    interface PendingTask {

        /**
         * The function; waits for it.
         *
         * @throws UsageException if it does not compile
         */
        TaskFunction<String, ?> await() throws InterruptedException;
    }

    private final Plan plan;
    private final Terminal terminal;
    private final Messages messages;
    private final Interruption interruption;
    private final RunWatch watch;
    private boolean halted;
    private boolean hasItems;
    private long failed;
    private long notRun;

    ItemRun(Plan plan, Terminal terminal, Messages messages, Interruption interruption, RunWatch watch) {
        this.plan = plan;
        this.terminal = terminal;
        this.messages = messages;
        this.interruption = interruption;
        this.watch = watch;
    }

    /**
     * Returns the exit code. A pool that cannot go on is terminated.
     *
     * @throws UsageException if the items are not those of the job log
     */
    int in(Pool pool, OutcomeReport report) throws InterruptedException, OutcomeReport.JobLogException {
        try {
            if (plan.awaitsWorkers()) {
                pool.awaitReady(READY_TIMEOUT);
            }
            int exit = runAll(pool, plan.job().task().await(), report);
            return interruption.exitCode() == 0 ? exit : interruption.exitCode();
        } catch (PoolBrokenException e) {
            messages.say(e.getMessage(), e);
            return ExitCodes.POOL_BROKEN;
        } catch (UsageException e) {
            pool.terminate();
            throw e;
        } catch (OutcomeReport.StdoutException e) {
            pool.terminate();
            return withoutStdout(e);
        } catch (OutcomeReport.JobLogException e) {
            pool.terminate();
            throw e;
        } catch (ResultFiles.UnwritableException e) {
            pool.terminate();
            messages.say(e.getMessage(), e);
            return ExitCodes.INTERNAL_ERROR;
        } catch (UncheckedIOException e) {
            pool.terminate();
            messages.say("items cannot be read: " + FailureReason.of(e.getCause()), e);
            return ExitCodes.INTERNAL_ERROR;
        } catch (UnfinishedItems.OtherItemsException e) {
            pool.terminate();
            throw new UsageException(e.getMessage());
        } catch (IllegalStateException e) {
            if (interruption.exitCode() == 0) {
                throw e;
            }
            return interruption.exitCode(); // the second signal has terminated the pool
        }
    }

    private int withoutStdout(OutcomeReport.StdoutException e) {
        if (terminal.isOutPipe()) {
            return ExitCodes.STDOUT_CLOSED;
        }
        messages.say(e.getMessage(), e);
        return ExitCodes.INTERNAL_ERROR;
    }

    private int runAll(Pool pool, TaskFunction<String, ?> task, OutcomeReport report)
            throws OutcomeReport.StdoutException, OutcomeReport.JobLogException {
        ItemForm form = plan.job().form();
        LineSource items = plan.rules().items(watch.count(form.sent(plan.items())), plan.options());
        LineResults arriving = form.shown(Lines.run(pool.with(plan.options()), task, items));
        try (LineResults results = plan.rules().results(arriving, item -> arrived(pool, arriving, item))) {
            interruption.running(results::cancelPending);
            takeAll(results, report);
        } catch (IllegalStateException e) {
            if (!halted) {
                throw e; // after a halt, the terminated pool refuses items that are still read
            }
        }
        if (!hasItems) {
            plan.job().withoutItems().ifPresent(messages::say);
        }
        if (notRun > 0) {
            messages.say(notRun + (notRun == 1 ? " item" : " items") + " read but not run to the end");
        }
        return halted ? plan.rules().halt().exitCode(failed) : failed == 0 ? ExitCodes.OK : ExitCodes.ITEMS_FAILED;
    }

    private void takeAll(LineResults results, OutcomeReport report)
            throws OutcomeReport.StdoutException, OutcomeReport.JobLogException {
        try {
            while (true) {
                if (!results.hasReady()) {
                    report.flush();
                }
                if (!results.next()) {
                    return;
                }
                take(results, report);
            }
        } finally {
            report.flush();
        }
    }

    private void take(LineResults item, OutcomeReport report)
            throws OutcomeReport.StdoutException, OutcomeReport.JobLogException {
        hasItems = true;
        if (item.failure() != null) {
            if (item.failure() instanceof PoolBrokenException broken) {
                throw broken;
            }
            if (isNotRun(item)) {
                notRun++;
                return;
            }
            failed++;
            if (!plan.rules().areNeeded()) {
                watch.failed(); // it was not looked at when it arrived
            }
        }
        long number = plan.items().numberOf(item.index());
        watch.outcome(number, item);
        report.add(number, item);
    }

    /** Whether an item has neither succeeded nor failed, so that a resumed run has to run it. */
    private boolean isNotRun(LineResults item) {
        boolean ending = halted || interruption.exitCode() != 0;
        return item.attempt().workerId() == 0 && (ending || item.failure() instanceof CancellationException);
    }

    /** An outcome has arrived, which may be long before it is printed. */
    private void arrived(Pool pool, LineResults arriving, LineResults item) {
        if (isNotRun(item)) {
            return;
        }
        if (item.failure() != null) {
            watch.failed(); // long before its message is printed where results are in order
        }
        if (halted || !plan.rules().stopAfter(item)) {
            return;
        }
        halted = true;
        messages.say("stopping after " + plan.rules().reasonToStop());
        if (plan.rules().halt().running() == HaltRule.Running.ARE_KILLED) {
            pool.terminate();
        } else {
            arriving.cancelPending();
        }
    }
}
