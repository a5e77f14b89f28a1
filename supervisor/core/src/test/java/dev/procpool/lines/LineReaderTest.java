package dev.procpool.lines;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class LineReaderTest {

    private static final int LONGEST = 64 << 20;

    private static InputStream of(String text) {
        return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
    }

    /** Gives at most this number of bytes at a time, as a pipe may. */
    private static InputStream inParts(InputStream in, int most) {
        return new FilterInputStream(in) {
            @Override
            public int read(byte[] bytes, int offset, int length) throws IOException {
                return super.read(bytes, offset, Math.min(most, length));
            }
        };
    }

    private static List<String> all(InputStream in, int separator) throws IOException {
        List<String> lines = new ArrayList<>();
        LineReader reader = new LineReader(in, separator);
        while (reader.next()) {
            lines.add(reader.problem() == null ? reader.line().toString() : reader.problem());
        }
        return lines;
    }

    @Test
    void linesEndAtTheirSeparatorOnly() throws Exception {
        assertThat(all(of("a\r\n\n计算\n"), '\n')).containsExactly("a\r", "", "计算");
        assertThat(all(of("a\nb\0"), 0)).containsExactly("a\nb");
        assertThat(all(of("a\n\nlast"), '\n')).containsExactly("a", "", "last");
        assertThat(all(of(""), '\n')).isEmpty();
        assertThat(all(of("\n"), '\n')).containsExactly("");
    }

    @Test
    void linesMayLieAcrossTheBordersOfBlocks() throws Exception {
        Random random = new Random(7);
        List<String> lines = new ArrayList<>();
        for (int i = 0; i < 3000; i++) {
            int length = i % 300 == 0 ? random.nextInt(300_000) : random.nextInt(80);
            lines.add((i % 3 == 0 ? "é" : "x").repeat(length));
        }
        String text = String.join("\n", lines) + "\n";

        assertThat(all(of(text), '\n')).isEqualTo(lines);
        assertThat(all(inParts(of(text), 7), '\n')).isEqualTo(lines);
        assertThat(all(inParts(of(text), 65_537), '\n')).isEqualTo(lines);
    }

    @Test
    void aLineThatIsNotUtf8HasItsNumberAndTheOthersAreNotAffected() throws Exception {
        byte[] bytes = {'a', '\n', (byte) 0xff, '\n', (byte) 0xed, (byte) 0xa0, (byte) 0x80, '\n', 'c'};

        assertThat(all(new ByteArrayInputStream(bytes), '\n'))
                .containsExactly("a", "line 2 is not UTF-8", "line 3 is not UTF-8", "c");
        assertThat(all(of("\uFFFD\n"), '\n')).as("is a character as others are").containsExactly("\uFFFD");
    }

    @Test
    void theLongestLineCanBeUsedAndALongerOneCannot() throws Exception {
        byte[] part = "x".repeat(1 << 20).getBytes(StandardCharsets.UTF_8);
        List<InputStream> parts = new ArrayList<>(Collections.nCopies(64, null));
        parts.replaceAll(none -> new ByteArrayInputStream(part));
        parts.add(of("\n"));
        for (int i = 0; i < 64; i++) {
            parts.add(new ByteArrayInputStream(part));
        }
        parts.add(of("y\nshort"));
        LineReader reader = new LineReader(new SequenceInputStream(Collections.enumeration(parts)), '\n');

        assertThat(reader.next()).isTrue();
        assertThat(reader.problem()).isNull();
        assertThat(reader.line().length()).isEqualTo(LONGEST);
        assertThat(reader.next()).isTrue();
        assertThat(reader.problem()).isEqualTo("line 2 is longer than 64 MiB");
        assertThat(reader.line().length()).isZero();
        assertThat(reader.next()).isTrue();
        assertThat(reader.line()).hasToString("short");
        assertThat(reader.next()).isFalse();
    }

    @Test
    void aLineIsReadyWhenAllOfItHasBeenRead() throws Exception {
        LineReader reader = new LineReader(inParts(of("one\ntwo\nthr" + "ee\n"), "one\ntwo\nthr".length()), '\n');

        assertThat(reader.hasReady())
                .as("nothing is read before it is asked for")
                .isFalse();
        assertThat(reader.next()).isTrue();
        assertThat(reader.line()).hasToString("one");
        assertThat(reader.hasReady()).isTrue();
        assertThat(reader.next()).isTrue();
        assertThat(reader.line()).hasToString("two");
        assertThat(reader.hasReady()).isFalse();
        assertThat(reader.next()).isTrue();
        assertThat(reader.line()).hasToString("three");
    }

    @Test
    void nothingIsReadBeyondTheBlockThatHasTheLine() throws Exception {
        InputStream in = inParts(
                new SequenceInputStream(of("a\nb\n"), new InputStream() {
                    @Override
                    public int read() throws IOException {
                        throw new IOException("read too far");
                    }
                }),
                4);
        LineReader reader = new LineReader(in, '\n');

        assertThat(reader.next()).isTrue();
        assertThat(reader.next()).isTrue();
        assertThat(reader.line()).hasToString("b");
        assertThatThrownBy(reader::next).hasMessage("read too far");
    }

    @Test
    void aSeparatorIsAByteThatIsNoPartOfACharacter() {
        assertThatThrownBy(() -> new LineReader(of(""), 128)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new LineReader(of(""), -1)).isInstanceOf(IllegalArgumentException.class);
    }
}
