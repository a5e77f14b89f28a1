package dev.procpool.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.grack.nanojson.JsonArray;
import com.grack.nanojson.JsonObject;
import com.grack.nanojson.JsonParser;
import com.grack.nanojson.JsonWriter;
import dev.procpool.bench.Python;
import dev.procpool.bench.Row;
import dev.procpool.bench.Size;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * One quick run of the bench: it measures each row, and the ratios of the run are not several times worse than they
 * were. No absolute time is asserted; a slow or shared machine is slow for both figures of a ratio.
 */
@Tag("alone")
class BenchIT {

    private static final int LONGEST_MINUTES = 6;
    private static final double MICROS_PER_SECOND = 1e6;

    @TempDir
    static Path directory;

    private static String printed;
    private static JsonObject written;
    private static JsonArray rows;

    @BeforeAll
    @Timeout(value = LONGEST_MINUTES, unit = TimeUnit.MINUTES)
    static void measureOnce() throws Exception {
        Files.writeString(
                directory.resolve("report.md"), "before\n<!-- bench: begin -->\nold\n<!-- bench: end -->\nafter\n");
        bench(
                "--quick",
                "--markdown",
                directory.resolve("report.md").toString(),
                "--chart",
                directory.resolve("chart.png").toString());
        printed = Files.readString(directory.resolve("out"));
        written = JsonParser.object().from(Files.readString(directory.resolve("bench.json")));
    }

    private static void bench(String... options) throws Exception {
        List<String> words = new ArrayList<>(
                List.of("bench", "--json", directory.resolve("bench.json").toString()));
        words.addAll(Arrays.asList(options));
        Process bench = new CommandLineProgram(directory)
                .command(words.toArray(String[]::new))
                .start();
        bench.getOutputStream().close();
        boolean ended = bench.waitFor(LONGEST_MINUTES, TimeUnit.MINUTES);
        bench.destroy();
        String said = Files.readString(directory.resolve("out")) + Files.readString(directory.resolve("err"));
        assertThat(ended).as("ended in time; %s", said).isTrue();
        assertThat(bench.exitValue()).as(said).isZero();
        rows = JsonParser.object()
                .from(Files.readString(directory.resolve("bench.json")))
                .getArray("rows");
    }

    @AfterAll
    static void nothingIsLeft() {
        CommandLineProgram.assertNothingIsLeft();
    }

    private static double[] samples(Row row, String peer) {
        return rows.stream()
                .map(JsonObject.class::cast)
                .filter(each -> each.getString("row").equals(row.name()))
                .map(each -> each.getArray(peer))
                .findFirst()
                .orElseThrow()
                .stream()
                .mapToDouble(sample -> ((Number) sample).doubleValue())
                .toArray();
    }

    /** The best sample: a moment without other programs on the machine shows it, and a regression never reaches it. */
    private static double best(Row row, String peer) {
        return row.isLessBetter()
                ? Arrays.stream(samples(row, peer)).min().orElseThrow()
                : Arrays.stream(samples(row, peer)).max().orElseThrow();
    }

    /** The worst sample, for figures that get many times worse while another program uses a processor. */
    private static double worst(Row row, String peer) {
        return row.isLessBetter()
                ? Arrays.stream(samples(row, peer)).max().orElseThrow()
                : Arrays.stream(samples(row, peer)).min().orElseThrow();
    }

    private static List<Row> quickRows() {
        return Arrays.stream(Row.values())
                .filter(row -> row.size() == Size.QUICK)
                .toList();
    }

    @Test
    void everyQuickRowIsMeasuredPrintedAndWrittenDown() throws Exception {
        for (Row row : quickRows()) {
            assertThat(printed).contains("| " + row.title());
            assertThat(samples(row, "procpool")).as(row.name()).isNotEmpty();
        }
        assertThat(rows).hasSize(quickRows().size());
        assertThat(printed).contains(" targets met").doesNotContain("Not measured");
    }

    @Test
    void theTablesGoBetweenTheMarkersOfAFile() throws Exception {
        String report = Files.readString(directory.resolve("report.md"));
        assertThat(report)
                .startsWith("before\n<!-- bench: begin -->\n")
                .endsWith("<!-- bench: end -->\nafter\n")
                .contains(Row.MAP_SINGLE.title())
                .doesNotContain("old\n");
    }

    @Test
    void aChartIsDrawnWherePythonWasMeasured() throws Exception {
        assumeTrue(Python.usual().isPresent(), "the chart compares with Python");
        try (InputStream png = Files.newInputStream(directory.resolve("chart.png"))) {
            assertThat(ImageIO.read(png).getWidth()).isGreaterThan(1000);
        }
    }

    @Test
    void whatWasWrittenDownCanBeShownAgain() throws Exception {
        Path json = directory.resolve("first.json");
        Files.writeString(json, JsonWriter.string(written));

        assertThat(new CommandLineProgram(directory)
                        .run("", "bench", "--from", json.toString())
                        .out())
                .isEqualTo(printed);
    }

    // The margins of the next tests are ratios that were measured on 2026-11-21 (JDK 17, two processors, each figure
    // the best of its samples in one run), divided by three to five: other programs use the machine, too. The
    // messages have all samples, as a ratio alone does not say which of its figures was disturbed.

    /**
     * Both have two modes: some 2 µs where two processors are free, and 20 to 70 µs where other programs use one of
     * them, as a sleeping thread has to be woken then. The pool and the bare queues are not measured at the same
     * time: the bare queues may have had both processors when the pool had one. Therefore the best of three rows
     * counts, which are measured some seconds apart, and in which a call takes the same way.
     */
    @Test
    void aCallIsNotManyTimesSlowerThanTwoBareQueues() {
        double micros = Stream.of(Row.APPLY_HOT, Row.ASYNC_HOT, Row.DEPENDENT_HOT)
                .mapToDouble(row -> best(row, "procpool"))
                .min()
                .orElseThrow();

        assertThat(worst(Row.APPLY_HOT, "chronicle") / micros)
                .as("1 / 4.6; %s", written)
                .isGreaterThanOrEqualTo(1.0 / 16);
    }

    @Test
    void itemsOfAMapAreNotSlowerThanCallsOneByOne() {
        assertThat(best(Row.MAP_SINGLE, "procpool") * best(Row.APPLY_HOT, "procpool") / MICROS_PER_SECOND)
                .as("7: 3,000,000 items/s, and 2.4 µs for a call; %s", written)
                .isGreaterThanOrEqualTo(1.5);
    }

    @Test
    void tasksOfAMillisecondRunAlmostAsFastAsInThreads() {
        assertThat(best(Row.BUSY, "procpool")).as("0.9; %s", written).isGreaterThanOrEqualTo(0.3);
    }

    @Test
    void tasksThatSleepRunAlmostAsOftenAsInABareJvm() {
        assertThat(best(Row.SLEEP_1, "procpool") / best(Row.SLEEP_1, "bareJvms"))
                .as("0.95; %s", written)
                .isGreaterThanOrEqualTo(0.3);
    }

    @Test
    void singleItemsAreSeveralTimesFasterThanPythons() {
        assumeTrue(Python.usual().isPresent(), "needs python3");
        assertThat(best(Row.MAP_SINGLE, "procpool") / best(Row.MAP_SINGLE, "pythonFork"))
                .as("57; %s", written)
                .isGreaterThanOrEqualTo(12);
    }
}
