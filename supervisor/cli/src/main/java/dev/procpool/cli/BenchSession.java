package dev.procpool.cli;

import dev.procpool.Processes;
import dev.procpool.StartupArchive;
import dev.procpool.bench.ChartProcess;
import dev.procpool.bench.Pace;
import dev.procpool.bench.Peer;
import dev.procpool.bench.Python;
import dev.procpool.bench.Report;
import dev.procpool.bench.Row;
import dev.procpool.bench.Run;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
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
            EnumSet.of(Peer.PROCPOOL, Peer.PYTHON_FORK, Peer.CHRONICLE, Peer.BARE_JVMS);

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
            Files.writeString(options.json, report.json());
        }
        if (options.markdown != null) {
            writeMarkdown(report.tables());
        }
        if (options.chart != null && report.figures().peers().contains(Peer.PYTHON_FORK)) {
            drawChart(report);
        } else if (options.chart != null) {
            options.terminal.err().println("procpool: no chart, as it compares with Python and that was not measured");
        }
        return report.failures().isEmpty() ? ExitCodes.OK : ExitCodes.CHECK_FAILED;
    }

    private Report read(Path file) {
        try {
            return Report.read(file);
        } catch (IOException e) {
            String why = e instanceof NoSuchFileException ? "there is no such file" : e.getMessage();
            throw new UsageException("--from " + file + ": " + why);
        }
    }

    private Report measured() throws IOException, InterruptedException {
        Optional<String> python = options.noPython ? Optional.empty() : Python.version();
        Optional<Path> other = Optional.ofNullable(options.otherJdk);
        Optional<String> otherVersion = other.isPresent() ? Optional.of(versionOf(other.get())) : Optional.empty();
        List<Row> rows = chosenRows();
        String load = loadAverage();
        long start = System.nanoTime();
        try (Run run =
                new Run(pace(), peers(python.isPresent()), other, Optional.ofNullable(options.program), this::say)) {
            for (Row row : rows) {
                run.measure(row);
            }
            endLine();
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
        return options.quick ? Pace.QUICK : options.full ? Pace.FULL : Pace.NORMAL;
    }

    private Set<Peer> peers(boolean python) {
        Set<Peer> peers = options.quick ? EnumSet.copyOf(QUICK_PEERS) : EnumSet.allOf(Peer.class);
        peers.removeIf(peer -> peer.kind() == Peer.Kind.PYTHON && !python);
        if (options.otherJdk == null) {
            peers.remove(Peer.PROCPOOL_OTHER);
        }
        return peers;
    }

    private List<Row> chosenRows() {
        Row.Size largest = options.quick ? Row.Size.QUICK : options.full ? Row.Size.FULL : Row.Size.NORMAL;
        if (options.rows != null) {
            return options.rows.stream().flatMap(this::rows).distinct().sorted().toList();
        }
        return Arrays.stream(Row.values())
                .filter(row ->
                        row.size() == Row.Size.SOAK ? options.soak : row.size().compareTo(largest) <= 0)
                .toList();
    }

    private Stream<Row> rows(String name) {
        if (name.equals(Row.Size.BETWEEN.name())) {
            return Arrays.stream(Row.values()).filter(row -> row.size() == Row.Size.BETWEEN);
        }
        try {
            Row row = Row.valueOf(name);
            return Stream.of(row.size() == Row.Size.SOAK ? Row.SOAK : row); // SOAK measures all rows of a soak
        } catch (IllegalArgumentException e) {
            String all = Arrays.stream(Row.values()).map(Row::name).collect(Collectors.joining(", "));
            throw new UsageException("no row " + name + "; there are BETWEEN, which is several, and " + all);
        }
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

    private String heading(Optional<String> python, Optional<String> otherVersion, String load, Duration took) {
        return String.format(
                "%s, %d processors (load average before: %s), Linux %s, JDK %s%s, start-up archive %s, %s; %s, %d s.",
                LocalDate.now(),
                Processes.cpuCount(),
                load,
                System.getProperty("os.version"),
                Runtime.version(),
                otherVersion.map(version -> " and " + version).orElse(""),
                StartupArchive.isPresent() ? "present" : "absent",
                python.orElse("no Python"),
                options.quick ? QUICK : options.full ? "full" : "default",
                took.toSeconds());
    }

    /** The load average, which tells whether other programs have disturbed the figures. */
    private static String loadAverage() {
        double average = ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage();
        return String.format(Locale.ROOT, "%.2f", average); // negative where it is not known
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
            Files.writeString(results, report.json());
            ChartProcess.draw(results, options.chart.toAbsolutePath());
        } finally {
            Files.delete(results);
        }
    }
}
