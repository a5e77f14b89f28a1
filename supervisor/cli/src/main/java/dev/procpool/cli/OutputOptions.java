package dev.procpool.cli;

import dev.procpool.TaskOptions;
import dev.procpool.cli.OutcomePrinter.Format;
import dev.procpool.cli.OutcomePrinter.Tag;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.Optional;
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
            names = "--tag",
            order = HelpOrder.RESULTS,
            description = "Print the item and a tab before each line of its result.")
    private boolean tag;

    @Option(
            names = "--results",
            order = HelpOrder.RESULTS,
            paramLabel = "DIR",
            description =
                    "Write a file for each item with its result, too, such as DIR/17-a.txt for item 17, a.txt, and "
                            + "DIR/17-a.txt.failed if it failed.")
    private Path results;

    @Option(names = "--dry-run", order = HelpOrder.RESULTS, description = "Print what would be run, and run nothing.")
    private boolean dryRun;

    /** As xargs has it: nothing is run without items anyway. */
    @Option(
            names = {"-r", "--no-run-if-empty"},
            order = HelpOrder.FLOW,
            hidden = true)
    private boolean runsNothingIfEmpty;

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

    /** The printer of outcomes. */
    OutcomePrinter printer(OutputStream out, ResultEnd end) {
        return new OutcomePrinter(out, format(), tag ? Tag.ITEM : Tag.NONE, end);
    }

    /** Whether nothing is to be run. */
    boolean isDryRun() {
        return dryRun;
    }

    /** The files for results. */
    Optional<ResultFiles> files(Terminal terminal, ResultFiles.Earlier earlier, ResultEnd end) {
        return Optional.ofNullable(results).map(given -> ResultFiles.in(terminal.resolve(given), given, earlier, end));
    }

    /** The order of the results. */
    RunRules.Order order() {
        return unordered ? RunRules.Order.OF_ARRIVAL : RunRules.Order.OF_ITEMS;
    }

    /**
     * Applies the options that say how items flow.
     *
     * @throws IllegalArgumentException if a value is out of range
     */
    TaskOptions.Builder applyTo(TaskOptions.Builder options) {
        if (keepOrder && unordered) {
            throw new UsageException("--keep-order and --unordered exclude each other");
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
