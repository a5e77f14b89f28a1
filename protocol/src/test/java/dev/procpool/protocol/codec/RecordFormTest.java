package dev.procpool.protocol.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.procpool.protocol.message.PayloadBuffer;
import dev.procpool.protocol.message.PayloadReader;
import java.time.DayOfWeek;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A record form gives back the same object as the codec, to the last bit. */
@Tag("jdk")
class RecordFormTest {

    private static final long SEED = 25;
    private static final int VALUES = 300;

    private final Codecs codecs = new Codecs(RecordFormTest.class.getClassLoader(), 1 << 20);

    private int made;

    record Reading(int id, double value, String unit) {}

    record Primitives(boolean a, byte b, short c, char d, int e, long f, float g, double h) {}

    record Boxes(Boolean a, Byte b, Short c, Character d, Integer e, Long f, Float g, Double h) {}

    enum Bodies {
        SMALL {
            @Override
            int size() {
                return 1;
            }
        },
        LARGE {
            @Override
            int size() {
                return 2;
            }
        };

        abstract int size();
    }

    record Enums(Bodies size, DayOfWeek day) {}

    private record Hidden(String name) {}

    record Nested(Reading first, Enums second, Hidden third, Reading fourth) {}

    sealed interface Shape permits Circle {}

    record Circle(int radius) implements Shape {}

    record Generic<T extends Integer>(T number, String... names) {}

    record Doubled(int number) {
        @Override
        public int number() {
            return 2 * number;
        }
    }

    static class Parent {
        private String name;
        int number;
    }

    static final class Bean extends Parent {
        private final long id;
        private String name;
        private Reading reading;
        volatile boolean seen;

        Bean(long id) {
            this.id = id;
            seen = id > 0;
        }
    }

    /** Random values of all classes that have a form, with nulls in their fields. */
    static Stream<Class<?>> classes() {
        return Stream.of(
                Reading.class,
                Primitives.class,
                Boxes.class,
                Enums.class,
                Hidden.class,
                Nested.class,
                Circle.class,
                Doubled.class,
                Bean.class,
                ManyFields.class);
    }

    @BeforeEach
    void count() {
        made = 0;
    }

    @ParameterizedTest
    @MethodSource("classes")
    void arrivesAsTheCodecSendsIt(Class<?> type) throws ReflectiveOperationException {
        Random random = new Random(SEED);
        RecordForm form = RecordForm.of(type).orElseThrow();

        for (int i = 0; i < VALUES; i++) {
            Object value = RandomObjects.of(type, random);
            assertThat(copy(form, value)).is(RandomObjects.sameAs(codecs.decode(codecs.encode(value))));
            assertThat(copy(form, value)).is(RandomObjects.sameAs(value));
        }
        form.compile();
        for (int i = 0; i < VALUES; i++) {
            Object value = RandomObjects.of(type, random);
            assertThat(copy(form, value)).is(RandomObjects.sameAs(value));
            made++;
        }
        assertThat(made).isEqualTo(VALUES);
    }

    private Object copy(RecordForm form, Object value) {
        PayloadBuffer out = new PayloadBuffer(1);
        out.putByte(1);
        assertThat(form.fits(value)).isTrue();
        assertThat(form.write(value, out)).isTrue();
        return read(form, out);
    }

    /** Reads the item behind the first byte. */
    private Object read(RecordForm form, PayloadBuffer out) {
        PayloadReader in = new PayloadReader(out.array(), 1, out.size());
        int head = in.getVarInt();
        assertThat(head >> 1).isEqualTo(in.remaining());
        PayloadCodec codec = codecs.take();
        try {
            return codecs.recordForms().read(form.description(), out.array(), in.position(), head, codec);
        } finally {
            codecs.release(codec);
        }
    }

    @Test
    void otherValuesLieAmongObjects() {
        RecordForm form = RecordForm.of(Reading.class).orElseThrow();
        PayloadCodec codec = codecs.take();

        for (int length : new int[] {0, 1, 50, 60, 61, 62, 63, 100, 8_000, 9_000, 1_040_000, 1_048_000}) {
            for (Object value : List.of("x".repeat(length), List.of(length), new Hidden("y".repeat(length)))) {
                PayloadBuffer out = new PayloadBuffer(1);
                out.putByte(1);
                RecordForm.writeOther(value, codec, out);
                assertThat(read(form, out)).isEqualTo(value);
            }
        }
        PayloadBuffer out = new PayloadBuffer(1);
        out.putByte(1);
        assertThatThrownBy(() -> RecordForm.writeOther(new Thread(), codec, out))
                .isInstanceOf(EncodingException.class);
        assertThat(out.size()).isEqualTo(1);
    }

