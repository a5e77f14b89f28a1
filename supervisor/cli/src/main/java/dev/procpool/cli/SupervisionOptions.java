package dev.procpool.cli;

import dev.procpool.PoolBuilder;
import dev.procpool.RestartPolicy;
import dev.procpool.RetryOn;
import dev.procpool.TaskOptions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** The options for items and workers that misbehave. */
final class SupervisionOptions {

    private static final Duration DEFAULT_STOP_TIMEOUT = Duration.ofSeconds(10);

    @Option(
            names = "--timeout",
            order = HelpOrder.SUPERVISION,
            paramLabel = "TIME",
            converter = TimeLimit.Text.class,
            description = "Kill the worker of an item that runs longer than 30s, 500ms, 1.5m, …, and fail that item; "
                    + "300%% is three times the median of the items that have succeeded, but at least 1s (none).")
    private TimeLimit timeout;

    @Option(
            names = "--stall-timeout",
            order = HelpOrder.SUPERVISION,
            paramLabel = "TIME",
            converter = DurationText.class,
            description =
                    "Kill the worker of an item whose task reports no progress (TaskContext.progress) for 30s, …, "
                            + "and fail that item (none).")
    private Duration stallTimeout;

    @Option(
            names = "--retries",
            order = HelpOrder.SUPERVISION,
            paramLabel = "N",
            defaultValue = "0",
            description = "Run a failed item again, up to so many times (0).")
    private int retries;

    @Option(
            names = "--retry-on",
            order = HelpOrder.SUPERVISION,
            paramLabel = "KIND",
            split = ",",
            description = "Which failures are worth a retry: died, timeout, error (all).")
    private List<RetryOn> retryOn = new ArrayList<>();

    @Option(
            names = "--halt",
            order = HelpOrder.SUPERVISION,
            paramLabel = "RULE",
            converter = HaltRule.Text.class,
            defaultValue = "never",
            description =
                    "When to stop early: soon,fail=N lets running items end, now,fail=N kills them; success=N and "
                            + "done=N count other outcomes, N%% is a share of the items (never).")
    private HaltRule halt;

    @Option(
            names = "--max-tasks",
            order = HelpOrder.SUPERVISION,
            paramLabel = "N",
            description = "Replace each worker after about so many items (never).")
    private Integer maxTasks;

    @Option(
            names = "--max-rss",
            order = HelpOrder.SUPERVISION,
            paramLabel = "SIZE",
            converter = SizeText.class,
            description = "Kill a worker whose resident memory exceeds this, such as 400m (none).")
    private Long maxRss;

    @Option(
            names = "--restart-intensity",
            order = HelpOrder.SUPERVISION,
            paramLabel = "N/TIME",
            converter = Intensity.class,
            description = "Give up after more deaths than this that settle no item, such as 5/10s (3 a worker/60s).")
    private RestartPolicy restartPolicy;

    @Option(
            names = "--stop-timeout",
            order = HelpOrder.SUPERVISION,
            paramLabel = "TIME",
            converter = DurationText.class,
            description = "How long running items and workers may take to end when the run is stopped (10s).")
    private Duration stopTimeout = DEFAULT_STOP_TIMEOUT;

    /** @throws IllegalArgumentException if a value is out of range */
    PoolBuilder applyTo(PoolBuilder builder) {
        if (maxTasks != null) {
            builder.maxTasksPerWorker(maxTasks);
        }
        if (maxRss != null) {
            builder.maxRss(maxRss);
        }
        if (restartPolicy != null) {
            builder.restartPolicy(restartPolicy);
        }
        return builder.stopTimeout(stopTimeout);
    }

    /** The end of an item that runs too long. */
    enum Overrun {
        /** Its worker is killed. */
        KILLS,
        /** It is interrupted, and its worker lives on. */
        INTERRUPTS
    }

    /**
     * Applies the options that items have.
     *
     * @throws IllegalArgumentException if a value is out of range
     */
    TaskOptions.Builder applyTo(TaskOptions.Builder options, Overrun overrun) {
        if (timeout != null && overrun == Overrun.KILLS) {
            options.timeout(timeout.first());
        } else if (timeout != null) {
            options.softTimeout(timeout.first());
        }
        if (stallTimeout != null) {
            options.stallTimeout(stallTimeout);
        }
        options.retries(retries);
        if (!retryOn.isEmpty()) {
            options.retryOn(retryOn.get(0), retryOn.toArray(new RetryOn[0]));
        }
        return options;
    }

    HaltRule halt() {
        return halt;
    }

    /** How long items may run, where that changes during the run. */
    Optional<MedianLimit> changingLimit() {
        return Optional.ofNullable(timeout).flatMap(TimeLimit::later);
    }

    Duration stopTimeout() {
        return stopTimeout;
    }

    /** {@code 5/10s}. */
    static final class Intensity implements ITypeConverter<RestartPolicy> {

        @Override
        public RestartPolicy convert(String text) {
            String[] parts = text.split("/", 2);
            if (parts.length != 2 || !parts[0].matches("\\d{1,9}")) {
                throw new TypeConversionException("'" + text + "' is not a number of deaths in a time, such as 5/10s");
            }
            return RestartPolicy.of(Integer.parseInt(parts[0]), new DurationText().convert(parts[1]));
        }
    }
}
