package dev.procpool.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * The options of the bench. All types that this class names are loaded for every command, so the rest is in
 * {@link BenchSession}.
 */
@Command(
        name = "bench",
        mixinStandardHelpOptions = true,
        description = {
            "Measures pools of two side by side, and prints which targets are met.",
            "Measured are worker JVMs on one or two JDKs, threads, Python's pools where python3 exists, PP4J, bare queues"
                    + " and bare memory: medians and their spread. That takes at most twelve minutes on a machine that"
                    + " has nothing else to do; above a load average of 0.5 the results say that it was not quiet."
        })
final class BenchCommand implements Callable<Integer> {

    static final String BEGIN = "<!-- bench: begin -->";
    static final String END = "<!-- bench: end -->";

    final Terminal terminal;

    @Option(
            names = "--quick",
            description =
                    "A first impression, in about a minute: fewer rows and peers, and cells too short to get warm.")
    boolean quick;

    @Option(names = "--full", description = "More rows and longer cells: about half an hour.")
    boolean full;

    @Option(names = "--soak", description = "Also 100 million items through imap, which takes minutes.")
    boolean soak;

    @Option(
            names = "--rows",
            paramLabel = "ROW",
            split = ",",
            description =
                    "Only these, such as APPLY_HOT, for all peers and whatever their size; a wrong name lists all. CALLS,"
                            + " TEXT, POOLS, SHELL, BETWEEN and SOAK are groups of rows.")
    List<String> rows;

    @Option(names = "--no-python", description = "Leave Python out.")
    boolean noPython;

    @Option(
            names = "--python",
            paramLabel = "EXE",
            description = "Another Python, with a column of its own: a name or a path. Up to three times.")
    List<String> pythons = List.of();

    @Option(
            names = "--jdk",
            paramLabel = "HOME",
            description = "Measure worker JVMs on this JDK, too. Not with --quick.")
    Path otherJdk;

    @Option(
            names = "--program",
            paramLabel = "FILE",
            description =
                    "The script that starts procpool, for the row of a whole command line. By default a plain java -cp.")
    Path program;

    @Option(
            names = "--load-average",
            hidden = true,
            paramLabel = "NUMBER",
            description =
                    "The load average before the run, where its preparations have raised it. By default: that of now.")
    Double loadAverage;

    @Option(names = "--from", paramLabel = "FILE", description = "Measure nothing: show the results that --json wrote.")
    Path from;

    @Option(names = "--json", paramLabel = "FILE", description = "Write all samples to a file, too.")
    Path json;

    @Option(
            names = "--markdown",
            paramLabel = "FILE",
            description = "Write the tables to a file, too: a new one, or one with the lines '" + BEGIN + "' and '"
                    + END + "', between those.")
    Path markdown;

    @Option(
            names = "--chart",
            paramLabel = "FILE",
            description = "Draw a chart, a PNG file: how many times better than Python's Pool at its best chunk size.")
    Path chart;

    BenchCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws Exception {
        return new BenchSession(this).run();
    }
}
