package dev.procpool.lines;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.procpool.Pool;
import dev.procpool.TaskOptions;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/** Lines in a pool of threads, where nothing is encoded. */
class LinesTest {

    private static final TaskOptions IN_ORDER =
            TaskOptions.builder().keepOrder().build();

    @Test
    void eachLineHasItsOutcomeInOrder() {
        try (Pool pool = Pool.ofThreads(2);
                LineResults results = Lines.run(pool.with(IN_ORDER), Integer::parseInt, Read.lines("1\nx\n\n007\n"))) {
            assertThat(Read.all(results))
                    .containsExactly(
                            "0 1 -> 1", "1 x ! NumberFormatException", "2  ! NumberFormatException", "3 007 -> 7");
        }
    }

    @Test
    void aLineThatCannotBeUsedFailsWithTheReasonOfItsSource() {
        byte[] bytes = {'a', '\n', (byte) 0xff, '\n', 'c'};
        LineReader lines = new LineReader(new java.io.ByteArrayInputStream(bytes), '\n');
        try (Pool pool = Pool.ofThreads(1);
                LineResults results = Lines.run(pool.with(IN_ORDER), String::toUpperCase, lines)) {
            assertThat(results.next()).isTrue();
            assertThat(results.result()).hasToString("A");
            assertThat(results.next()).isTrue();
            assertThat(results.failure())
                    .isInstanceOf(UnusableLineException.class)
                    .hasMessage("line 2 is not UTF-8");
            assertThat(results.line().length()).isZero();
            assertThat(results.attempt().workerId()).isZero();
            assertThat(results.next()).isTrue();
            assertThat(results.result()).hasToString("C");
            assertThat(results.next()).isFalse();
        }
    }

    @Test
    void aFailureOfTheInputComesAfterTheOutcomesOfTheLinesBeforeAndTheInputIsClosed() {
        AtomicBoolean closed = new AtomicBoolean();
        InputStream in = new InputStream() {
            private boolean given;

            @Override
            public int read() throws IOException {
                throw new IOException("no more");
            }

            @Override
            public int read(byte[] bytes, int offset, int length) throws IOException {
                if (given) {
                    return read();
                }
                given = true;
                bytes[offset] = '7';
                bytes[offset + 1] = '\n';
                return 2;
            }

            @Override
            public void close() {
                closed.set(true);
            }
        };
        try (Pool pool = Pool.ofThreads(1);
                LineResults results = Lines.run(pool.with(IN_ORDER), x -> x, new LineReader(in, '\n'))) {
            assertThat(results.next()).isTrue();
            assertThat(results.result()).hasToString("7");
            assertThatThrownBy(results::next)
                    .isInstanceOf(UncheckedIOException.class)
                    .hasRootCauseMessage("no more");
            assertThat(closed).isTrue();
        }
    }

    @Test
    void resultsAreTextsWhateverTheyAre() {
        try (Pool pool = Pool.ofThreads(1)) {
            LineResults results = Lines.run(
                    pool.with(IN_ORDER), x -> x.equals("0") ? null : Double.valueOf(x), Read.lines("0\n1\n-2.5\n"));
            assertThat(Read.all(results)).containsExactly("0 0 -> null", "1 1 -> 1.0", "2 -2.5 -> -2.5");
        }
    }

    @Test
    void aResultOfBytesArrivesAsItIs() {
        byte[] bytes = {0, (byte) 0xff, '\n', (byte) 0xc3};
        try (Pool pool = Pool.ofThreads(1);
                LineResults results = Lines.run(pool, x -> bytes, Read.lines("1\n"))) {
            assertThat(results.next()).isTrue();
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            assertThatCode(() -> results.result().writeTo(out)).doesNotThrowAnyException();
            assertThat(out.toByteArray()).isEqualTo(bytes);
        }
    }

    @Test
    void aClosedPoolReadsNoLines() {
        Pool pool = Pool.ofThreads(1);
        pool.close();
        assertThatThrownBy(() -> Lines.run(pool, x -> x, Read.lines("1\n"))).isInstanceOf(IllegalStateException.class);
    }
}
