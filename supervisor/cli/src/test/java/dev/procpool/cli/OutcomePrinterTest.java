package dev.procpool.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.grack.nanojson.JsonObject;
import com.grack.nanojson.JsonParser;
import com.grack.nanojson.JsonWriter;
import dev.procpool.ExitReport;
import dev.procpool.WorkerDiedException;
import dev.procpool.cli.OutcomePrinter.Format;
import dev.procpool.cli.OutcomePrinter.Tag;
import dev.procpool.lines.UnusableLineException;
import dev.procpool.tasks.JsonText;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class OutcomePrinterTest {

    private static String printed(Format format, FakeResults results) throws IOException {
        return printed(format, Tag.NONE, ResultEnd.LINE_FEED, results);
    }

    private static String printed(Format format, Tag tag, ResultEnd end, FakeResults results) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        OutcomePrinter printer = new OutcomePrinter(out, format, tag, end);
        while (results.next()) {
            printer.add(results.index() + 3, results);
        }
        assertThat(out.size()).isZero();
        printer.flush();
        return out.toString(StandardCharsets.UTF_8);
    }

    @Test
    void valuesAreWhatWorkersSent() throws Exception {
        FakeResults results = new FakeResults()
                .succeeded("1", "eins")
                .failed("x", new IllegalStateException())
                .succeeded("2", "");

        assertThat(printed(Format.VALUE, results)).isEqualTo("eins\n\n");
    }

    @Test
    void thePidIsBeforeEachValue() throws Exception {
        FakeResults results =
                new FakeResults().succeeded("1", "eins").failed("x", null).succeeded("2", "zwei");
        assertThat(printed(Format.PID, results)).isEqualTo("4711\teins\n0\t\n4711\tzwei\n");
    }

    @Test
    void aTagIsBeforeEachLineOfAResult() throws Exception {
        FakeResults results = new FakeResults()
                .succeeded("a b", "eins")
                .failed("x", new IllegalStateException())
                .succeeded("计\0c", "1\n\n2")
                .succeeded("d", "");
        assertThat(printed(Format.VALUE, Tag.ITEM, ResultEnd.LINE_FEED, results))
                .isEqualTo("a b\teins\n计 c\t1\n计 c\t\n计 c\t2\nd\t\n");
    }

    @Test
    void theOutputOfACommandIsAsItIsAndATagIsBeforeEachOfItsLines() throws Exception {
        assertThat(printed(
                        Format.VALUE,
                        Tag.NONE,
                        ResultEnd.NONE,
                        new FakeResults()
                                .succeeded("a", "1\n")
                                .succeeded("b", "")
                                .succeeded("c", "2")))
                .isEqualTo("1\n2");
        assertThat(printed(
                        Format.VALUE,
                        Tag.ITEM,
                        ResultEnd.NONE,
                        new FakeResults()
                                .succeeded("a", "1\n\n")
                                .succeeded("b", "")
                                .succeeded("c", "2")))
                .isEqualTo("a\t1\na\t\nc\t2");
    }

    @Test
    void aTagIsBehindThePidAndAnItemInJson() throws Exception {
        assertThat(printed(Format.PID, Tag.ITEM, ResultEnd.LINE_FEED, new FakeResults().succeeded("a", "1\n2")))
                .isEqualTo("4711\ta\t1\n4711\ta\t2\n");
        assertThat(printed(Format.JSON, Tag.ITEM, ResultEnd.LINE_FEED, new FakeResults().succeeded("a\"b", "1")))
                .startsWith("{\"i\":3,\"ok\":true,\"item\":\"a\\\"b\",\"value\":1,");
    }

    @Test
    void anOutcomeIsOneLineOfJson() throws Exception {
        String run = ",\"pid\":4711,\"worker\":2,\"attempt\":1,\"queuedMs\":3.1,\"runMs\":0.02}\n";

        assertThat(printed(
                        Format.JSON, new FakeResults().succeeded("a", "\"x\"").succeeded("b", "2.5")))
                .isEqualTo("{\"i\":3,\"ok\":true,\"value\":\"x\"" + run + "{\"i\":4,\"ok\":true,\"value\":2.5" + run);
    }

    @Test
    void aFailureIsOneLineOfJsonToo() throws Exception {
        ExitReport report = new ExitReport(2, 1, 4711, 137, false, List.of(), null, null);
        Throwable died = new WorkerDiedException("gone", 3, report);
        String line = printed(Format.JSON, new FakeResults().failed("a.txt\"", died));

        assertThat(line)
                .startsWith("{\"i\":3,\"ok\":false,\"item\":\"a.txt\\\"\",\"error\":{\"kind\":\"WORKER_DIED\",")
                .endsWith("},\"pid\":0,\"worker\":0,\"attempt\":1,\"queuedMs\":0.0,\"runMs\":0.02}\n");
        JsonObject error = JsonParser.object().from(line).getObject("error");
        assertThat(error.getInt("exit")).isEqualTo(137);
        assertThat(error.getString("signal")).isEqualTo("SIGKILL");
        assertThat(printed(Format.JSON, new FakeResults().failed("", new UnusableLineException("line 1 is bad"))))
                .contains("\"item\":\"\",\"error\":{\"kind\":\"INPUT\",\"message\":\"line 1 is bad\"}");
    }

    @Test
    void textsAreEscapedAsTheLibraryEscapesThem() {
        for (int c = 0; c < 0x10000; c++) {
            if (!Character.isSurrogate((char) c)) {
                String text = "a" + (char) c + "</" + (char) c;
                assertThat(JsonText.quoted(text)).isEqualTo(JsonWriter.string((Object) text));
            }
        }
    }
}
