package dev.procpool.cli;

import com.grack.nanojson.JsonStringWriter;
import com.grack.nanojson.JsonWriter;
import dev.procpool.Pool;
import dev.procpool.Processes;
import dev.procpool.StartupArchive;
import dev.procpool.WorkerOutput;
import dev.procpool.cli.bench.Measurements;
import dev.procpool.cli.bench.PythonPeer;
import dev.procpool.cli.bench.Row;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Measures throughput and latency, beside Python's pools. */
@Command(
        name = "bench",
        mixinStandardHelpOptions = true,
        description = {
            "Measures throughput and latency of pools of two, side by side: worker JVMs, threads, and Python's pools",
            "where python3 exists. Each figure is the median of several rounds; the ratio is against Python's Pool."
        })
final class BenchCommand implements Callable<Integer> {

    private static final Duration CELL = Duration.ofMillis(1500);
    private static final Duration QUICK_CELL = Duration.ofMillis(300);
    private static final int ROUNDS = 3;
    private static final String OURS = "procpool";
    private static final String THREADS = "threads";
    private static final String FORK = "Pool (fork)";
    private static final String SPAWN = "Pool (spawn)";
    private static final String EXECUTOR = "ProcessPoolExecutor";

    @Option(names = "--quick", description = "One short round: for a first impression.")
    private boolean quick;

    @Option(names = "--no-python", description = "Leave Python out.")
    private boolean noPython;

    @Option(names = "--json", paramLabel = "FILE", description = "Write all figures to a file, too.")
    private Path json;

    /** All rounds, by peer and row. */
    private final Map<String, Map<Row, List<Double>>> figures = new LinkedHashMap<>();

    @Override
    public Integer call() throws Exception {
        Optional<String> python = noPython ? Optional.empty() : PythonPeer.version();
        System.out.printf(
                "%s, Java %s, %d processors, start-up archive %s, %s%n%n",
                LocalDate.now(),
                Runtime.version(),
                Processes.cpuCount(),
                StartupArchive.isPresent() ? "present" : "absent",
                python.orElse("no Python"));
        for (int round = 0; round < (quick ? 1 : ROUNDS); round++) {
            for (Row row : Row.values()) {
                measure(row, python.isPresent());
            }
        }
        print();
        if (json != null) {
            write(python);
        }
        return ExitCodes.OK;
    }

    /** One row of all peers right after each other, so that a change of the machine's speed meets all of them. */
    private void measure(Row row, boolean python) throws Exception {
        Duration cell = quick ? QUICK_CELL : CELL;
        int workers = Measurements.workers();
        note(
                OURS,
                row,
                new Measurements(
                                () -> Pool.builder()
                                        .processes(workers)
                                        .output(WorkerOutput.discarding())
                                        .open(),
                                cell)
                        .measure(row));
        note(THREADS, row, new Measurements(() -> Pool.ofThreads(workers), cell).measure(row));
        if (python) {
            boolean first = row == Row.FIRST_RESULT;
            note(FORK, row, "fork", cell);
            note(EXECUTOR, row, "executor", cell);
            if (first) {
                note(SPAWN, row, "spawn", cell);
            }
        }
    }

    private void note(String peer, Row row, String kind, Duration cell) throws IOException, InterruptedException {
        Double figure = PythonPeer.measure(kind, cell, List.of(row)).get(row);
        if (figure != null) {
            note(peer, row, figure);
        }
    }

    private void note(String peer, Row row, double figure) {
        figures.computeIfAbsent(peer, key -> new EnumMap<>(Row.class))
                .computeIfAbsent(row, key -> new ArrayList<>())
                .add(figure);
    }

    private Optional<Double> median(String peer, Row row) {
        List<Double> rounds = figures.getOrDefault(peer, Map.of()).get(row);
        if (rounds == null) {
            return Optional.empty();
        }
        double[] sorted =
                rounds.stream().mapToDouble(Double::doubleValue).sorted().toArray();
        return Optional.of(sorted[sorted.length / 2]);
    }

    private static String peerOf(Row row) {
        return row == Row.FIRST_RESULT ? SPAWN : FORK;
    }

    private void print() {
        System.out.printf(
                "| %-34s | %-7s | %12s | %12s | %14s | %19s | %8s | %8s |%n",
                "what", "unit", OURS, THREADS, "Python's Pool", EXECUTOR, "ratio", "target");
        System.out.println("| --- | --- | --- | --- | --- | --- | --- | --- |");
        for (Row row : Row.values()) {
            Optional<Double> ours = median(OURS, row);
            Optional<Double> theirs = median(peerOf(row), row);
            String ratio = ours.isPresent() && theirs.isPresent() ? text(row.ratio(ours.get(), theirs.get())) : "-";
            System.out.printf(
                    "| %-34s | %-7s | %12s | %12s | %14s | %19s | %8s | %8s |%n",
                    row.title(),
                    row.unit(),
                    ours.map(BenchCommand::text).orElse("-"),
                    median(THREADS, row).map(BenchCommand::text).orElse("-"),
                    theirs.map(BenchCommand::text).orElse("-"),
                    median(EXECUTOR, row).map(BenchCommand::text).orElse("-"),
                    ratio,
                    text(row.target()));
        }
    }

    private static String text(double figure) {
        return String.format(Locale.ROOT, figure < 10 ? "%.2f" : figure < 100 ? "%.1f" : "%,.0f", figure);
    }

    private void write(Optional<String> python) throws IOException {
        JsonStringWriter out = JsonWriter.indent("  ")
                .string()
                .object()
                .value("date", LocalDate.now().toString())
                .value("java", Runtime.version().toString())
                .value("processors", Processes.cpuCount())
                .value("python", python.orElse(null))
                .array("rows");
        for (Row row : Row.values()) {
            out.object().value("row", row.name()).value("title", row.title()).value("unit", row.unit());
            figures.forEach((peer, rows) -> {
                if (rows.containsKey(row)) {
                    out.array(peer, rows.get(row));
                }
            });
            out.end();
        }
        Files.writeString(json, out.end().end().done() + "\n");
        System.out.println("\n" + json + ": all rounds, "
                + Arrays.toString(figures.keySet().toArray()));
    }
}
