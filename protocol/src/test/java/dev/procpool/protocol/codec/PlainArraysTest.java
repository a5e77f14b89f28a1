package dev.procpool.protocol.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.procpool.protocol.message.PayloadBuffer;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@Tag("jdk")
class PlainArraysTest {

    private static final int LIMIT = 1 << 20;

    private final Codecs codecs = new Codecs(PlainArraysTest.class.getClassLoader(), LIMIT);

    static Stream<Object> arrays() {
        return Stream.of(
                new byte[] {-128, 0, 127},
                new char[] {'a', '中', '\uffff'},
                new short[] {Short.MIN_VALUE, -1, Short.MAX_VALUE},
                new int[] {Integer.MIN_VALUE, -1, Integer.MAX_VALUE},
                new long[] {Long.MIN_VALUE, -1, Long.MAX_VALUE},
                new float[] {-0f, Float.MIN_VALUE, Float.NaN, Float.NEGATIVE_INFINITY},
                new double[] {-0.0, Double.MIN_VALUE, Double.NaN, Double.NEGATIVE_INFINITY},
                new boolean[] {true, false},
                new byte[0],
                new char[0],
                new short[0],
                new int[0],
                new long[0],
                new float[0],
                new double[0],
                new int[][] {{1}, {}},
                new double[100_000]);
    }

    @ParameterizedTest
    @MethodSource("arrays")
    void anArrayArrivesAsItWas(Object array) {
        assertThat(codecs.decode(codecs.encode(array))).isEqualTo(array).hasSameClassAs(array);
    }

    @ParameterizedTest
    @MethodSource("arrays")
    void anArrayArrivesFromTheMiddleOfABuffer(Object array) {
        PayloadBuffer out = new PayloadBuffer(1);
        PayloadCodec codec = codecs.take();
        codec.encode("before", out);
        int start = out.size();
        codec.encode(array, out);
        int end = out.size();
        codec.encode("after", out);

        var in = new dev.procpool.protocol.message.PayloadReader(out.array(), start, end);
        int length = in.getVarInt();
        assertThat(length).isEqualTo(in.remaining());
        assertThat(codec.decode(out.array(), in.position(), length)).isEqualTo(array);
    }

    @Test
    void theLimitHoldsForThemToo() {
        assertThat(codecs.encode(new byte[LIMIT - 1])).hasSize(LIMIT);
        assertThatThrownBy(() -> codecs.encode(new byte[LIMIT])).isInstanceOf(PayloadTooLargeException.class);
        assertThatThrownBy(() -> codecs.encode(new double[LIMIT / 8])).isInstanceOf(PayloadTooLargeException.class);
        assertThatThrownBy(() -> codecs.encode(new long[1 << 28])).isInstanceOf(PayloadTooLargeException.class);
    }

    @Test
    void halfAnElementIsRefused() {
        byte[] doubles = codecs.encode(new double[2]);
        for (int cut = 1; cut < 8; cut++) {
            byte[] damaged = java.util.Arrays.copyOf(doubles, doubles.length - cut);
            assertThatThrownBy(() -> codecs.decode(damaged)).isInstanceOf(DecodingException.class);
        }
    }

    @Test
    void theyMayBeMadeWhateverClassesAreAllowed() {
        Codecs strict = new Codecs(PlainArraysTest.class.getClassLoader(), LIMIT, Optional.of(Set.of()));

        assertThat(strict.decode(codecs.encode(new int[] {1, 2}))).isEqualTo(new int[] {1, 2});
        assertThat(strict.decode(codecs.encode(List.of(1, 2)))).isEqualTo(List.of(1, 2));
    }
}
