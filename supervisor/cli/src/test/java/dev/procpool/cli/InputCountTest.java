package dev.procpool.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.procpool.lines.LineReader;
import dev.procpool.lines.LineSource;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The number of items, before the first of them is read and at the end. */
class InputCountTest {

    @TempDir
    private Path directory;

    private FileItems file(String text) throws IOException {
        return new FileItems(Files.writeString(directory.resolve("items"), text), ';');
    }

    private static JobLog.Entry entry(String item, boolean ok) {
        return new JobLog.Entry("t", item, ok);
    }

    private static void assertCount(LineSource items) throws IOException {
        OptionalLong early = CountableItems.countOf(items);
        InputCount count = new InputCount(items);
        long given = 0;
        while (count.next()) {
            given++;
        }
        assertThat(count.total()).hasValue(given);
        assertThat(early).as("before").hasValue(given);
    }

    @ParameterizedTest
    @CsvSource({"'', 0", "a, 1", "a;, 1", "a;b, 2", ";;, 2", "a;b;c;, 3"})
    void theLinesOfAFileAreKnownBeforeTheyAreRead(String text, int lines) throws Exception {
        try (FileItems items = file(text)) {
            assertThat(new InputCount(items).total()).hasValue(lines);
            assertCount(items);
        }
    }

    @Test
    void combinationsSplitAndGroupedItemsAreKnownToo() throws Exception {
        List<CombinedItems.Part> two = List.of(new CombinedItems.Part("a", null), new CombinedItems.Part("b", null));

        assertCount(new CombinedItems(List.of(two, two, two)));
        assertCount(new GroupedItems(CombinedItems.of(List.of("a", "b", "c")), 2));
        assertCount(new GroupedItems(CombinedItems.of(List.of()), 2));
        try (FileItems items = file("a,1;b,2;c,3")) {
            assertCount(new GroupedItems(new SplitItems(items, Optional.of(Pattern.compile(","))), 2));
        }
    }

    @Test
    void itemsThatAJobLogHasAsDoneAreNotCounted() throws Exception {
        Map<Long, JobLog.Entry> log = Map.of(0L, entry("a", true), 2L, entry("c", false), 9L, entry("x", true));

        assertCount(new UnfinishedItems(CombinedItems.of(List.of("a", "b", "c", "d")), log, false));
        assertCount(new UnfinishedItems(CombinedItems.of(List.of("a", "b", "c", "d")), log, true));
    }

    @Test
    void theItemsOfAStreamAreKnownAtItsEnd() throws Exception {
        InputCount count = new InputCount(new LineReader(InputStream.nullInputStream(), '\n'));

        assertThat(count.total()).isEmpty();
        assertThat(count.next()).isFalse();
        assertThat(count.total()).hasValue(0);
    }

    @Test
    void aPipeWithANameIsNotReadForItsNumber() throws Exception {
        assertThat(new FileItems(Path.of("/dev/null"), '\n').count()).isEmpty();
    }
}
