package dev.procpool.protocol.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.procpool.protocol.message.PayloadBuffer;
import dev.procpool.protocol.message.PayloadReader;
import dev.procpool.task.Task;
import dev.procpool.task.TaskFunction;
import java.io.ByteArrayInputStream;
import java.io.Externalizable;
import java.io.File;
import java.io.IOException;
import java.io.ObjectInput;
import java.io.ObjectInputStream;
import java.io.ObjectOutput;
import java.io.ObjectOutputStream;
import java.io.Serializable;
import java.lang.ref.WeakReference;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZonedDateTime;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Collections;
import java.util.Comparator;
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
import java.util.PriorityQueue;
import java.util.Properties;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@Tag("jdk")
class CodecsTest {

    private static final int LIMIT = 1 << 20;

    private final Codecs codecs = new Codecs(CodecsTest.class.getClassLoader(), LIMIT);

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

    static class NamedList extends ArrayList<String> {
        private static final long serialVersionUID = 1L;
        String name = "named";
    }

    static Stream<Object> values() throws Exception {
        Map<String, Integer> map = new HashMap<>(Map.of("a", 1));
        EnumMap<TimeUnit, String> enumMap = new EnumMap<>(Map.of(TimeUnit.DAYS, "d"));
        List<Object> plain = new ArrayList<>(List.of(new Plain(), new Plain()));
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
                new External(5),
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

    @Test
    void whatHasNoEqualsArrivesAlike() {
        assertThat(copy(new int[][] {{1}, {2, 3}}).length).isEqualTo(2);
        assertThat(copy(new String[] {"a", null})).containsExactly("a", null);
        assertThat(copy(new AtomicInteger(5)).get()).isEqualTo(5);
        assertThat(copy(new AtomicLong(6)).get()).isEqualTo(6);
        assertThat(copy(Pattern.compile("a+b", Pattern.CASE_INSENSITIVE))
                        .matcher("AAB")
                        .matches())
                .isTrue();
        assertThat(copy(new Random(5)).nextInt()).isEqualTo(new Random(5).nextInt());
        assertThat(copy(new StringBuilder("sb")).toString()).isEqualTo("sb");
        assertThat(List.copyOf(copy(new ArrayDeque<>(List.of(1, 2))))).containsExactly(1, 2);
        PriorityQueue<Integer> reversed = new PriorityQueue<>(Comparator.reverseOrder());
        reversed.addAll(List.of(1, 3, 2));
        assertThat(copy(reversed).poll()).isEqualTo(3);
        NamedList named = new NamedList();
        named.add("x");
        assertThat(copy(named).name).isEqualTo("named");
        assertThat(codecs.decode(codecs.encode(null))).isNull();

        for (ByteBuffer buffer : List.of(ByteBuffer.allocate(8), ByteBuffer.allocateDirect(8))) {
            buffer.order(ByteOrder.LITTLE_ENDIAN).putInt(7).flip();
            ByteBuffer arrived = copy(buffer);
            assertThat(arrived.isDirect()).isEqualTo(buffer.isDirect());
            assertThat(arrived.remaining()).isEqualTo(4);
            assertThat(arrived.getInt()).isEqualTo(7);
        }
    }

    @SuppressWarnings("unchecked")
    private <T> T copy(T value) {
        return (T) codecs.decode(codecs.encode(value));
    }

    @Test
    void aGraphKeepsItsSharedParts() {
        Plain first = new Plain();
        first.next = first;
        Plain arrived = copy(first);
        assertThat(arrived.next).isSameAs(arrived);
    }

    @Test
    void aSharedImmutableCollectionArrivesWholeEveryTime() {
        for (Object shared : List.of(
                List.of(1, List.of(2)),
                Collections.unmodifiableList(new ArrayList<>(List.of(1, 2))),
                Collections.unmodifiableMap(new HashMap<>(Map.of(1, List.of(2)))),
                new ArrayList<>(List.of(1, 2, 3)).subList(0, 2))) {
            Object[] arrived = copy(new Object[] {shared, shared, "after"});
            assertThat(arrived).containsExactly(shared, shared, "after");
            assertThat(arrived[0]).isSameAs(arrived[1]);
        }
    }

    private static int twice(int x) {
        return 2 * x;
    }

    private record Adder(int by) {
        int add(int x) {
            return x + by;
        }
    }

    @Test
    void lambdasAndMethodReferencesOfEveryKindTravel() throws Exception {
        int captured = 5;
        Optional<Point> notSerializable = Optional.of(new Point(2, List.of()));
        TaskFunction<Integer, Integer> capturing =
                x -> x + captured + notSerializable.get().x();
        TaskFunction<Integer, Integer> staticReference = CodecsTest::twice;
        TaskFunction<Integer, Integer> bound = new Adder(3)::add;
        TaskFunction<String, Integer> unbound = String::length;
        Task<List<String>> constructor = ArrayList::new;
        assertThat(copy(capturing).apply(1)).isEqualTo(8);
        assertThat(copy(staticReference).apply(4)).isEqualTo(8);
        assertThat(copy(bound).apply(4)).isEqualTo(7);
        assertThat(copy(unbound).apply("four")).isEqualTo(4);
        assertThat(copy(constructor).call()).isEmpty();
        assertThat(copy(Map.Entry.<String, Integer>comparingByKey()).compare(Map.entry("a", 1), Map.entry("b", 0)))
                .isNegative();
        assertThat(copy(new TreeMap<>(Comparator.<Integer>reverseOrder())).comparator())
                .isNotNull();
        assertThat(copy(anonymous(captured)).call()).isEqualTo("anonymous 5");
    }

    private static Task<String> anonymous(int captured) {
        return new Task<>() {
            private static final long serialVersionUID = 1L;

            @Override
            public String call() {
                return "anonymous " + captured;
            }
        };
    }

    static class Failing extends Exception {
        private static final long serialVersionUID = 1L;
        final int code;

        Failing(String message, int code, Throwable cause) {
            super(message, cause);
            this.code = code;
        }
    }

    @Test
    void failuresTravelAsThemselvesWithCausesAndSuppressed() {
        Failing failure = new Failing("outer", 7, new IllegalStateException("inner"));
        failure.addSuppressed(new IOException("aside"));

        RemoteFailure remote = travel(failure);
        assertThat(remote.className()).isEqualTo(Failing.class.getName());
        assertThat(remote.cause().message()).isEqualTo("inner");
        assertThat(remote.suppressed()).hasSize(1);
        assertThat(remote.frames().get(0).getMethodName())
                .isEqualTo("failuresTravelAsThemselvesWithCausesAndSuppressed");
        Failing rebuilt = (Failing) remote.rebuild(codecs.take()).orElseThrow();
        assertThat(rebuilt.code).isEqualTo(7);
        assertThat(rebuilt).hasMessage("outer").hasRootCauseMessage("inner");
        assertThat(rebuilt.getSuppressed()[0]).hasMessage("aside");
    }

    private RemoteFailure travel(Throwable failure) {
        PayloadBuffer out = new PayloadBuffer(16);
        RemoteFailure.encode(failure, codecs.take(), out);
        return RemoteFailure.decode(new PayloadReader(out.array(), 0, out.size()));
    }

    static class Hostile extends RuntimeException {
        private static final long serialVersionUID = 1L;
        final transient Thread thread = Thread.currentThread();

        @SuppressWarnings("serial") // it must not travel
        final Object unencodable = new Object();

        @Override
        public String getMessage() {
            throw new IllegalStateException("no message");
        }
    }

    @Test
    void hostileAndCircularFailuresTravelAsData() {
        RemoteFailure hostile = travel(new Hostile());
        assertThat(hostile.className()).isEqualTo(Hostile.class.getName());
        assertThat(hostile.message()).contains("getMessage() threw");
        assertThat(hostile.rebuild(codecs.take())).isEmpty();

        Exception one = new Exception("one");
        Exception two = new Exception("two", one);
        one.initCause(two);
        assertThat(travel(one).cause().message()).isEqualTo("two");
        assertThat(travel(one).cause().cause()).isNull();
    }

    record Order(String id, Customer customer) {}

    record Customer(Object connection) {}

    @Test
    void whatBelongsToThisJvmIsRefusedWithItsPath() {
        for (Object bound : List.of(
                Thread.currentThread(),
                new ByteArrayInputStream(new byte[0]),
                new ThreadLocal<>(),
                CodecsTest.class.getClassLoader())) {
            assertThatThrownBy(() -> codecs.encode(new Order("1", new Customer(bound))))
                    .isInstanceOf(EncodingException.class)
                    .hasMessageContaining("Order.customer.connection")
                    .hasMessageContaining(bound.getClass().getName())
                    .hasMessageContaining("belongs to this JVM");
        }
        Function<Integer, Integer> notSerializable = x -> x;
        assertThatThrownBy(() -> codecs.encode(List.of(1, notSerializable)))
                .isInstanceOf(EncodingException.class)
                .hasMessageContaining("not Serializable: declare it as a TaskFunction");
    }

    static class Throwing implements Serializable {
        private static final long serialVersionUID = 1L;

        private void writeObject(ObjectOutputStream out) {
            throw new IllegalArgumentException("cannot pickle");
        }
    }

    @Test
    void whatUserCodeThrowsIsTheCause() {
        assertThatThrownBy(() -> codecs.encode(new Throwing()))
                .isInstanceOf(EncodingException.class)
                .hasMessageContaining("cannot pickle")
                .hasCauseInstanceOf(IllegalArgumentException.class);
        assertThat(copy("still works")).isEqualTo("still works");
    }

    @Test
    void tooLargeAndTooDeepAreNamedAndHarmNothing() {
        assertThatThrownBy(() -> codecs.encode(new byte[LIMIT + 1]))
                .isInstanceOf(PayloadTooLargeException.class)
                .hasMessageContaining("1,048,576");
        assertThatThrownBy(() -> codecs.encode(new Order("x".repeat(2 * LIMIT), null)))
                .isInstanceOf(PayloadTooLargeException.class);
        Object[] deep = null;
        for (int i = 0; i < 500_000; i++) {
            deep = new Object[] {deep};
        }
        Object[] tooDeep = deep;
        assertThatThrownBy(() -> codecs.encode(tooDeep))
                .isInstanceOf(EncodingException.class)
                .hasMessageContaining("nested too deeply");
        assertThat(copy(List.of(1))).containsExactly(1);
    }

    @Test
    void anyBytesAreAValueOrADecodingException() {
        Random random = new Random(7);
        byte[] good = codecs.encode(List.of(new Point(1, List.of("a")), "text", Map.of("k", 2), new Plain()));
        for (int i = 0; i < 3000; i++) {
            byte[] damaged = good.clone();
            for (int flips = 1 + random.nextInt(5); flips > 0; flips--) {
                damaged[random.nextInt(damaged.length)] = (byte) random.nextInt();
            }
            try {
                codecs.decode(damaged);
            } catch (DecodingException e) {
                assertThat(e.getMessage()).isNotBlank();
            }
        }
        assertThat(copy("still works")).isEqualTo("still works");
    }

    @Test
    void aMissingClassIsNamed() {
        byte[] encoded = codecs.encode(new Plain());
        String name = Plain.class.getName();
        encoded[new String(encoded, StandardCharsets.ISO_8859_1).indexOf("$Plai") + 1] = 'Q';
        assertThatThrownBy(() -> codecs.decode(encoded))
                .isInstanceOf(DecodingException.class)
                .hasMessageContaining(name.replace("$P", "$Q"))
                .hasMessageContaining("class path");
    }

    private static Codecs reentrant;

    static class Reentrant implements Serializable {
        private static final long serialVersionUID = 1L;

        private void writeObject(ObjectOutputStream out) throws IOException {
            out.writeObject(reentrant.decode(reentrant.encode("inner")));
        }
    }

    @Test
    void encodingMayEncode() {
        reentrant = codecs;
        assertThat(codecs.decode(codecs.encode(new Reentrant()))).isInstanceOf(Reentrant.class);
    }

    @Test
    void whatWasNullIsSaidAlsoWhereItWasNotThrown() {
        IllegalStateException outer = new IllegalStateException("outer", nullPointer());
        outer.addSuppressed(nullPointer());
        IllegalStateException arrived = (IllegalStateException) codecs.decode(codecs.encode(outer));
        NullPointerException expected = (NullPointerException) outer.getCause();
        assertThat(expected).hasMessageContaining("because").hasCauseInstanceOf(IOException.class);
        assertThat(arrived.getCause())
                .isExactlyInstanceOf(NullPointerException.class)
                .hasMessage(expected.getMessage())
                .hasCauseInstanceOf(IOException.class);
        assertThat(arrived.getCause().getStackTrace()).isEqualTo(expected.getStackTrace());
        assertThat(arrived.getSuppressed()[0]).hasMessage(expected.getMessage());
    }

    private static NullPointerException nullPointer() {
        List<String> nothing = null;
        try {
            throw new IllegalArgumentException("there are " + nothing.size());
        } catch (NullPointerException e) {
            e.initCause(new IOException("the cause"));
            return e;
        }
    }

    @Test
    void nothingIsRetained() {
        Plain value = new Plain();
        WeakReference<Plain> reference = new WeakReference<>(value);
        codecs.encode(List.of(value));
        value = null;
        long deadline = System.nanoTime() + Duration.ofSeconds(20).toNanos();
        while (reference.get() != null && System.nanoTime() < deadline) {
            System.gc();
        }
        assertThat(reference.get()).isNull();
    }
}
