package dev.procpool.protocol.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.DayOfWeek;
import java.time.ZonedDateTime;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class DialectTest {

    private static final int LIMIT = 1 << 20;

    private final Codecs oneJdk = new Codecs(DialectTest.class.getClassLoader(), LIMIT);
    private final Codecs twoJdks = new Codecs(DialectTest.class.getClassLoader(), LIMIT, Dialect.TWO_JDKS);

    record Meeting(DayOfWeek day, ZonedDateTime at, List<String> who) {}

    static final class Prices extends TreeMap<String, Integer> {
        private static final long serialVersionUID = 1;

        @SuppressWarnings("serial")
        private final Locale country = Locale.FRANCE;
    }

    static List<Object> values() {
        Prices prices = new Prices();
        prices.put("apple", 3);
        return List.of(
                List.of("a", 1),
                Map.of("b", 2.0),
                new TreeMap<>(Map.of(1, "one")),
                BitSet.valueOf(new long[] {5}),
                DayOfWeek.MONDAY,
                Locale.GERMANY,
                new Meeting(
                        DayOfWeek.FRIDAY, ZonedDateTime.parse("2024-10-27T02:30+01:00[Europe/Berlin]"), List.of("x")),
                prices);
    }

    @ParameterizedTest
    @MethodSource("values")
    void aValueIsTheSameInBothDialects(Object value) {
        assertThat(twoJdks.decode(twoJdks.encode(value))).isEqualTo(value);
        assertThat(oneJdk.decode(oneJdk.encode(value))).isEqualTo(value);
    }

    /** The first byte that only the second dialect has belongs to the checksum of the class. */
    @ParameterizedTest
    @MethodSource("stateOfTheJdk")
    void anObjectOfAClassThatDiffersInTheOtherJdkIsRefused(Object value) {
        byte[] bytes = twoJdks.encode(value);
        int checksum = Arrays.mismatch(bytes, oneJdk.encode(value));
        bytes[checksum] ^= 1;

        assertThatThrownBy(() -> twoJdks.decode(bytes))
                .isInstanceOf(DecodingException.class)
                .hasMessageContaining("has other fields in the JDK of the other JVM");
    }

    static List<Object> stateOfTheJdk() {
        return List.of(BitSet.valueOf(new long[] {5}), DayOfWeek.MONDAY, new Prices(), Locale.GERMANY);
    }

    @Test
    void theFingerprintSaysTheDialect() {
        for (Dialect dialect : Dialect.values()) {
            assertThat(Dialect.of(dialect.fingerprint())).isEqualTo(dialect);
        }
        assertThat(Dialect.TWO_JDKS.fingerprint()).isNotEqualTo(Dialect.ONE_JDK.fingerprint());
    }

    @Test
    void anotherBuildOfTheSameUpdateSpeaksTheDialectOfOneJdk() {
        Runtime.Version here = Runtime.version();
        Runtime.Version build = Runtime.Version.parse(CodecKryo.jdk(here).replaceAll("(\\.0)+$", "") + "+9999");

        assertThat(Dialect.with(build)).isEqualTo(Dialect.ONE_JDK);
        assertThat(Dialect.with(Runtime.Version.parse("99"))).isEqualTo(Dialect.TWO_JDKS);
    }
}
