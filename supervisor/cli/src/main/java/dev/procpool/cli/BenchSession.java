package dev.procpool.cli;

import dev.procpool.Processes;
import dev.procpool.StartupArchive;
import dev.procpool.bench.ChartProcess;
import dev.procpool.bench.Group;
import dev.procpool.bench.Load;
import dev.procpool.bench.Pace;
import dev.procpool.bench.Peer;
import dev.procpool.bench.Python;
import dev.procpool.bench.Report;
import dev.procpool.bench.ReportFile;
import dev.procpool.bench.Row;
import dev.procpool.bench.Run;
import dev.procpool.bench.Setup;
import dev.procpool.bench.Size;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** One use of the bench: measures or reads, prints, writes and draws. */
final class BenchSession {

    private static final String QUICK = "quick, hardly warm: misses targets that the whole bench meets";

    /** The peers that {@code --quick} has time for. */
    private static final Set<Peer> QUICK_PEERS =
            EnumSet.of(Peer.PROCPOOL, Peer.PYTHON_BEST, Peer.PYTHON_FORK, Peer.CHRONICLE, Peer.BARE_JVMS);

    private static final Pattern VERSION = Pattern.compile("(?m)^JAVA_VERSION=\"([^\"]*)\"");

    private final BenchCommand options;

    BenchSession(BenchCommand options) {
        this.options = options;
    }

    /** Returns the exit code. */
    int run() throws Exception {
        BenchChecks.check(options);
        Report report = options.from == null ? measured() : read(options.from);
        options.terminal.out().println(report.tables());
        if (options.json != null) {
            Files.writeString(options.json, ReportFile.json(report));
        }
        if (options.markdown != null) {
            writeMarkdown(report.tables());
        }
        if (options.chart != null && ChartProcess.canDraw(report)) {
            drawChart(report);
        } else if (options.chart != null) {
            options.terminal.err().println("procpool: no chart, as it compares with Python and that was not measured");
        }
        return report.failures().isEmpty() ? ExitCodes.OK : ExitCodes.CHECK_FAILED;
    }

    private Report read(Path file) {
        try {
            return ReportFile.read(file);
        } catch (IOException e) {
            String why = e instanceof NoSuchFileException ? "there is no such file" : e.getMessage();
            throw new UsageException("--from " + file + ": " + why);
        }
    }

    private Report measured() throws IOException, InterruptedException {
        Load load = options.loadAverage == null ? Load.now() : Load.of(options.loadAverage);
        Setup setup = setup();
        Optional<String> otherVersion =
                setup.otherJdk().isPresent() ? Optional.of(versionOf(options.otherJdk)) : Optional.empty();
        List<Row> rows = chosenRows();
        options.terminal.err().println("procpool: " + load.describe());
        long start = System.nanoTime();
        try (Run run = new Run(setup, this::say)) {
            for (Row row : rows) {
                run.measure(row);
            }
            endLine();
            return new Report(
                    heading(setup, otherVersion, load, Duration.ofNanos(System.nanoTime() - start)),
                    Runtime.version().feature(),
                    otherVersion.map(text -> Runtime.Version.parse(text).feature()),
                    load,
                    setup.given().stream().map(Python::title).toList(),
                    run.figures(),
                    run.failures().entrySet().stream()
                            .map(failure -> failure.getKey() + ": " + failure.getValue())
                            .toList());
        }
    }

    private Setup setup() {
        Optional<Python> python = options.noPython ? Optional.empty() : Python.usual();
        List<Python> given = options.pythons.stream().map(this::python).toList();
        return new Setup(
                options.quick ? Pace.QUICK : options.full ? Pace.FULL : Pace.NORMAL,
                peers(python.isPresent(), given.size()),
                options.full || options.rows != null ? Setup.Cells.ALL : Setup.Cells.FEWER,
                Optional.ofNullable(options.otherJdk),
                Optional.ofNullable(options.program),
                python,
                given);
    }

    private Python python(String command) {
        return Python.find(command).orElseThrow(() -> new UsageException("--python " + command + " cannot be run"));
    }

