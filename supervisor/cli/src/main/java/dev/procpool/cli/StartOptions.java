package dev.procpool.cli;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Option;

/** The options that put off the start of items. */
final class StartOptions {

    @Option(
            names = "--delay",
            order = HelpOrder.FLOW,
            paramLabel = "TIME",
            converter = DurationText.class,
            description = "Start items at least this time apart, such as 100ms.")
    private Duration delay = Duration.ZERO;

    @Option(
            names = "--load",
            order = HelpOrder.FLOW,
            paramLabel = "N|N%",
            converter = LoadLimit.Text.class,
            description =
                    "Start an item only while fewer threads of the machine run than N, or than N%% of the processors.")
    private LoadLimit load;

    @Option(
            names = "--memfree",
            order = HelpOrder.FLOW,
            paramLabel = "SIZE",
            converter = MemoryFloor.Text.class,
            description = "Start an item only while this memory is free, such as 1g.")
    private MemoryFloor memory;

    /** Whether items are started one by one. */
    boolean areGiven() {
        return !delay.isZero() || load != null || memory != null;
    }

    Duration delay() {
        return delay;
    }

    List<Admission> admissions() {
        List<Admission> all = new ArrayList<>();
        if (load != null) {
            all.add(load);
        }
        if (memory != null) {
            all.add(memory);
        }
        return all;
    }
}
