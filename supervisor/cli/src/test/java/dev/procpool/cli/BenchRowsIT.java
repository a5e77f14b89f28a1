package dev.procpool.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.grack.nanojson.JsonArray;
import com.grack.nanojson.JsonObject;
import com.grack.nanojson.JsonParser;
import dev.procpool.bench.Python;
import dev.procpool.bench.Row;
import dev.procpool.bench.Size;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Rows that the quick run leaves out: that they are measured, not how fast. */
class BenchRowsIT {

    private static final int LONGEST_MINUTES = 3;

    /** A row of each class of objects between processes. */
    private static final List<Row> BETWEEN = List.of(
            Row.ADD_BY_TWO, Row.EVENT_COLD, Row.SEMAPHORE_HOT, Row.QUEUE_INTS, Row.MANAGER_CALL, Row.MEMORY_COPY_CPU);

    @RegisterExtension
    final CommandLineProgram program = new CommandLineProgram();

    private JsonArray measured(List<Row> rows, String... options) throws Exception {
        Path json = program.directory().resolve("bench.json");
        String names = rows.stream().map(Row::name).collect(Collectors.joining(","));
        List<String> words = new ArrayList<>(List.of("bench", "--quick", "--rows", names, "--json", json.toString()));
        words.addAll(List.of(options));

        Process bench = program.command(words.toArray(String[]::new)).start();
        bench.getOutputStream().close();
        boolean ended = bench.waitFor(LONGEST_MINUTES, TimeUnit.MINUTES);
        bench.destroy();

        String said = Files.readString(program.directory().resolve("out"))
                + Files.readString(program.directory().resolve("err"));
        assertThat(ended).as("ended in time; %s", said).isTrue();
        assertThat(bench.exitValue()).as(said).isZero();
        JsonArray measured = JsonParser.object().from(Files.readString(json)).getArray("rows");
        assertThat(measured).hasSameSizeAs(rows);
        return measured;
    }

    @Test
    void objectsBetweenProcessesAreMeasuredBesidePythons() throws Exception {
        for (Object each : measured(BETWEEN)) {
            JsonObject row = (JsonObject) each;
            assertThat(row.getArray("procpool")).as("%s", row).isNotEmpty().allMatch(BenchRowsIT::isPositive);
            assertThat(row.has("pythonFork"))
                    .as("%s", row)
                    .isEqualTo(Python.usual().isPresent());
        }
    }

    @Test
    void textAndLinesAreMeasuredBesideEachPythonAtItsBest() throws Exception {
        assumeTrue(Python.usual().isPresent(), "needs python3");

        for (Object each : measured(List.of(Row.IMAP_TEXT, Row.SHELL_1E6), "--python", "python3")) {
            JsonObject row = (JsonObject) each;
            for (String peer : List.of("procpool", "pythonBest", "pythonGiven1")) {
                assertThat(row.getArray(peer)).as("%s", row).isNotEmpty().allMatch(BenchRowsIT::isPositive);
            }
            assertThat(row.getObject("notes").getString("pythonBest")).startsWith("at ");
        }
    }

    private static boolean isPositive(Object sample) {
        return ((Number) sample).doubleValue() > 0;
    }

    @Test
    void theUsualRunLeavesThemOut() {
        assertThat(Arrays.stream(Row.values()).filter(row -> row.size() == Size.BETWEEN))
                .isNotEmpty()
                .allMatch(row -> row.size().compareTo(Size.NORMAL) > 0);
    }
}
