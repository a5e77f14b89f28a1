package dev.procpool.internal.pool;

import static org.assertj.core.api.Assertions.assertThat;

import dev.procpool.TaskOptions;
import dev.procpool.internal.backend.Batch;
import dev.procpool.internal.backend.Call;
import dev.procpool.protocol.codec.Codecs;
import dev.procpool.protocol.message.ItemLayout;
import java.lang.ref.Cleaner;
import org.junit.jupiter.api.Test;

class BatchBuilderTest {

    private static final int MANY = 10_000;

    private final Encoder encoder = new Encoder(
            new Codecs(BatchBuilderTest.class.getClassLoader(), 1 << 20), new SharedRegistry(Cleaner.create()));
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
