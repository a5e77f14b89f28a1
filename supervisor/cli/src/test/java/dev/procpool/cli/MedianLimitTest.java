package dev.procpool.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import picocli.CommandLine.TypeConversionException;

class MedianLimitTest {

    private static long seconds(double seconds) {
        return (long) (seconds * 1e9);
    }

    @Test
    void theLimitIsKnownFromTheThirdItemOn() {
        MedianLimit limit = new MedianLimit(300);

        assertThat(limit.add(seconds(1))).isEmpty();
        assertThat(limit.add(seconds(100))).isEmpty();
        assertThat(limit.add(seconds(2))).contains(Duration.ofSeconds(6));
        assertThat(limit.add(seconds(2))).as("the same median").isEmpty();
        assertThat(limit.add(seconds(0.5))).as("the same median").isEmpty();
        assertThat(limit.add(seconds(0.5))).contains(Duration.ofSeconds(3));
    }

    @Test
    void theLimitIsNeverLessThanASecond() {
        MedianLimit limit = new MedianLimit(200);

        limit.add(1000);
        limit.add(1000);
        assertThat(limit.add(1000)).contains(Duration.ofSeconds(1));
    }

    @Test
    void theMedianIsThatOfTheLastItems() {
        MedianLimit limit = new MedianLimit(100);
        Random random = new Random(4711);
        long[] times = random.longs(5000, seconds(1), seconds(50)).toArray();
        Duration last = Duration.ZERO;
        for (long time : times) {
            last = limit.add(time).orElse(last);
        }

        long[] sorted = Arrays.copyOfRange(times, times.length - 999, times.length);
        Arrays.sort(sorted);
        assertThat(last).isEqualTo(Duration.ofNanos(sorted[499]));
    }

    @Test
    void aPercentageIsMoreThanTheMedianItself() {
        TimeLimit.Text text = new TimeLimit.Text();

        assertThat(text.convert("300%").later()).isPresent();
        assertThat(text.convert("300%").first()).isGreaterThan(Duration.ofDays(100));
        assertThat(text.convert("2s").later()).isEmpty();
        assertThat(text.convert("2s").first()).isEqualTo(Duration.ofSeconds(2));
        assertThatThrownBy(() -> text.convert("100%")).isInstanceOf(TypeConversionException.class);
        assertThatThrownBy(() -> text.convert("-1%")).isInstanceOf(TypeConversionException.class);
    }
}
