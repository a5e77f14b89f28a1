package dev.procpool.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.procpool.lines.LineReader;
import dev.procpool.lines.LineSource;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class UnfinishedItemsTest {

    private static LineSource items(int... bytes) {
        byte[] all = new byte[bytes.length];
        for (int i = 0; i < bytes.length; i++) {
            all[i] = (byte) bytes[i];
        }
        return new LineReader(new ByteArrayInputStream(all), '\n');
    }

    private static JobLog.Entry entry(String item, boolean ok) {
        return new JobLog.Entry("t", item, ok);
    }

    private static List<String> all(UnfinishedItems items) throws IOException {
        List<String> all = new ArrayList<>();
        for (long position = 0; items.next(); position++) {
            all.add(items.numberOf(position) + " " + items.line());
        }
        return all;
    }

    @Test
    void withoutALogItemsHaveTheNumbersOfTheirPositions() throws Exception {
        assertThat(all(new UnfinishedItems(items('a', '\n', 'b'), Map.of(), false)))
                .containsExactly("0 a", "1 b");
    }

    @Test
    void itemsThatAreDoneAreLeftOutAndTheOthersKeepTheirNumbers() throws Exception {
        Map<Long, JobLog.Entry> log = new HashMap<>();
        for (long i = 0; i < 26; i++) {
            if (i % 3 != 0) {
                log.put(i, entry(Character.toString('a' + (int) i), i % 2 == 0));
            }
        }
        int[] letters = new int[52];
        for (int i = 0; i < 26; i++) {
            letters[2 * i] = 'a' + i;
            letters[2 * i + 1] = '\n';
        }

        UnfinishedItems missing = new UnfinishedItems(items(letters), log, false);
        assertThat(all(missing)).containsExactly("0 a", "3 d", "6 g", "9 j", "12 m", "15 p", "18 s", "21 v", "24 y");
        assertThat(missing.numberOf(0)).isZero();
        assertThat(missing.numberOf(8)).isEqualTo(24);
        assertThat(all(new UnfinishedItems(items(letters), log, true)))
                .contains("1 b", "3 d", "5 f")
                .doesNotContain("2 c", "4 e");
    }

    @Test
    void whatOnlyOneOfTwoRunsCouldReadIsTheSameItem() throws Exception {
        Map<Long, JobLog.Entry> log = Map.of(0L, entry("", false), 1L, entry("long", true));
        assertThat(all(new UnfinishedItems(items('n', 'o', 'w', '\n', 0xff, '\n'), log, true)))
                .containsExactly("0 now");

        UnfinishedItems other = new UnfinishedItems(items('x', '\n', 'y', '\n'), log, true);
        assertThat(other.next()).isTrue();
        assertThatThrownBy(other::next)
                .isInstanceOf(UnfinishedItems.OtherItemsException.class)
                .hasMessageContaining("item 1 was 'long' and is 'y' now");
    }

    @Test
    void nothingIsSaidToBeReadyWhileItMayBeLeftOut() throws Exception {
        UnfinishedItems items = new UnfinishedItems(
                items('a', '\n', 'b', '\n', 'c', '\n', 'd', '\n'), Map.of(1L, entry("b", true)), false);
        assertThat(items.next()).isTrue();
        assertThat(items.hasReady()).isFalse();
        assertThat(items.next()).isTrue();
        assertThat(items.hasReady()).isTrue();
    }

    @Test
    void givenItemsMayContainAnything() throws Exception {
        assertThat(all(new UnfinishedItems(CombinedItems.of(List.of("a\nb", "", "计")), Map.of(), false)))
                .containsExactly("0 a\nb", "1 ", "2 计");
    }
}
