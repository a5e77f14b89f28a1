package dev.procpool.internal.pool;

import static org.assertj.core.api.Assertions.assertThat;

import dev.procpool.TaskOptions;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReadAheadTest {

    private static final long MICRO = TimeUnit.MICROSECONDS.toNanos(1);
    private static final long MILLI = TimeUnit.MILLISECONDS.toNanos(1);

    private final TaskOptions defaults = TaskOptions.defaults();
    private long nowNanos = -5;
    private int read;
    private int taken;

    private ReadAhead readAhead(TaskOptions options) {
        return new ReadAhead(options, 2, true, () -> nowNanos);
    }

    /** Reads what may be read; returns the number of items that were read so far. */
    private int read(ReadAhead ahead) {
        while (ahead.tryTake()) {
            read++;
        }
        return read;
    }

    /** Takes results one by one, each in some time, and reads after each. */
    private void take(ReadAhead ahead, int count, long bytesEach, long nanosEach) {
        for (int i = 0; i < count; i++) {
            ahead.arrived(1, bytesEach);
            nowNanos += nanosEach;
            ahead.took();
            taken++;
            assertThat(read(ahead)).isLessThanOrEqualTo(1024 + 2 * taken);
        }
    }

    @Test
    void beginsWith1024Items() {
        assertThat(read(readAhead(defaults))).isEqualTo(1024);
    }

    @Test
    void growsByTheNumberOfResultsThatWereTakenUpTo16Ki() {
        ReadAhead ahead = readAhead(defaults);
        read(ahead);

        take(ahead, 1024, 8, 100);
        assertThat(ahead.items()).isBetween(1024 + 512, 2048);
        take(ahead, 100_000, 8, 100);

        assertThat(ahead.items()).isEqualTo(16 * 1024);
        assertThat(read - taken).isBetween(12 * 1024, 16 * 1024);
    }

    @Test
    void isNoLargerThanWhatTheConsumerTakesIn10Milliseconds() {
        ReadAhead ahead = readAhead(defaults);
        read(ahead);

        take(ahead, 50_000, 8, 2 * MICRO);

        assertThat(ahead.items()).isEqualTo(5_000);
    }

    @Test
    void doesNotCountTheWaitsOfTheConsumer() {
        ReadAhead ahead = readAhead(defaults);
        read(ahead);

        for (int i = 0; i < 1_000; i++) {
            take(ahead, 100, 8, 100);
            ahead.waits();
            nowNanos += 50 * MILLI;
            ahead.waited(50 * MILLI);
        }

        assertThat(ahead.items()).isEqualTo(16 * 1024);
    }

    @ParameterizedTest
    @CsvSource({"8, 1000000", "100000, 100"})
    void aSlowConsumerAndLargeResultsLeaveItAtItsBeginning(long bytes, long nanos) {
        ReadAhead ahead = readAhead(defaults);
        read(ahead);

        for (int i = 0; i < 10_000; i++) {
            take(ahead, 1, bytes, nanos);
            assertThat(read - taken).isLessThanOrEqualTo(1024);
        }
    }

    @Test
    void becomesSmallerWhenResultsBecomeLarge() {
        ReadAhead ahead = readAhead(defaults);
        read(ahead);
        take(ahead, 100_000, 8, 100);
        int before = read;

        take(ahead, 20_000, 100_000, 100);

        assertThat(ahead.items()).isEqualTo(1024);
        assertThat(read - taken).isLessThanOrEqualTo(1024);
        assertThat(read).isGreaterThan(before);
    }

    @Test
    void staysWhereTheSizeOfResultsIsUnknown() {
        ReadAhead ahead = new ReadAhead(defaults, 2, false, () -> nowNanos);
        read(ahead);

        take(ahead, 10_000, 0, 100);

        assertThat(ahead.items()).isEqualTo(1024);
    }

    @ParameterizedTest
    @CsvSource({"1, 0", "3, 1", "10, 0", "1000, 0", "5000, 0", "100000, 0", "10, 10", "1027, 1027", "5000, 4999"})
    void aBufferThatTheUserGaveIsExactAndNeverStandsStill(int buffer, int chunk) {
        TaskOptions.Builder options = TaskOptions.builder().buffer(buffer);
        ReadAhead ahead = readAhead((chunk > 0 ? options.chunkSize(chunk) : options).build());
        assertThat(read(ahead)).isEqualTo(buffer);

        for (int round = 0; round < 20; round++) {
            int settled = read - read % Math.max(1, chunk); // an incomplete chunk is not sent
            while (taken < settled) {
                ahead.took();
                taken++;
                assertThat(read(ahead)).isLessThanOrEqualTo(buffer + taken);
            }
            ahead.waits();
            assertThat(read(ahead)).isGreaterThanOrEqualTo(settled + Math.max(1, chunk));
        }
    }

    @Test
    void readsFurtherAheadIfChunksAreLarge() {
        ReadAhead ahead = readAhead(TaskOptions.builder().chunkSize(1_000).build());

        assertThat(read(ahead)).isEqualTo(8_000);
    }

    @Test
    void itsEndLetsTheReaderLook() throws Exception {
        ReadAhead ahead = readAhead(TaskOptions.builder().buffer(1).build());
        read(ahead);
        assertThat(ahead.await(1)).isFalse();

        ahead.end();

        assertThat(ahead.await(60_000)).isTrue();
    }
}
