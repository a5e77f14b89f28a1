package dev.procpool.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.grack.nanojson.JsonArray;
import com.grack.nanojson.JsonObject;
import com.grack.nanojson.JsonParser;
import dev.procpool.bench.Python;
import dev.procpool.bench.Row;
import dev.procpool.bench.Size;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The rows of objects between processes, a row for each class: that they are measured, not how fast. */
class BenchBetweenIT {

    private static final int LONGEST_MINUTES = 3;

    private static final List<Row> ROWS = List.of(
            Row.ADD_BY_TWO, Row.EVENT_COLD, Row.SEMAPHORE_HOT, Row.QUEUE_INTS, Row.MANAGER_CALL, Row.MEMORY_COPY_CPU);

    @RegisterExtension
    final CommandLineProgram program = new CommandLineProgram();

    @Test
    void aRowOfEachClassIsMeasuredBesidePythons() throws Exception {
        Path json = program.directory().resolve("bench.json");
        String rows = ROWS.stream().map(Row::name).collect(Collectors.joining(","));

        Process bench = program.command("bench", "--quick", "--rows", rows, "--json", json.toString())
                .start();
        bench.getOutputStream().close();
        boolean ended = bench.waitFor(LONGEST_MINUTES, TimeUnit.MINUTES);
        bench.destroy();

        String said = Files.readString(program.directory().resolve("out"))
                + Files.readString(program.directory().resolve("err"));
        assertThat(ended).as("ended in time; %s", said).isTrue();
        assertThat(bench.exitValue()).as(said).isZero();
        JsonArray measured = JsonParser.object().from(Files.readString(json)).getArray("rows");
        assertThat(measured).hasSameSizeAs(ROWS);
        for (Object each : measured) {
            JsonObject row = (JsonObject) each;
            assertThat(row.getArray("procpool")).as("%s", row).isNotEmpty().allMatch(BenchBetweenIT::isPositive);
            assertThat(row.has("pythonFork"))
                    .as("%s", row)
                    .isEqualTo(Python.usual().isPresent());
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
