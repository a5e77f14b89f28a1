package dev.procpool.cli;

import dev.procpool.Processes;
import dev.procpool.StartupArchive;
import dev.procpool.cli.bench.ChartProcess;
import dev.procpool.cli.bench.Pace;
import dev.procpool.cli.bench.Peer;
import dev.procpool.cli.bench.Python;
import dev.procpool.cli.bench.Report;
import dev.procpool.cli.bench.Row;
import dev.procpool.cli.bench.Run;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Measures pools beside their peers. */
@Command(
        name = "bench",
        mixinStandardHelpOptions = true,
        description = {
            "Measures pools of two side by side: worker JVMs on one or two JDKs, threads, Python's pools where python3",
            "exists, bare queues and bare memory. Prints medians, their spread, and which targets are met. Takes less than",
            "ten minutes."
        })
final class BenchCommand implements Callable<Integer> {

    /** What {@code --quick} has time for. */
    private static final Set<Peer> QUICK_PEERS =
            EnumSet.of(Peer.PROCPOOL, Peer.PYTHON_FORK, Peer.CHRONICLE, Peer.BARE_JVMS);

    private static final String BEGIN = "<!-- bench: begin -->";
    private static final String END = "<!-- bench: end -->";
    private static final Pattern VERSION = Pattern.compile("(?m)^JAVA_VERSION=\"([^\"]*)\"");

    @Spec
    private CommandSpec spec;

    @Option(names = "--quick", description = "A first impression within a minute: fewer rows and peers, short cells.")
    private boolean quick;

    @Option(names = "--full", description = "More rows and longer cells: about half an hour.")
    private boolean full;

    @Option(names = "--soak", description = "Also 100 million items through imap, which takes minutes.")
    private boolean soak;

    @Option(names = "--rows", paramLabel = "ROW", split = ",", description = "Only these: ${COMPLETION-CANDIDATES}.")
    private Set<Row> rows;

    @Option(names = "--no-python", description = "Leave Python out.")
    private boolean noPython;

    @Option(names = "--jdk", paramLabel = "HOME", description = "Measure worker JVMs on this JDK, too.")
    private Path otherJdk;

    @Option(names = "--program", paramLabel = "FILE", description = "What starts the command line, for its own row.")
    private Path program;

    @Option(names = "--from", paramLabel = "FILE", description = "Measure nothing: show the results that --json wrote.")
    private Path from;

    @Option(names = "--json", paramLabel = "FILE", description = "Write all samples to a file, too.")
    private Path json;

    @Option(
            names = "--markdown",
            paramLabel = "FILE",
            description = {
                "Write the tables to a file, too; if it has the lines '" + BEGIN + "' and",
                "'" + END + "', between those."
            })
    private Path markdown;

    @Option(names = "--chart", paramLabel = "FILE", description = "Draw a chart, a PNG file.")
    private Path chart;

    @Override
    public Integer call() throws Exception {
        Report report = from == null ? measured() : Report.read(from);
        System.out.println(report.tables());
        if (json != null) {
            Files.writeString(json, report.json());
        }
        if (markdown != null) {
            writeMarkdown(report.tables());
        }
        if (chart != null && report.figures().peers().contains(Peer.PYTHON_FORK)) {
            drawChart(report);
        } else if (chart != null) {
            System.err.println("procpool: no chart, as it compares with Python and that was not measured");
        }
        return report.failures().isEmpty() ? ExitCodes.OK : ExitCodes.CHECK_FAILED;
    }

    private Report measured() throws IOException, InterruptedException {
        Optional<String> python = noPython ? Optional.empty() : Python.version();
        Optional<Path> other = Optional.ofNullable(otherJdk);
        Optional<String> otherVersion = other.isPresent() ? Optional.of(versionOf(other.get())) : Optional.empty();
        String load = loadAverage();
        long start = System.nanoTime();
        try (Run run = new Run(pace(), peers(python.isPresent()), other, Optional.ofNullable(program), this::say)) {
            for (Row row : chosenRows()) {
                run.measure(row);
            }
            say("");
            return new Report(
                    heading(python, otherVersion, load, Duration.ofNanos(System.nanoTime() - start)),
                    Runtime.version().feature(),
                    otherVersion.map(text -> Runtime.Version.parse(text).feature()),
                    run.figures(),
                    run.failures().entrySet().stream()
                            .map(failure -> failure.getKey() + ": " + failure.getValue())
                            .toList());
        }
    }

    private Pace pace() {
        return quick ? Pace.QUICK : full ? Pace.FULL : Pace.NORMAL;
    }

    private Set<Peer> peers(boolean python) {
        Set<Peer> peers = quick ? EnumSet.copyOf(QUICK_PEERS) : EnumSet.allOf(Peer.class);
        peers.removeIf(peer -> peer.kind() == Peer.Kind.PYTHON && !python);
        if (otherJdk == null) {
            peers.remove(Peer.PROCPOOL_OTHER);
        }
        return peers;
    }

    private List<Row> chosenRows() {
        Row.Size largest = quick ? Row.Size.QUICK : full ? Row.Size.FULL : Row.Size.NORMAL;
        return EnumSet.allOf(Row.class).stream()
                .filter(row -> rows != null
                        ? rows.contains(row)
                        : row.size() == Row.Size.SOAK ? soak : row.size().compareTo(largest) <= 0)
                .toList();
    }

    private String versionOf(Path home) throws IOException {
        Path release = home.resolve("release");
        Matcher version = VERSION.matcher(Files.isReadable(release) ? Files.readString(release) : "");
        if (!version.find()) {
            throw new ParameterException(spec.commandLine(), "--jdk " + home + " is not the home of a JDK");
        }
        return version.group(1);
    }

    private String heading(Optional<String> python, Optional<String> otherVersion, String load, Duration took) {
        return String.format(
                "%s, %d processors (load average before: %s), Linux %s, JDK %s%s, start-up archive %s, %s; %s, %d minutes %02d seconds.",
                LocalDate.now(),
                Processes.cpuCount(),
                load,
                System.getProperty("os.version"),
                Runtime.version(),
                otherVersion.map(version -> " and " + version).orElse(""),
                StartupArchive.isPresent() ? "present" : "absent",
                python.orElse("no Python"),
                quick ? "quick" : full ? "full" : "default",
                took.toMinutes(),
                took.toSecondsPart());
    }

    /** What others had the machine do, of which figures of a bench suffer. */
    private static String loadAverage() throws IOException {
        return Files.readString(Path.of("/proc/loadavg")).split(" ")[0];
    }

    /** A line that the next one overwrites, on a terminal. */
    private void say(String progress) {
        if (System.console() != null) {
            System.err.print("\r\033[K" + progress);
            System.err.flush();
        }
    }

    private void writeMarkdown(String tables) throws IOException {
        String before = Files.exists(markdown) ? Files.readString(markdown) : "";
        int begin = before.indexOf(BEGIN);
        int end = before.indexOf(END);
        Files.writeString(
                markdown,
                begin < 0 || end < begin
                        ? tables
                        : before.substring(0, begin + BEGIN.length()) + "\n" + tables + before.substring(end));
    }

    private void drawChart(Report report) throws IOException, InterruptedException {
        Path results = Files.createTempFile("procpool-bench", ".json");
        try {
            Files.writeString(results, report.json());
            ChartProcess.draw(results, chart.toAbsolutePath());
        } finally {
            Files.delete(results);
        }
    }
}
