package dev.procpool.internal.pool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.procpool.PayloadTooLargeException;
import dev.procpool.TaskOptions;
import dev.procpool.internal.backend.Batch;
import dev.procpool.internal.backend.Call;
import dev.procpool.protocol.codec.Codecs;
import dev.procpool.protocol.codec.PayloadCodec;
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

    record Point(int x, String name) {
        Point {
            x = x + 1; // each time one is made
        }
    }

    record Other(int number) {}

    @Test
    void recordsOfOneClassShareABatchWithOtherItems() {
        List<Object> items = Arrays.asList(new Point(1, "a"), null, 5, "text", new Other(6), new Point(2, null));
        try (BatchBuilder records = new BatchBuilder(encoder, call)) {
            items.forEach(records::add);
            Batch first = records.take();
            records.add(null);
            records.add(new Point(1, "x".repeat(1001)));
            records.add(new Point(1, "x".repeat(1001)));
            records.add(new Point(2, "x".repeat(1001)));
            Batch second = records.take();
            records.add(new Point(3, "a"));
            Batch third = records.take();

            assertThat(first.layout()).isEqualTo(ItemLayout.RECORDS);
            assertThat(first.form()).isEqualTo(second.form());
            assertThat(decoded(first))
                    .hasToString("[Point[x=3, name=a], null, 5, text, Other[number=6], " + "Point[x=4, name=null]]");
            assertThat(second.layout()).isEqualTo(ItemLayout.RECORDS);
            assertThat(decoded(second)).hasSize(4).startsWith((Object) null);
            assertThat(third.layout())
                    .as("after a batch in which the form was in vain")
                    .isEqualTo(ItemLayout.SIZED);
        }
    }

    @Test
    void recordsOfTwoClassesAreNotCollectedTogether() {
        try (BatchBuilder points = new BatchBuilder(encoder, call);
                BatchBuilder others = new BatchBuilder(encoder, call)) {
            points.add(new Point(1, "a"));
            others.add(new Other(1));

            assertThat(points.hasLayoutOf(others)).isFalse();
            points.moveTo(batch);
            assertThat(points.hasLayoutOf(batch)).isTrue();
            points.add(new Point(2, "b"));
            assertThat(points.hasLayoutOf(batch)).isTrue();
            points.moveTo(batch);
            assertThat(others.hasLayoutOf(batch)).isFalse();
            assertThat(decoded(batch.take())).hasToString("[Point[x=3, name=a], Point[x=4, name=b]]");
        }
    }

    private List<Object> decoded(Batch batch) {
        List<Object> items = new ArrayList<>();
        PayloadReader in = new PayloadReader(batch.encoded(), 0, batch.encodedLength());
        for (int i = 0; i < batch.count(); i++) {
            if (batch.layout() == ItemLayout.RECORDS) {
                items.add(nextAmongRecords(batch, in));
            } else if (batch.layout().isPacked()) {
                items.add(batch.layout().next(in));
            } else {
                int length = batch.layout().head(in);
                items.add(codecs.decode(new Slice(in.array(), in.position(), length).toByteArray()));
                in.skip(length);
            }
        }
        return items;
    }

    private Object nextAmongRecords(Batch batch, PayloadReader in) {
        int head = ItemLayout.RECORDS.head(in);
        int at = in.position();
        in.skip(ItemLayout.RECORDS.length(head));
        PayloadCodec codec = codecs.take();
        try {
            return codecs.recordForms().read(batch.form(), in.array(), at, head, codec);
        } finally {
            codecs.release(codec);
        }
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
