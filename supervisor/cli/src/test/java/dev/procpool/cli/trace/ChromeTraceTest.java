package dev.procpool.cli.trace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.groups.Tuple.tuple;

import com.grack.nanojson.JsonObject;
import com.grack.nanojson.JsonParser;
import com.grack.nanojson.JsonParserException;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The fields are those of the document "Trace Event Format", section "JSON Object Format". */
class ChromeTraceTest {

    private static final long START = Instant.parse("2026-01-02T03:04:05.678Z").toEpochMilli() * 1_000_000;
    private static final Place TWO = new Place("", 2, 4711);

    /** The fields that an event of a phase must have, beyond {@code name} and {@code ph}. */
    private static final Map<String, Set<String>> REQUIRED = Map.of(
            "X", Set.of("pid", "tid", "ts", "dur"),
            "i", Set.of("pid", "tid", "ts"),
            "C", Set.of("pid", "ts", "args"),
            "M", Set.of("pid", "args"));

    private static final Set<String> KNOWN = Set.of("name", "cat", "ph", "ts", "dur", "pid", "tid", "args", "s");

    @TempDir
    private Path directory;

    private Path file;
    private TraceFile trace;

    @BeforeEach
    void begin() throws IOException {
        file = directory.resolve("run.json");
        trace = TraceFile.Format.of(file)
                .orElseThrow()
                .create(file, new TraceFile.Heading("procpool: <\"sleep\">", 99, START));
    }

    private JsonObject document() throws IOException, JsonParserException {
        return JsonParser.object().from(Files.readString(file));
    }

    private List<JsonObject> events() throws IOException, JsonParserException {
        return document().getArray("traceEvents").stream()
                .map(JsonObject.class::cast)
                .toList();
    }

    private List<JsonObject> events(String phase) throws IOException, JsonParserException {
        return events().stream().filter(e -> e.getString("ph").equals(phase)).toList();
    }

    private static Span item(long first, int count, String text) {
        Span.Items items = new Span.Items(first, count, 1, text, "ok");
        return new Span(Span.Kind.OK, TWO, START + 1_234_567, 40_000_001, items);
    }

    private void addOneOfEach() throws IOException {
        trace.add(Span.startUp(TWO, START + 1_000, 500_000_000));
        trace.add(item(17, 1, "40"));
        trace.add(new Mark(Mark.Kind.RETRY, TWO, START + 50_000_000, "failed (ERROR) and is run again", 18));
        trace.add(new Mark(Mark.Kind.DEATH, TWO, START + 60_000_000, "was killed by SIGKILL", -1));
        trace.pending(START + 70_000_000, 118);
        trace.finish();
    }

    @Test
    void theDocumentIsAnObjectWithTheEventsAndTheUnit() throws Exception {
        addOneOfEach();

        JsonObject document = document();
        assertThat(document.keySet()).containsExactlyInAnyOrder("displayTimeUnit", "otherData", "traceEvents");
        assertThat(document.getString("displayTimeUnit")).isIn("ms", "ns");
        assertThat(document.getObject("otherData"))
                .containsEntry("title", "procpool: <\"sleep\">")
                .containsEntry("startedAt", "2026-01-02T03:04:05.678Z");
    }

    @Test
    void eachEventHasTheFieldsOfItsPhaseAndNoUnknownOnes() throws Exception {
        addOneOfEach();

        assertThat(events()).hasSizeGreaterThan(8).allSatisfy(event -> {
            assertThat(event.getString("name")).isNotEmpty();
            assertThat(event.keySet())
                    .containsAll(REQUIRED.get(event.getString("ph")))
                    .isSubsetOf(KNOWN);
            assertThat(event.get("pid")).isInstanceOf(Integer.class);
            assertThat(event.get("tid")).isInstanceOf(Integer.class);
        });
    }

    @Test
    void anItemIsACompleteEventInMicroseconds() throws Exception {
        addOneOfEach();

        assertThat(events("X"))
                .filteredOn(e -> e.getString("cat").equals("item"))
                .singleElement()
                .satisfies(e -> {
                    assertThat(e.getString("name")).isEqualTo("item 17");
                    assertThat(e.getDouble("ts")).isEqualTo(1234.567);
                    assertThat(e.getDouble("dur")).isEqualTo(40000.001);
                    assertThat(e.getInt("pid")).isEqualTo(4711);
                    assertThat(e.getObject("args"))
                            .containsEntry("index", 17)
                            .containsEntry("attempt", 1)
                            .containsEntry("outcome", "ok")
                            .containsEntry("item", "40");
                });
    }

