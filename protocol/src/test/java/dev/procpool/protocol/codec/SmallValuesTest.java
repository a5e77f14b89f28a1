package dev.procpool.protocol.codec;

import static org.assertj.core.api.Assertions.assertThat;

import com.esotericsoftware.kryo.kryo5.io.Output;
import dev.procpool.protocol.message.PayloadBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class SmallValuesTest {

    static Stream<Object> values() {
        List<Object> all = new ArrayList<>(List.of(true, false, 0.0, -0.0, Double.NaN, Double.MIN_VALUE, 0, 0L));
        all.add(null);
        for (int bit = 0; bit < Long.SIZE; bit++) {
            for (int more = -2; more <= 2; more++) {
                all.add((1L << bit) + more);
                all.add(-(1L << bit) + more);
                all.add((int) ((1L << bit) + more));
                all.add((double) ((1L << bit) + more));
            }
        }
        Random random = new Random(5);
        for (int i = 0; i < 1000; i++) {
            all.add(random.nextLong());
            all.add(random.nextInt());
            all.add(random.nextGaussian());
        }
        return all.stream();
    }

    private static byte[] asKryo(Object value) {
        Output output = new Output(512, -1);
        new CodecKryo(SmallValuesTest.class.getClassLoader(), Dialect.ONE_JDK, type -> false)
                .writeClassAndObject(output, value);
        return output.toBytes();
    }

    @Test
    void theBytesAreThoseOfKryo() {
        values().forEach(value -> {
            byte[] expected = asKryo(value);
            PayloadBuffer out = new PayloadBuffer(0);
            out.putByte(77);
            assertThat(SmallValues.write(value, out)).isTrue();
            assertThat(out.size()).isLessThanOrEqualTo(1 + SmallValues.MAX_BYTES);
            byte[] all = out.toByteArray();
            assertThat(all[0]).isEqualTo((byte) 77);
            assertThat((int) all[1]).isEqualTo(expected.length);
            assertThat(Arrays.copyOfRange(all, 2, all.length)).as("%s", value).isEqualTo(expected);
            assertThat(SmallValues.read(all, 2, expected.length)).isEqualTo(value);
        });
    }

    static Stream<Object> others() {
        return Stream.of("text", (short) 3, 'c', 3.0f, (byte) 3, List.of(1), new int[] {1}, Thread.State.NEW);
    }

    @ParameterizedTest
    @MethodSource("others")
    void everythingElseIsLeftToKryo(Object value) {
        PayloadBuffer out = new PayloadBuffer(16);
        assertThat(SmallValues.write(value, out)).isFalse();
        assertThat(out.size()).isZero();
        byte[] bytes = asKryo(value);
        assertThat(SmallValues.read(bytes, 0, bytes.length)).isSameAs(SmallValues.OTHER);
    }

    @Test
    void whatIsCutOffOrTooLongIsLeftToKryoToRefuse() {
        values().forEach(value -> {
            byte[] bytes = asKryo(value);
            for (int length = 0; length < bytes.length; length++) {
                assertThat(SmallValues.read(bytes, 0, length))
                        .as("%s cut to %d", value, length)
                        .isSameAs(SmallValues.OTHER);
            }
            assertThat(SmallValues.read(Arrays.copyOf(bytes, bytes.length + 1), 0, bytes.length + 1))
                    .as("%s and more", value)
                    .isSameAs(SmallValues.OTHER);
        });
    }
}
