package dev.procpool.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.groups.Tuple.tuple;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.grack.nanojson.JsonObject;
import com.grack.nanojson.JsonParser;
import com.grack.nanojson.JsonParserException;
import dev.procpool.cli.CommandLineProgram.Ended;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The trace of a run, with real workers. */
class TraceIT {

    private static final double MILLI = 1000;

    @RegisterExtension
    private final CommandLineProgram program = new CommandLineProgram();

    private Path json;
    private Path html;

    @BeforeEach
    void nameFiles() {
        json = program.directory().resolve("trace.json");
        html = program.directory().resolve("trace.html");
    }

    private List<JsonObject> events(String name) throws IOException, JsonParserException {
        return JsonParser.object().from(Files.readString(json)).getArray("traceEvents").stream()
                .map(JsonObject.class::cast)
                .filter(event -> event.getString("name").startsWith(name))
                .toList();
    }

    private static double start(JsonObject event) {
        return event.getDouble("ts");
    }

    private static double end(JsonObject event) {
        return event.getDouble("ts") + event.getDouble("dur");
    }

    private static List<JsonObject> inOrder(List<JsonObject> spans) {
        return spans.stream().sorted(Comparator.comparingDouble(TraceIT::start)).toList();
    }

    @Tag("jdk")
    @Test
    void itemsHaveTheirOwnLengthsAndFollowEachOther() throws Exception {
        Ended ended = program.run("10ms\n40ms\n10ms\n", "run", "sleep", "-j", "1", "--trace", json.toString());

        assertThat(ended.exit()).as(ended.err()).isZero();
        List<JsonObject> items = inOrder(events("item "));
        assertThat(items)
                .extracting(e -> e.getString("name"), e -> e.getObject("args").getString("item"))
                .containsExactly(tuple("item 0", "10ms"), tuple("item 1", "40ms"), tuple("item 2", "10ms"));
        double[] lengths = {10 * MILLI, 40 * MILLI, 10 * MILLI};
        for (int i = 0; i < lengths.length; i++) {
            assertThat(items.get(i).getDouble("dur")).isGreaterThanOrEqualTo(lengths[i]);
        }
        for (int i = 1; i < lengths.length; i++) {
            assertThat(start(items.get(i))).isGreaterThanOrEqualTo(end(items.get(i - 1)));
            assertThat(end(items.get(i)) - end(items.get(i - 1)))
                    .as("the ends are as far apart as the items are long")
                    .isGreaterThanOrEqualTo(lengths[i]);
        }
        JsonObject startUp = events("start-up").get(0);
        assertThat(end(startUp)).isLessThanOrEqualTo(start(items.get(0)));
        assertThat(startUp.getInt("pid")).isEqualTo(items.get(0).getInt("pid"));
    }

    @Test
    void whatWaitsIsCountedFromTheFirstItemToTheLast() throws Exception {
        program.run("", "run", "sleep", "-j", "1", "--trace", json.toString(), ":::", "300ms", "300ms", "300ms");

        List<Integer> waiting = events("pending").stream()
                .map(event -> event.getObject("args").getInt("items"))
                .toList();
        assertThat(waiting).anyMatch(items -> items > 0).last().isEqualTo(0);
    }

    @Test
    void aKilledWorkerAndARetryAreInstantsWithThePidOfTheWorker() throws Exception {
        Ended ended = program.run(
                "",
                "run",
                "chaos",
                "-j1",
                "--json",
                "--retries",
                "1",
                "--retry-on",
                "error",
                "--trace",
                json.toString(),
                ":::",
                "ok",
                "throw",
                "halt:9");

        assertThat(ended.exit()).as(ended.err()).isEqualTo(3);
        List<JsonObject> lines = ended.lines().stream().map(TraceIT::parsed).toList();
        assertThat(events("death")).singleElement().satisfies(death -> {
            assertThat(death.getInt("pid")).isEqualTo(lines.get(2).getInt("pid"));
            assertThat(death.getString("ph")).isEqualTo("i");
            assertThat(death.getObject("args").getString("what")).isEqualTo("exited with code 9");
        });
        assertThat(events("retry")).singleElement().satisfies(retry -> assertThat(
                        retry.getObject("args").getInt("index"))
                .isEqualTo(1));
        assertThat(events("item "))
                .extracting(e -> e.getObject("args").getInt("index"), e -> e.getObject("args")
                        .getString("outcome"))
                .containsExactlyInAnyOrder(
                        tuple(0, "ok"), tuple(1, "ERROR"), tuple(1, "ERROR"), tuple(2, "WORKER_DIED"));
        assertThat(start(events("retry").get(0)))
                .as("a retry is the end of the attempt that failed")
                .isCloseTo(end(inOrder(events("item 1")).get(0)), within(0.001));
    }

    private static JsonObject parsed(String line) {
        try {
            return JsonParser.object().from(line);
        } catch (JsonParserException e) {
            throw new IllegalArgumentException(line, e);
        }
    }

