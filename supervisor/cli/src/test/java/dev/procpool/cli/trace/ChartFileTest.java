package dev.procpool.cli.trace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

class ChartFileTest {

    private static final long START = 1_700_000_000_000_000_000L;
    private static final long MILLI = 1_000_000;

    @TempDir
    private Path directory;

    private Path file;
    private TraceFile trace;

    @BeforeEach
    void begin() throws IOException {
        file = directory.resolve("run.html");
        trace = TraceFile.Format.of(file)
                .orElseThrow()
                .create(file, new TraceFile.Heading("procpool: a <task> & more", 99, START));
    }

    /** Fails if the page is not well-formed XML. */
    private Document page() throws Exception {
        DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
        factory.setFeature("http://apache.org/xml/features/nonvalidating/load-external-dtd", false);
        return factory.newDocumentBuilder().parse(file.toFile());
    }

    private List<Element> elements(String name, String kind) throws Exception {
        NodeList all = page().getElementsByTagName(name);
        List<Element> found = new ArrayList<>();
        for (int i = 0; i < all.getLength(); i++) {
            Element element = (Element) all.item(i);
            boolean isInChart =
                    !((Element) element.getParentNode()).getAttribute("class").equals("key");
            if (isInChart && List.of(element.getAttribute("class").split(" ")).contains(kind)) {
                found.add(element);
            }
        }
        return found;
    }

    private static Place worker(int id) {
        return new Place("", id, 4700 + id);
    }

    private static Span item(long index, int worker, long fromMillis, long millis, Span.Kind kind, String text) {
        Span.Items items = new Span.Items(index, 1, 1, text, kind == Span.Kind.OK ? "ok" : "ERROR");
        return new Span(kind, worker(worker), START + fromMillis * MILLI, millis * MILLI, items);
    }

    private String text() throws Exception {
        return page().getDocumentElement().getTextContent();
    }

    @Test
    void eachItemHasABarOfItsLengthWithItsTextsAndItsWorkersPid() throws Exception {
        trace.add(Span.startUp(worker(1), START, 500 * MILLI));
        trace.add(item(0, 1, 500, 100, Span.Kind.OK, "ten"));
        trace.add(item(1, 1, 600, 400, Span.Kind.OK, "forty"));
        trace.finish();

        List<Element> bars = elements("rect", "item");
        assertThat(bars).hasSize(2);
        double first = Double.parseDouble(bars.get(0).getAttribute("width"));
        assertThat(Double.parseDouble(bars.get(1).getAttribute("width"))).isEqualTo(4 * first);
        assertThat(bars.get(1).getTextContent()).isEqualTo("item 1 (forty), ok\nat 600 ms, for 400 ms\npid 4701");
        assertThat(elements("rect", "start")).hasSize(1);
        assertThat(text())
                .contains("worker 1", "pid 4701", "2 items; 1 worker; 1.00 s from 2023-11-14T22:13:20Z")
                .contains("0 ms", "500 ms");
    }

    @Test
    void deathsRetriesAndFailuresAreMarked() throws Exception {
        trace.add(item(0, 1, 0, 100, Span.Kind.RETRIED, ""));
        trace.add(new Mark(Mark.Kind.RETRY, worker(1), START + 100 * MILLI, "failed (ERROR) and is run again", 0));
        trace.add(item(0, 1, 200, 100, Span.Kind.FAILED, "x"));
        trace.add(new Mark(Mark.Kind.DEATH, worker(1), START + 300 * MILLI, "was killed by SIGKILL", -1));
        trace.finish();

        assertThat(elements("rect", "retried")).hasSize(1);
        assertThat(elements("rect", "failed")).hasSize(1);
        assertThat(elements("path", "retry")).singleElement().satisfies(mark -> assertThat(mark.getTextContent())
                .isEqualTo("item 0 failed (ERROR) and is run again\nat 100 ms\npid 4701"));
        assertThat(elements("path", "death")).singleElement().satisfies(mark -> assertThat(mark.getTextContent())
                .contains("was killed by SIGKILL", "pid 4701"));
        assertThat(text()).contains("1 item, 1 failed, 1 retry; 1 worker, 1 death;");
    }