    @Test
    void nullsLieAmongObjects() {
        RecordForm form = RecordForm.of(Reading.class).orElseThrow();

        assertThat(form.fits(null)).isTrue();
        assertThat(copy(form, null)).isNull();
    }

    @Test
    void keepsEveryChar() {
        RecordForm form = RecordForm.of(Hidden.class).orElseThrow();
        List<String> texts = new ArrayList<>(List.of("", "é", "\u0000", "\ud800", "x\udfffy", "中文", "\ud83d\ude00"));
        IntStream.of(47, 48, 49, 62, 63, 64, 65, 127, 128, 999, 1000)
                .forEach(length ->
                        Stream.of("a", "é", "?", "中", "\udc00").forEach(text -> texts.add(text.repeat(length))));
        IntStream.of(20, 60).forEach(length -> texts.add("?".repeat(length) + "中"));

        for (String text : texts) {
            assertThat(((Hidden) copy(form, new Hidden(text))).name()).isEqualTo(text);
        }
    }

    @Test
    void doesNotWriteAnObjectThatIsTooLarge() {
        RecordForm form = RecordForm.of(Nested.class).orElseThrow();
        PayloadBuffer out = new PayloadBuffer(1);
        Reading half = new Reading(1, 2, "中".repeat(800));
        Reading tooLong = new Reading(1, 2, "a".repeat(1001));

        assertThat(form.write(new Nested(half, null, null, null), out)).isTrue();
        int size = out.size();
        assertThat(form.write(new Nested(half, null, null, half), out)).isFalse();
        assertThat(form.write(new Nested(tooLong, null, null, null), out)).isFalse();

        assertThat(size).isLessThanOrEqualTo(RecordForm.MOST_BYTES);
        assertThat(out.size()).isEqualTo(size);
    }

    record Positive(int number) {
        Positive {
            if (number < 0) {
                throw new IllegalArgumentException("negative: " + number);
            }
        }
    }

    record Holder(Positive held) {}

    /** The message of the codec and of the form, which read the same fields. */
    @Test
    void saysWhatAConstructorThrew() {
        RecordForm form = RecordForm.of(Holder.class).orElseThrow();
        byte[] bytes = {1, -1, -1, -1, -1};

        for (int i = 0; i < 2; i++) {
            assertThatThrownBy(() -> form.read(bytes, 0, bytes.length))
                    .isInstanceOf(DecodingException.class)
                    .hasMessage("cannot decode value.held: the constructor of record " + Positive.class.getName()
                            + " threw java.lang.IllegalArgumentException: negative: -1")
                    .cause()
                    .isInstanceOf(IllegalArgumentException.class);
            form.compile();
            form.fields()[0].nested().compile();
        }
    }

    @Test
    void refusesBytesThatAreNoObject() {
        RecordForm form = RecordForm.of(Nested.class).orElseThrow();
        Random random = new Random(SEED);

        for (int i = 0; i < 20_000; i++) {
            byte[] bytes = new byte[1 + random.nextInt(60)];
            random.nextBytes(bytes);
            for (int at = 0; at < bytes.length; at++) {
                bytes[at] = random.nextInt(3) == 0 ? bytes[at] : (byte) (bytes[at] & 3);
            }
            try {
                assertThat(form.read(bytes, 0, bytes.length)).isInstanceOf(Nested.class);
            } catch (DecodingException e) {
                assertThat(e).hasMessageStartingWith("cannot decode value");
            }
            if (i == 10_000) {
                form.compile();
            }
        }
    }

    @Test
    void manyObjectsAreWrittenAndReadByMethodHandles() {
        RecordForm form = RecordForm.of(Reading.class).orElseThrow();
        PayloadBuffer out = new PayloadBuffer(64);

        for (int i = 0; i < 250_000; i++) {
            out.clear();
            Reading value = new Reading(i, i / 3.0, Integer.toString(i));
            form.write(value, out);
            if (!value.equals(form.read(out.array(), 1, out.size() - 1))) {
                throw new AssertionError(value);
            }
        }
    }
}
