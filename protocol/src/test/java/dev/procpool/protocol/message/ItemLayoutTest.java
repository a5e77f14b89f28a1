package dev.procpool.protocol.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.BufferUnderflowException;
import java.util.List;
import org.junit.jupiter.api.Test;

class ItemLayoutTest {

    @Test
    void packedValuesComeBackAsTheyWere() {
        List<Object> values = List.of(
                0,
                Integer.MIN_VALUE,
                Integer.MAX_VALUE,
                0L,
                Long.MIN_VALUE,
                Long.MAX_VALUE,
                0.0,
                -0.0,
                Double.NaN,
                Double.MAX_VALUE,
                Double.longBitsToDouble(0x7ff8000000000123L));
        for (Object value : values) {
            ItemLayout layout = ItemLayout.of(value);
            PayloadBuffer out = new PayloadBuffer(0);
            out.putByte(1);
            layout.put(value, out);
            assertThat(layout.isPacked()).isTrue();
            assertThat(layout.fits(value)).isTrue();
            assertThat(out.size()).isEqualTo(1 + layout.bytes());
            assertThat(layout.get(out.array(), 1, layout.bytes())).isEqualTo(value);
        }
    }

    @Test
    void textsArePackedUpToALength() {
        assertThat(ItemLayout.of("")).isSameAs(ItemLayout.TEXTS);
        assertThat(ItemLayout.of("中".repeat(1000))).isSameAs(ItemLayout.TEXTS);
        assertThat(ItemLayout.of("x".repeat(1001))).isSameAs(ItemLayout.SIZED);
        assertThat(ItemLayout.TEXTS.isPacked()).isTrue();
        assertThat(ItemLayout.TEXTS.bytes()).isZero();
        assertThat(ItemLayout.TEXTS.fits("中".repeat(1000))).isTrue();
        assertThat(ItemLayout.TEXTS.fits("x".repeat(1001))).isFalse();
        assertThat(ItemLayout.TEXTS.fits(null)).isFalse();
        assertThat(ItemLayout.TEXTS.fits(1)).isFalse();
    }

    @Test
    void itemsOfEachLayoutAreSkippedByTheirLengths() {
        for (Object value : List.of(7, 8L, 9.5, "", "a", "é".repeat(500), "\ud800")) {
            ItemLayout layout = ItemLayout.of(value);
            PayloadBuffer out = new PayloadBuffer(0);
            for (int i = 0; i < 3; i++) {
                layout.put(value, out);
            }
            PayloadReader in = Slice.of(out.toByteArray()).reader();

            layout.skip(in, 2);

            assertThat(layout.next(in)).isEqualTo(value);
            assertThatThrownBy(() -> layout.skip(in, 1))
                    .isInstanceOfAny(ProtocolException.class, BufferUnderflowException.class);
        }
    }

    @Test
    void aSizedItemThatIsLongerThanWhatIsLeftIsRefused() {
        PayloadReader in = Slice.of(new byte[] {3, 0, 0}).reader();
        assertThatThrownBy(() -> ItemLayout.SIZED.head(in))
                .isInstanceOf(ProtocolException.class)
                .hasMessage("an item of 3 bytes where 2 are left");
    }

    @Test
    void nothingElseIsPacked() {
        for (Object value : List.of(1.0f, (short) 1, (byte) 1, '1', true)) {
            assertThat(ItemLayout.of(value)).isSameAs(ItemLayout.SIZED);
            assertThat(ItemLayout.INTS.fits(value)).isFalse();
        }
        assertThat(ItemLayout.of(null)).isSameAs(ItemLayout.SIZED);
        assertThat(ItemLayout.SIZED.isPacked()).isFalse();
        assertThat(ItemLayout.SIZED.fits(null)).isFalse();
        assertThat(ItemLayout.LONGS.fits(1)).isFalse();
    }

    @Test
    void anUnknownCodeIsNone() {
        for (ItemLayout layout : ItemLayout.values()) {
            assertThat(ItemLayout.ofCode(layout.ordinal())).containsSame(layout);
        }
        assertThat(ItemLayout.ofCode(ItemLayout.values().length)).isEmpty();
        assertThat(ItemLayout.ofCode(-1)).isEmpty();
    }
}
