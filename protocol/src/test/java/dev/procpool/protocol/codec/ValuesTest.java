package dev.procpool.protocol.codec;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.Externalizable;
import java.io.File;
import java.io.IOException;
import java.io.ObjectInput;
import java.io.ObjectInputStream;
import java.io.ObjectOutput;
import java.io.ObjectOutputStream;
import java.io.Serializable;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Collections;
import java.util.Currency;
import java.util.Date;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@Tag("jdk")
class ValuesTest {

    private static final int LIMIT = 1 << 20;

    private final Codecs codecs = new Codecs(ValuesTest.class.getClassLoader(), LIMIT);

    record Point(int x, List<String> names) {}

    enum Animal {
        CAT {
            @Override
            String sound() {
                return "meow";
            }
        },
        DOG;

        String sound() {
            return "?";
        }
    }

    static class Plain {
        int a = 1;
        String b = "b";
        Plain next;

        @Override
        public boolean equals(Object o) {
            return o instanceof Plain p && p.a == a && p.b.equals(b);
        }

        @Override
        public int hashCode() {
            return a;
        }
    }

    /** Its constructor must not run, and its own form must be used. */
    static class OwnForm implements Serializable {
        private static final long serialVersionUID = 1L;
        transient int doubled = 42;

        private void writeObject(ObjectOutputStream out) throws IOException {
            out.writeInt(doubled / 2);
        }

        private void readObject(ObjectInputStream in) throws IOException {
            doubled = in.readInt() * 2;
        }

        @Override
        public boolean equals(Object o) {
            return o instanceof OwnForm other && other.doubled == doubled;
        }

        @Override
        public int hashCode() {
            return doubled;
        }
    }

    public static class External implements Externalizable {
        private static final long serialVersionUID = 1L;
        private int value;

        public External() {}

        External(int value) {
            this.value = value;
        }

        @Override
        public void writeExternal(ObjectOutput out) throws IOException {
            out.writeInt(value + 1);
        }

        @Override
        public void readExternal(ObjectInput in) throws IOException {
            value = in.readInt() - 1;
        }

        @Override
        public boolean equals(Object o) {
            return o instanceof External e && e.value == value;
        }

        @Override
        public int hashCode() {
            return value;
        }
    }

    static Stream<Object> values() throws Exception {
        return Stream.concat(simple(), collections());
    }

    private static Stream<Object> collections() {
        Map<String, Integer> map = new HashMap<>(Map.of("a", 1));
        EnumMap<TimeUnit, String> enumMap = new EnumMap<>(Map.of(TimeUnit.DAYS, "d"));
        List<Object> plain = new ArrayList<>(List.of(new Plain(), new Plain()));
        return Stream.of(
                List.of(1, 2, 3),
                List.of(),
                Set.of(1),
                Map.of("k", "v"),
                Arrays.asList(1, null, 3),
                map,
                new LinkedHashMap<>(map),
                new TreeMap<>(Map.of(2, "b", 1, "a")),
                new ConcurrentHashMap<>(map),
                new LinkedList<>(List.of(1)),
                EnumSet.of(TimeUnit.DAYS),
                enumMap,
                Collections.emptyList(),
                Collections.emptyMap(),
                Collections.singletonList(1),
                Collections.singletonMap(1, 2),
                Collections.nCopies(3, "n"),
                Collections.unmodifiableList(plain),
                Collections.unmodifiableMap(new HashMap<>(Map.of(1, new Point(1, List.of())))),
                Collections.unmodifiableSet(Set.of("u")),
                Collections.synchronizedList(new ArrayList<>(List.of(1))),
                List.of(1, 2, 3, 4).subList(1, 3),
                new ArrayList<>(List.of(1, 2, 3)).subList(0, 2),
                Stream.of(1, null, 2).toList(),
                System.getProperties().getClass().cast(properties()));
    }

    private static Stream<Object> simple() throws Exception {
        return Stream.of(
                1,
                -1L,
                1.5,
                2f,
                'c',
                (short) 3,
                (byte) 4,
                true,
                "text 计算",
                BigInteger.TEN,
                new BigDecimal("1.50"),
                UUID.randomUUID(),
                URI.create("http://x/y"),
                new File("/tmp/x"),
                Path.of("/tmp/y"),
                Locale.CHINA,
                Currency.getInstance("EUR"),
                StandardCharsets.UTF_8,
                InetAddress.getByName("127.0.0.1"),
                new Date(5),
                Instant.now(),
                LocalDate.now(),
                ZonedDateTime.now(),
                Duration.ofMillis(5),
                Optional.of("x"),
                Optional.empty(),
                OptionalInt.of(3),
                BitSet.valueOf(new long[] {5}),
                String.class,
                int[].class,
                new Point(1, List.of("a", "b")),
                Animal.CAT,
                Animal.DOG,
                new Plain(),
                new OwnForm(),
                new External(5));
    }

    private static Properties properties() {
        Properties properties = new Properties();
        properties.put("a", "b");
        return properties;
    }

    @ParameterizedTest
    @MethodSource("values")
    void arrivesEqual(Object value) {
        assertThat(codecs.decode(codecs.encode(value))).isEqualTo(value);
    }
}
