package dev.procpool.internal.pool;

import static org.assertj.core.api.Assertions.assertThat;

import dev.procpool.internal.backend.Batch;
import dev.procpool.lines.LineText;
import dev.procpool.protocol.message.ItemLayout;
import dev.procpool.protocol.message.PayloadBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class LineBatchesTest {

    private final LineBatches batches = new LineBatches();
    private final LineText text = new LineText();

    private static Batch batch(long first, String... lines) {
        PayloadBuffer encoded = new PayloadBuffer(16);
        for (String line : lines) {
            byte[] bytes = line.getBytes(StandardCharsets.UTF_8);
            ItemLayout.putText(bytes, 0, bytes.length, encoded);
        }
        return new Batch(null, first, lines.length, ItemLayout.TEXTS, encoded.array(), encoded.size(), null);
    }

    private String find(long index) {
        batches.find(index, text);
        return text.toString();
    }

    @Test
    void aLineIsFoundByItsIndexInAnyOrder() {
        batches.add(batch(0, "a", "", "计算"));
        batches.add(batch(4, "x".repeat(1000), "e"));

        assertThat(List.of(find(0), find(1), find(2))).containsExactly("a", "", "计算");
        assertThat(find(5)).isEqualTo("e");
        assertThat(find(4)).hasSize(1000);
        assertThat(find(1)).isEmpty();
        assertThat(find(0)).isEqualTo("a");
    }

    @Test
    void aLineThatCouldNotBeUsedIsInNoBatchAndHasNoText() {
        batches.add(batch(0, "a"));
        batches.add(batch(2, "c"));

        batches.done(1, 1);

        assertThat(find(1)).isEmpty();
        assertThat(find(0)).isEqualTo("a");
        assertThat(find(2)).isEqualTo("c");
        assertThat(find(3)).isEmpty();
    }

    @Test
    void aBatchIsForgottenWhenAllOfItsLinesAreDone() {
        batches.add(batch(0, "a", "b", "c"));

        batches.done(2, 1);
        batches.done(0, 1);
        assertThat(find(1)).isEqualTo("b");
        batches.done(1, 1);

        assertThat(find(1)).isEmpty();
    }

    @Test
    void linesThatAreNotEncodedAreFoundToo() {
        batches.add(new Batch(null, 3, 2, ItemLayout.SIZED, null, 0, List.of("a", "b")));

        assertThat(find(4)).isEqualTo("b");
        assertThat(find(3)).isEqualTo("a");
    }
}
