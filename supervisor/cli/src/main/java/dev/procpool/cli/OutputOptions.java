package dev.procpool.cli;

import dev.procpool.TaskOptions;
import dev.procpool.cli.OutcomePrinter.Format;
import picocli.CommandLine.Option;

/** The options that say in which order and form results are printed, and how items flow until then. */
final class OutputOptions {

    private static final String AUTO = "auto";

    @Option(
            names = {"-k", "--keep-order"},
            order = HelpOrder.RESULTS,
            description = "Print results in the order of the items (the default).")
    private boolean keepOrder;

    @Option(names = "--unordered", order = HelpOrder.RESULTS, description = "Print results as they arrive.")
    private boolean unordered;

    @Option(
            names = "--pid",
            order = HelpOrder.RESULTS,
            description = "Print pid<TAB>result, and start when all workers are ready.")
    private boolean pid;

    @Option(
            names = "--json",
            order = HelpOrder.RESULTS,
            description = "Print a JSON object for each item, failed ones too.")
    private boolean json;

    @Option(
            names = "--chunk",
            order = HelpOrder.FLOW,
            paramLabel = "N|auto",
            defaultValue = AUTO,
            description = "Items that are sent together (auto).")
    private String chunk;

    @Option(
            names = "--buffer",
            order = HelpOrder.FLOW,
            paramLabel = "N",
            description = "Items that are read ahead of the results (1024, more for large chunks).")
    private Integer buffer;

    @Option(
            names = {"-v", "--verbose"},
            order = HelpOrder.POOL,
            description = "Print the stack traces of failed items.")
    private boolean verbose;

    boolean isVerbose() {
        return verbose;
    }

    /** Whether the pids of the workers are printed, all of which are to show up then. */
    boolean showsPids() {
        return pid;
    }

    Format format() {
        return json ? Format.JSON : pid ? Format.PID : Format.VALUE;
    }

    /** @throws IllegalArgumentException if a value is out of range */
    TaskOptions.Builder applyTo(TaskOptions.Builder options) {
        if (keepOrder && unordered) {
            throw new UsageException("--keep-order and --unordered exclude each other");
        }
        if (!unordered) {
            options.keepOrder();
        }
        if (!chunk.equals(AUTO)) {
            options.chunkSize(chunkSize());
        }
        if (buffer != null) {
            options.buffer(buffer);
        }
        return options;
    }

    private int chunkSize() {
        try {
            return Integer.parseInt(chunk);
        } catch (NumberFormatException e) {
            throw new UsageException("--chunk: '" + chunk + "' is neither a number nor auto");
        }
    }
}
