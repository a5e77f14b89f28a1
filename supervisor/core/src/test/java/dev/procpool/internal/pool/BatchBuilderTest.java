package dev.procpool.internal.pool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.procpool.PayloadTooLargeException;
import dev.procpool.TaskOptions;
import dev.procpool.internal.backend.Batch;
import dev.procpool.internal.backend.Call;
import dev.procpool.protocol.codec.Codecs;
import dev.procpool.protocol.message.ItemLayout;
import dev.procpool.protocol.message.PayloadReader;
import dev.procpool.protocol.message.Slice;
import java.lang.ref.Cleaner;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class BatchBuilderTest {

    private static final int MANY = 10_000;

    private final Codecs codecs = new Codecs(BatchBuilderTest.class.getClassLoader(), 1 << 20);
    private final Encoder encoder = new Encoder(codecs, new SharedRegistry(Cleaner.create()));
    private final Call call = new Call(1, null, TaskOptions.defaults(), Call.Delivery.WHOLE, () -> {});
    private final BatchBuilder batch = new BatchBuilder(encoder, call);

    private Batch of(int count) {
        for (int i = 0; i < count; i++) {
            batch.add(i);
        }
        return batch.take();
    }

    @Test
    void aBatchAfterOneOfManyItemsHasRoomForAsMany() {
        Batch first = of(MANY);
        Batch second = of(MANY);
        assertThat(second.layout()).isEqualTo(ItemLayout.INTS);
        assertThat(second.firstIndex()).isEqualTo(MANY);
        assertThat(second.encodedLength()).isEqualTo(first.encodedLength()).isEqualTo(MANY * Integer.BYTES);
        assertThat(second.encoded()).hasSize(second.encodedLength() + second.encodedLength() / 8);
    }

    @Test
    void textsArePackedUntilAnItemIsNoneOrALargeOne() {
        for (Object odd : Arrays.asList(null, 1, "x".repeat(1001), List.of("x"))) {
            try (BatchBuilder texts = new BatchBuilder(encoder, call)) {
                texts.add("a");
                texts.add("\ud800");
                Batch packed = texts.take();
                texts.add("a");
                texts.add("\ud800");
                texts.add(odd);
                texts.add("b");
                Batch mixed = texts.take();

                assertThat(packed.layout()).isEqualTo(ItemLayout.TEXTS);
                assertThat(decoded(packed)).containsExactly("a", "\ud800");
                assertThat(mixed.layout()).isEqualTo(ItemLayout.SIZED);
                assertThat(decoded(mixed)).containsExactly("a", "\ud800", odd, "b");
            }
        }
    }

    private List<Object> decoded(Batch batch) {
        List<Object> items = new ArrayList<>();
        PayloadReader in = new PayloadReader(batch.encoded(), 0, batch.encodedLength());
        for (int i = 0; i < batch.count(); i++) {
            if (batch.layout().isPacked()) {
                items.add(batch.layout().next(in));
            } else {
                int length = batch.layout().head(in);
                items.add(codecs.decode(new Slice(in.array(), in.position(), length).toByteArray()));
                in.skip(length);
            }
        }
        return items;
    }

    @Test
    void textsAreNotPackedWhereTheLargestOneWouldBeTooLarge() {
        Encoder small = new Encoder(
                new Codecs(BatchBuilderTest.class.getClassLoader(), 1024), new SharedRegistry(Cleaner.create()));
        try (BatchBuilder texts = new BatchBuilder(small, call)) {
            texts.add("a");
            assertThat(texts.take().layout()).isEqualTo(ItemLayout.SIZED);
            assertThatThrownBy(() -> texts.add("中".repeat(400))).isInstanceOf(PayloadTooLargeException.class);
        }
    }

    @Test
    void singleItemsGetNoMoreThanTheyNeed() {
        of(MANY);
        of(1);
        assertThat(of(1).encoded()).hasSizeLessThan(100);
    }

    @Test
    void aBatchAfterOneOfFewItemsIsSmall() {
        of(MANY);
        of(2);
        assertThat(of(2).encoded()).hasSizeLessThan(100);
    }

    @Test
    void whereNothingWasCollectedNothingIsTaken() {
        of(MANY);
        assertThat(batch.take()).isNull();
    }
}