    @Test
    void aProcessHasTheNameOfItsWorkerOnceAndItsPlaceInTheList() throws Exception {
        addOneOfEach();

        List<JsonObject> metadata = events("M");
        assertThat(metadata)
                .extracting(e -> e.getString("name"), e -> e.getInt("pid"), e -> e.getObject("args")
                        .get("name"))
                .contains(
                        tuple("process_name", 99, "procpool"),
                        tuple("process_name", 4711, "worker 2"),
                        tuple("thread_name", 4711, "items"))
                .doesNotHaveDuplicates();
        assertThat(metadata)
                .filteredOn(e -> e.getString("name").equals("process_sort_index"))
                .extracting(e -> e.getObject("args").getInt("sort_index"))
                .containsExactly(0, 2);
    }

    @Test
    void deathsAndRetriesAreInstantsOfTheirProcess() throws Exception {
        addOneOfEach();

        assertThat(events("i")).allSatisfy(e -> assertThat(e.getString("s")).isIn("g", "p", "t"));
        assertThat(events("i"))
                .extracting(e -> e.getString("name"), e -> e.getDouble("ts"))
                .containsExactly(tuple("retry", 50_000.0), tuple("death", 60_000.0));
        assertThat(events("i").get(0).getObject("args")).containsEntry("index", 18);
        assertThat(events("i").get(1).getObject("args")).containsEntry("what", "was killed by SIGKILL");
    }

    @Test
    void theItemsThatWaitAreACounterOfNumbers() throws Exception {
        addOneOfEach();

        assertThat(events("C")).singleElement().satisfies(e -> {
            assertThat(e.getInt("pid")).isEqualTo(99);
            assertThat(e.getObject("args")).containsOnlyKeys("items");
            assertThat(e.getObject("args").get("items")).isEqualTo(118);
        });
    }

    @Test
    void anyTextOfAnItemIsValidJson() throws Exception {
        String odd = "\"\\ \u0000\u001f</script> \u4f60\u597d \ud83d\ude00";
        trace.add(item(1, 1, odd));
        trace.finish();

        assertThat(events("X").get(0).getObject("args").getString("item")).isEqualTo(odd);
    }

    @Test
    void itemsThatWereMeasuredTogetherSayHowManyTheyAre() throws Exception {
        trace.add(item(4, 16, ""));
        trace.finish();

        assertThat(events("X").get(0).getString("name")).isEqualTo("items 4 to 19");
        assertThat(events("X").get(0).getObject("args"))
                .containsEntry("count", 16)
                .doesNotContainKey("item");
    }

    @Test
    void theFileIsWholeBeforeItIsFinishedAndNothingOfItIsKeptInMemory() throws Exception {
        assertThat(events("M")).as("at once").hasSize(2);
        for (int i = 0; i < 2_000; i++) {
            trace.add(item(i, 1, "an item that takes some room: " + i));
        }

        assertThat(events("X")).as("but for the last 64 KiB").hasSizeBetween(1_400, 1_999);
        trace.finish();
        trace.finish();
        trace.add(item(0, 1, "too late"));
        assertThat(events("X")).hasSize(2_000);
    }

    @Test
    void aFileThatExistsIsNotOverwritten() {
        assertThatThrownBy(() -> TraceFile.Format.JSON.create(file, new TraceFile.Heading("again", 1, START)))
                .isInstanceOf(FileAlreadyExistsException.class);
    }

    @Test
    void theEndingOfTheNameIsTheFormat() {
        assertThat(TraceFile.Format.of(Path.of("a/b.html"))).contains(TraceFile.Format.HTML);
        assertThat(TraceFile.Format.of(Path.of("b.JSON"))).contains(TraceFile.Format.JSON);
        assertThat(TraceFile.Format.of(Path.of("b.txt"))).isEmpty();
        assertThat(TraceFile.Format.of(Path.of("json"))).isEmpty();
    }
}