    private Set<Peer> peers(boolean python, int given) {
        Set<Peer> peers = options.quick ? EnumSet.copyOf(QUICK_PEERS) : EnumSet.allOf(Peer.class);
        peers.addAll(Peer.GIVEN);
        peers.removeIf(peer -> peer.kind() == Peer.Kind.PYTHON && !python);
        peers.removeAll(Peer.GIVEN.stream().skip(given).toList());
        if (options.otherJdk == null) {
            peers.remove(Peer.PROCPOOL_OTHER);
        }
        return peers;
    }

    private List<Row> chosenRows() {
        Size largest = options.quick ? Size.QUICK : options.full ? Size.FULL : Size.NORMAL;
        if (options.rows != null) {
            return options.rows.stream().flatMap(this::rows).distinct().sorted().toList();
        }
        return Arrays.stream(Row.values())
                .filter(row ->
                        row.size() == Size.SOAK ? options.soak : row.size().compareTo(largest) <= 0)
                .toList();
    }

    private Stream<Row> rows(String name) {
        Stream<Row> group = Arrays.stream(Group.values())
                .filter(each -> each.name().equals(name))
                .flatMap(each -> each.rows().stream());
        Stream<Row> row = Arrays.stream(Row.values()).filter(each -> each.name().equals(name));
        List<Row> found = Stream.concat(group, row)
                .map(each -> each.group() == Group.SOAK ? Row.SOAK : each) // which measures all rows of a soak
                .toList();
        if (found.isEmpty()) {
            throw new UsageException("no row " + name + "; there are the groups " + names(Group.values())
                    + ", and the rows " + names(Row.values()));
        }
        return found.stream();
    }

    private static String names(Enum<?>[] values) {
        return Arrays.stream(values).map(Enum::name).collect(Collectors.joining(", "));
    }

    private String versionOf(Path home) throws IOException {
        Path release = home.resolve("release");
        Matcher version = VERSION.matcher(Files.isReadable(release) ? Files.readString(release) : "");
        if (!version.find()) {
            throw new UsageException("--jdk " + home + " is not the home of a JDK");
        }
        if (version.group(1).equals(System.getProperty("java.version"))) {
            throw new UsageException("--jdk " + home + " has the version that is measured anyway");
        }
        return version.group(1);
    }

    private String heading(Setup setup, Optional<String> otherVersion, Load load, Duration took) {
        return String.format(
                "%s, %d processors (%s), Linux %s, JDK %s%s (callers with the serial collector), start-up archive %s, %s;"
                        + " %s, %d s.",
                LocalDate.now(),
                Processes.cpuCount(),
                load.describe(),
                System.getProperty("os.version"),
                Runtime.version(),
                otherVersion.map(version -> " and " + version).orElse(""),
                StartupArchive.isPresent() ? "present" : "absent",
                setup.python().map(Python::version).orElse("no Python"),
                options.quick ? QUICK : options.full ? "full" : "default",
                took.toSeconds());
    }

    /** Prints the progress: on a terminal, in a line that the next one overwrites. */
    private void say(String progress) {
        if (options.terminal.isErrTerminal()) {
            options.terminal.err().print("\r\033[K" + progress);
            options.terminal.err().flush();
        } else {
            options.terminal.err().println(progress);
        }
    }

    private void endLine() {
        if (options.terminal.isErrTerminal()) {
            say("");
        }
    }

    private void writeMarkdown(String tables) throws IOException {
        if (!Files.exists(options.markdown)) {
            Files.writeString(options.markdown, BenchCommand.BEGIN + "\n" + tables + BenchCommand.END + "\n");
            return;
        }
        String before = Files.readString(options.markdown);
        int begin = before.indexOf(BenchCommand.BEGIN) + BenchCommand.BEGIN.length();
        Files.writeString(
                options.markdown,
                before.substring(0, begin) + "\n" + tables + before.substring(before.indexOf(BenchCommand.END)));
    }

    private void drawChart(Report report) throws IOException, InterruptedException {
        Path results = Files.createTempFile("procpool-bench", ".json");
        try {
            Files.writeString(results, ReportFile.json(report));
            ChartProcess.draw(results, options.chart.toAbsolutePath());
        } finally {
            Files.delete(results);
        }
    }
}
