package dev.procpool.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.procpool.lines.LineReader;
import java.io.ByteArrayInputStream;
import org.junit.jupiter.api.Test;

class CountedItemsTest {

    @Test
    void itemsAreCountedBeforeTheFirstOneIsGivenOut() throws Exception {
        byte[] bytes = {'a', '\n', (byte) 0xff, '\n', 'c'};
        CountedItems items = new CountedItems(new LineReader(new ByteArrayInputStream(bytes), '\n'));
        assertThat(items.hasReady()).isFalse();

        assertThat(items.next()).isTrue();
        assertThat(items.total()).isEqualTo(3);
        assertThat(items.line()).hasToString("a");
        assertThat(items.problem()).isNull();
        assertThat(items.next()).isTrue();
        assertThat(items.problem()).isNotNull();
        assertThat(items.next()).isTrue();
        assertThat(items.line()).hasToString("c");
        assertThat(items.problem()).isNull();
        assertThat(items.next()).isFalse();
    }
}