    @Test
    void aRunThatIsInterruptedHasAWholeTrace() throws Exception {
        Process process = program.command("run", "sleep", "-j1", "--chunk", "1", "--trace", json.toString())
                .start();
        OutputStream in = process.getOutputStream();
        in.write("1ms\n1ms\n500ms\n".repeat(9).getBytes(StandardCharsets.UTF_8));
        in.flush(); // and left open, as a terminal is
        CommandLineProgram.await(() -> program.out().lines().count() >= 2);
        new ProcessBuilder("kill", "-INT", Long.toString(process.pid())).start().waitFor();
        Ended ended = program.end(process);

        assertThat(ended.exit()).as(ended.err()).isEqualTo(130);
        assertThat(events("item ")).hasSameSizeAs(ended.lines());
    }

    @Test
    void aRunThatIsKilledLeavesAFileThatCanBeRead() throws Exception {
        Process process = program.command("run", "sleep", "-j1", "--chunk", "1", "--trace", json.toString())
                .start();
        OutputStream in = process.getOutputStream();
        in.write("500ms\n".repeat(20).getBytes(StandardCharsets.UTF_8));
        in.flush();
        CommandLineProgram.await(() -> program.out().lines().count() >= 5);
        process.destroyForcibly().waitFor();

        assertThat(events("item ")).as("but for the last second").hasSizeGreaterThanOrEqualTo(2);
    }

    @Test
    void aPoolThatCannotStartHasATraceOfItsStarts() throws Exception {
        Ended ended =
                program.run("1\n", "run", "square", "-j1", "--jvm-opt=-XX:NoSuchOption", "--trace", json.toString());

        assertThat(ended.exit()).as(ended.err()).isEqualTo(5);
        assertThat(events("procpool")).isEmpty();
        assertThat(events("process_name")).isNotEmpty();
    }

    @Test
    void commandsAreTracedToo() throws Exception {
        Ended ended = program.run("", "exec", "--trace", json.toString(), "sleep", "{}", ":::", "0.05", "0.01");

        assertThat(ended.exit()).as(ended.err()).isZero();
        assertThat(events("item "))
                .extracting(e -> e.getObject("args").getString("item"))
                .containsExactlyInAnyOrder("0.05", "0.01");
    }

    @Test
    void aFileThatCannotBeWrittenIsSaidBeforeAnyWorkerStarts() throws Exception {
        Files.writeString(json, "mine");

        for (List<String> wrong : List.of(
                List.of(json.toString(), "exists: remove it, or name another file"),
                List.of("trace.txt", "has to end with .json (for Perfetto) or .html (for a browser)"),
                List.of("/nowhere/trace.json", "there is no directory /nowhere"),
                List.of(json.resolve("in-a-file.html").toString(), "cannot be written: "))) {
            Ended ended = program.run("1\n", "run", "square", "-v", "--trace", wrong.get(0));

            assertThat(ended.exit()).as(ended.err()).isEqualTo(2);
            assertThat(ended.err())
                    .contains("procpool: --trace: ", wrong.get(1))
                    .doesNotContain("\tat ", "worker 1");
        }
        assertThat(json).hasContent("mine");
    }

    @Test
    void thePageIsWellFormedAndHasABarForEachItem() throws Exception {
        Ended ended = program.run("", "run", "chaos", "-j2", "--trace", html.toString(), ":::", "ok", "exit:7", "<&>");

        assertThat(ended.exit()).as(ended.err()).isEqualTo(3);
        DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(html.toFile());
        String page = Files.readString(html);
        assertThat(page.split("class=\"item ", -1)).hasSize(1 + 3);
        assertThat(page.split("<path class=\"death\" d=\"[^\"]*\"><title>", -1)).hasSize(1 + 1);
        assertThat(page).contains("(&lt;&amp;&gt;), ").contains("exited with code 7");
    }

    private String shownByABrowser() throws Exception {
        String browser = "chromium";
        assumeTrue(isInstalled(browser), "needs chromium");
        ProcessBuilder builder = new ProcessBuilder(
                        browser,
                        "--headless",
                        "--no-sandbox",
                        "--disable-gpu",
                        "--user-data-dir=" + program.directory().resolve("browser"),
                        "--dump-dom",
                        html.toUri().toString())
                .redirectOutput(program.directory().resolve("out").toFile())
                .redirectError(program.directory().resolve("err").toFile());
        Ended ended = program.end(builder, new byte[0]);
        assertThat(ended.exit()).as(ended.err()).isZero();
        return ended.out();
    }

    private static boolean isInstalled(String name) {
        return Pattern.compile(":")
                .splitAsStream(System.getenv("PATH"))
                .anyMatch(directory -> Files.isExecutable(Path.of(directory, name)));
    }

    @Test
    void aBrowserShowsTheBarsOfThousandsOfItems() throws Exception {
        String items = IntStream.range(0, 2000).mapToObj(Integer::toString).collect(Collectors.joining("\n"));
        program.run(items, "run", "square", "-j2", "--pid", "--trace", html.toString());

        String page = shownByABrowser();
        assertThat(page.split("<rect class=\"item ok\"", -1)).hasSize(1 + 2000);
        assertThat(page).contains(">worker 1</text>", ">worker 2</text>", "2000 items; 2 workers; ");
        assertThat(page).as("parsed as HTML with SVG in it").contains("<svg xmlns=\"http://www.w3.org/2000/svg\"");
    }
}