    @Test
    void textsOfUsersAreNoMarkup() throws Exception {
        String odd = "</title><script>alert(1)</script> & \"x\" \u0000\u001b\ud800\ufffe \ud83d\ude00";
        trace.add(item(0, 1, 0, 100, Span.Kind.OK, odd));
        trace.finish();

        assertThat(elements("rect", "item").get(0).getTextContent())
                .contains("(</title><script>alert(1)</script> & \"x\" \\u0000\\u001b\\ud800\\ufffe \ud83d\ude00), ok");
        assertThat(Files.readString(file)).doesNotContain("<script");
    }

    @Test
    void upToFourThousandItemsHaveBarsOfTheirOwn() throws Exception {
        for (int i = 0; i < 4_000; i++) {
            trace.add(item(i, 1 + i % 4, i, 4, Span.Kind.OK, "i" + i));
        }
        trace.finish();

        assertThat(elements("rect", "item")).hasSize(4_000);
        assertThat(elements("p", "note")).isEmpty();
    }

    @Test
    void neighboursOfAHundredThousandAreOneBarAndThePageSaysSo() throws Exception {
        for (int i = 0; i < 100_000; i++) {
            Span.Kind kind = i == 77_777 ? Span.Kind.FAILED : Span.Kind.OK;
            trace.add(item(i, 1 + i % 4, i, 4, kind, "i" + i));
        }
        trace.finish();

        assertThat(elements("rect", "item")).hasSizeBetween(1_000, 4_000);
        assertThat(elements("rect", "failed")).singleElement().satisfies(bar -> assertThat(bar.getTextContent())
                .contains(" items: ", "; 1 failed\n"));
        assertThat(elements("p", "note")).singleElement().satisfies(note -> assertThat(note.getTextContent())
                .contains("too many items for a bar each", "one bar"));
        assertThat(text()).contains("100000 items, 1 failed; 4 workers;");
        assertThat(Files.size(file)).isLessThan(2 << 20);
    }

    @Test
    void workersAndProcessesAreBoundedToo() throws Exception {
        for (int i = 0; i < 300; i++) {
            trace.add(item(i, 1 + i, i, 4, Span.Kind.OK, ""));
        }
        for (int i = 0; i < 50_000; i++) {
            Place next = new Place("", 1, 10_000 + i);
            trace.add(Span.startUp(next, START + 10L * i * MILLI, 4 * MILLI));
            trace.add(new Mark(Mark.Kind.DEATH, next, START + (10L * i + 5) * MILLI, "exited", -1));
        }
        trace.finish();

        assertThat(elements("p", "note")).hasSize(2).anySatisfy(note -> assertThat(note.getTextContent())
                .contains("Not drawn: 100 bars of further workers"));
        assertThat(text()).contains("pid 4701, 10000, 10001, … 59999", "50000 processes, 50000 deaths");
        assertThat(Files.size(file)).isLessThan(2 << 20);
    }

    @Test
    void theNumberOfItemsThatWaitIsAnArea() throws Exception {
        for (int i = 0; i < 10_000; i++) {
            trace.pending(START + i * MILLI, 10_000 - i);
        }
        trace.finish();

        assertThat(elements("path", "pending")).singleElement().satisfies(area -> assertThat(area.getAttribute("d"))
                .startsWith("M190.0 ")
                .hasSizeBetween(10_000, 100_000));
        assertThat(text()).contains("10000 waiting");
    }

    @Test
    void aRunThatHasNotEndedHasAPageThatSaysSo() throws Exception {
        assertThat(text()).contains("procpool: a <task> & more", "drawn when the run ends");
    }

    @Test
    void aRunWithoutAnythingIsAPageToo() throws Exception {
        trace.finish();
        trace.finish();

        assertThat(text()).contains("0 items; 0 workers;");
    }

    @Test
    void aFileThatExistsIsNotOverwritten() {
        assertThatThrownBy(() -> TraceFile.Format.HTML.create(file, new TraceFile.Heading("again", 1, START)))
                .isInstanceOf(FileAlreadyExistsException.class);
    }
}
