package dev.procpool.protocol.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class TextsTest {

    private static final int[] LENGTHS = {0, 1, 2, 47, 48, 49, 63, 64, 127, 128, 129, 333, 999, 1000};
    private static final List<String> UNITS =
            List.of("a", "?", "\u0000", "\u007f", "\u0080", "é", "\u07ff", "\u0800", "中", "\ufffd", "\uffff", "😀");
    private static final List<String> UNPAIRED = List.of("\ud800", "\udbff", "\udc00", "\udfff", "\udc00\ud800");

    private static void assertArrive(List<String> texts) {
        PayloadBuffer out = new PayloadBuffer(0);
        texts.forEach(text -> ItemLayout.TEXTS.put(text, out));
        PayloadReader in = Slice.of(out.toByteArray()).reader();

        for (String text : texts) {
            assertThat(ItemLayout.TEXTS.next(in)).isEqualTo(text);
        }
        assertThat(in.remaining()).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "\ud800", "\udc00x", "x\udfff?", "\udbff\udbff", "?"})
    void aTextOfEachLengthArrivesAsItWas(String end) {
        List<String> texts = new ArrayList<>();
        for (int length : LENGTHS) {
            for (String unit : UNITS) {
                String repeated = unit.repeat(length / unit.length());
                texts.add(repeated.substring(0, Math.max(0, repeated.length() - end.length())) + end);
            }
        }
        assertArrive(texts);
    }

    @Test
    void anOddCharAtEachPlaceArrives() {
        for (int length : LENGTHS) {
            List<String> texts = new ArrayList<>();
            for (int at = 0; at < length; at++) {
                for (String odd : List.of("é", "中", "\ufffd", "\ud83d", "\ude00", "😀")) {
                    texts.add("x".repeat(at) + odd + "y".repeat(Math.max(0, length - at - odd.length())));
                }
            }
            assertArrive(texts);
        }
    }

    @Test
    void randomCharsArriveAsTheyWere() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int round = 0; round < 50; round++) {
            List<String> texts = new ArrayList<>();
            for (int i = 0; i < 100; i++) {
                texts.add(random(random, random.nextInt(Texts.MOST_CHARS + 1)));
            }
            assertThat(texts).as("seed %s", seed).isNotEmpty();
            assertArrive(texts);
        }
    }

    /** Chars of one of four kinds: ASCII, Latin-1, all of them, or mostly surrogates. */
    private static String random(Random random, int length) {
        int kind = random.nextInt(4);
        char[] chars = new char[length];
        for (int i = 0; i < length; i++) {
            chars[i] = (char)
                    switch (kind) {
                        case 0 -> random.nextInt(0x80);
                        case 1 -> random.nextInt(0x100);
                        case 2 -> random.nextInt(0x10000);
                        default -> 0xD700 + random.nextInt(0xA00);
                    };
        }
        return new String(chars);
    }

    @Test
    void aBufferWithRoomIsNotReplaced() {
        for (String unit : UNITS) {
            String text = unit.repeat(Texts.MOST_CHARS / unit.length());
            PayloadBuffer out = new PayloadBuffer(Texts.MOST_BYTES);
            byte[] array = out.array();

            ItemLayout.TEXTS.put(text, out);

            assertThat(out.array()).isSameAs(array);
            assertThat(out.size()).isLessThanOrEqualTo(ItemLayout.MOST_BYTES);
        }
    }

    @Test
    void onlyATextWithAnUnpairedSurrogateIsRaw() {
        for (String unit : UNITS) {
            assertThat(headOf(unit) & 1).as(unit).isZero();
            for (String odd : UNPAIRED) {
                assertThat(headOf(unit + odd) & 1).as(unit + odd).isOne();
            }
        }
    }

    private static int headOf(String text) {
        PayloadBuffer out = new PayloadBuffer(0);
        ItemLayout.TEXTS.put(text, out);
        return ItemLayout.TEXTS.head(Slice.of(out.toByteArray()).reader());
    }

    static Stream<byte[]> malformed() {
        return Stream.of(
                bytes(0xff, 0xfe),
                bytes('a', 0xff),
                bytes(0xc0, 0x80), // overlong
                bytes(0xe0, 0x80, 0x80), // overlong
                bytes(0xed, 0xa0, 0x80), // a surrogate
                bytes(0xed, 0xa0, 0xbd, 0xed, 0xb8, 0x80), // a pair of them
                bytes(0xf4, 0x90, 0x80, 0x80), // beyond Unicode
                bytes(0xe4, 0xb8), // cut off
                bytes(0xef, 0xbf, 0xbd, 0xe4, 0xb8), // cut off, behind a replacement character
                bytes(0x80));
    }

    private static byte[] bytes(int... values) {
        byte[] bytes = new byte[values.length];
        for (int i = 0; i < values.length; i++) {
            bytes[i] = (byte) values[i];
        }
        return bytes;
    }

    @ParameterizedTest
    @MethodSource("malformed")
    void malformedBytesAreRefusedAndTheNextTextIsReadAllTheSame(byte[] text) {
        PayloadBuffer out = new PayloadBuffer(0);
        out.putVarInt(text.length << 1);
        out.put(text, 0, text.length);
        ItemLayout.TEXTS.put("next", out);
        PayloadReader in = Slice.of(out.toByteArray()).reader();

        assertThatThrownBy(() -> ItemLayout.TEXTS.next(in))
                .isInstanceOf(ProtocolException.class)
                .hasMessageContaining(text.length + " bytes that is not UTF-8");
        assertThat(ItemLayout.TEXTS.next(in)).isEqualTo("next");
    }

    @Test
    void halfACharIsRefused() {
        byte[] three = {3 << 1 | 1, 0, 'a', 0};
        assertThatThrownBy(() -> ItemLayout.TEXTS.next(Slice.of(three).reader()))
                .isInstanceOf(ProtocolException.class)
                .hasMessage("a text of 3 bytes in UTF-16");
    }

    @Test
    void aTextThatIsLongerThanWhatIsLeftIsRefused() {
        for (byte[] bytes : List.of(bytes(4, 'a'), bytes(0xff, 0xff, 0xff, 0xff, 0x0f), bytes(0xfe, 0x01, 'a'))) {
            assertThatThrownBy(() -> ItemLayout.TEXTS.next(Slice.of(bytes).reader()))
                    .isInstanceOf(ProtocolException.class)
                    .hasMessageContaining("are left");
        }
    }

    @Test
    void theBytesOfAWellFormedTextAreItsUtf8() {
        String text = "aé中😀\ufffd";
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        PayloadBuffer out = new PayloadBuffer(0);
        ItemLayout.TEXTS.put(text, out);
        PayloadReader in = Slice.of(out.toByteArray()).reader();

        assertThat(ItemLayout.TEXTS.head(in)).isEqualTo(utf8.length << 1);
        assertThat(out.toByteArray()).endsWith(utf8);
    }
}
