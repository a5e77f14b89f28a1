package dev.procpool.protocol.message;

import static org.assertj.core.api.Assertions.assertThat;

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
        assertThat(ItemLayout.ofCode(6)).isEmpty();
        assertThat(ItemLayout.ofCode(-1)).isEmpty();
    }
}
