package dev.procpool.cli;

import dev.procpool.Pool;
import dev.procpool.PoolBrokenException;
import dev.procpool.PoolBuilder;
import dev.procpool.TaskOptions;
import dev.procpool.lines.LineSource;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.logging.Level;
import java.util.logging.Logger;
import picocli.CommandLine.Mixin;

/** The options of commands that run something for each item, and what these commands have in common. */
final class JobOptions {

    /** Held, as an unreferenced logger may be collected and lose its level. */
    private static final Logger POOL_LOG = Logger.getLogger("dev.procpool");

    /**
     * The work that is done for each item.
     *
     * @param name its name, in messages and in the job log
     * @param task the function
     * @param form the form in which the function takes items
     * @param overrun the fate of an item that runs too long
     * @param end the end of a result that is printed
     * @param largestResult the largest result in bytes
     * @param shown what is run for an item, by its number and its text
     * @param withoutItems a message for a run that has no items
     */
    record Job(
            String name,
            ItemRun.PendingTask task,
            ItemForm form,
            SupervisionOptions.Overrun overrun,
            ResultEnd end,
            int largestResult,
            BiFunction<Long, String, String> shown,
            Optional<String> withoutItems) {

        private boolean isCommand() {
            return form == ItemForm.NUMBERED_COLUMNS;
        }
    }

    @Mixin
    private WorkerOptions workers = new WorkerOptions();

    @Mixin
    private SupervisionOptions supervision = new SupervisionOptions();

    @Mixin
    private StartOptions starts = new StartOptions();

    @Mixin
    private JobLogOptions log = new JobLogOptions();

    @Mixin
    private OutputOptions output = new OutputOptions();

    @Mixin
    private ProgressOptions progress = new ProgressOptions();

    @Mixin
    private TraceOption trace = new TraceOption();

    @Mixin
    private InputOptions input = new InputOptions();

    /** Where the workers find classes. */
    ClassPathCheck classPath(Terminal terminal) {
        return workers.classPath(terminal);
    }

    /** The form of results. */
    OutcomePrinter.Format format() {
        return output.format();
    }

    /** The form in which a task takes its items. */
    ItemForm form(GivenWords sources) {
        return input.form(sources);
    }

    /**
     * Runs a job over all items; returns the exit code.
     *
     * @param sources where items come from
     */
    int run(Job job, GivenWords sources, Terminal terminal) throws Exception {
        if (!output.isVerbose()) {
            POOL_LOG.setLevel(Level.OFF); // the messages of this command say the same, in one line
        }
        trace.check();
        Messages messages = new Messages(terminal.err(), output.isVerbose());
        PoolBuilder builder =
                UsageException.ifWrong(() -> supervision.applyTo(workers.builder(terminal, messages::say)));
        builder.maxPayload(job.largestResult());
        RunWatch watch = progress.watch(terminal, messages, input.isStandardInput(sources));
        RunRules rules = new RunRules(
                new RunRules.Given(
                        supervision.halt(),
                        supervision.changingLimit(),
                        starts,
                        sending(job),
                        output.order(),
                        builder.build().processes()),
                messages::say);
        TaskOptions options = UsageException.ifWrong(
                () -> rules.applyTo(supervision.applyTo(output.applyTo(TaskOptions.builder()), job.overrun()))
                        .build());
        UnfinishedItems items = new UnfinishedItems(
                items(job, sources, terminal), log.finished(job.name(), terminal), log.retriesFailed());
        if (output.isDryRun()) {
            job.task().await();
            return new DryRun(terminal, messages).show(items, job.shown());
        }
        boolean awaitsWorkers = workers.areAwaited() || output.showsPids() || rules.awaitWorkers();
        return run(new ItemRun.Plan(job, items, options, rules, awaitsWorkers), builder, watch, terminal, messages);
    }

    /** A command may do what cannot be undone: none is started behind the one that stops the run. */
    private RunRules.Sending sending(Job job) {
        return job.isCommand() && supervision.halt().isSet() ? RunRules.Sending.ONE_BY_ONE : RunRules.Sending.AHEAD;
    }

    private int run(ItemRun.Plan plan, PoolBuilder builder, RunWatch watch, Terminal terminal, Messages messages)
            throws Exception {
        Interruption interruption = new Interruption(supervision.stopTimeout(), messages::say);
        ResultEnd end = plan.job().end();
        Optional<ResultFiles> files = output.files(terminal, log.earlierFiles(), end);
        try (JobLog jobLog = log.open(plan.job().name(), terminal);
                RunTrace tracing = trace.begin(plan, terminal);
                Pool pool = open(builder, watch, tracing, interruption, terminal);
                RunWatch watching = watch.over(pool)) {
            OutcomePrinter printer = output.printer(terminal.results(), end);
            return new ItemRun(plan, terminal, messages, interruption, watching)
                    .in(pool, new OutcomeReport(messages, printer, jobLog, files));
        } catch (PoolBrokenException e) {
            messages.say(e.getMessage(), e);
            return ExitCodes.POOL_BROKEN;
        } catch (RunTrace.UnwritableException e) {
            messages.say("--trace: " + trace.file() + " " + e.getMessage(), e);
            return ExitCodes.INTERNAL_ERROR;
        } catch (OutcomeReport.JobLogException e) {
            messages.say("--joblog: " + log.file() + " " + e.getMessage(), e);
            return ExitCodes.INTERNAL_ERROR;
        }
    }

    /** @param trace null for none */
    private static Pool open(
            PoolBuilder builder, RunWatch watch, RunTrace trace, Interruption interruption, Terminal terminal) {
        if (trace != null) {
            watch.fill(trace);
            interruption.beforeHalt(trace::finishNow);
        }
        watch.listener().ifPresent(builder::listener);
        return interruption.open(builder, terminal.signals());
    }

    private LineSource items(Job job, GivenWords sources, Terminal terminal) {
        return job.isCommand() ? input.columns(sources, terminal) : input.items(sources, terminal);
    }
}
