package dev.procpool.bench;

import java.time.Duration;
import java.util.List;

/**
 * The durations and amounts of the measurement of a cell.
 *
 * @param warmUp the time in which nothing has become faster, before samples are taken
 * @param longestWarmUp the time after which samples are taken all the same
 * @param sample the duration of one sample
 * @param samples the number of samples
 * @param idle the time for which an idle pool is watched
 * @param manyItems the number of items of the largest call
 */
public record Pace(
        Duration warmUp, Duration longestWarmUp, Duration sample, int samples, Duration idle, int manyItems) {

    /** For a JVM, which compiles what it runs. */
    public static final Pace NORMAL = new Pace(
            Duration.ofMillis(1250),
            Duration.ofMillis(8000),
            Duration.ofMillis(200),
            5,
            Duration.ofSeconds(8),
            10_000_000);

    /** For a run that may take longer than ten minutes. */
    public static final Pace FULL = new Pace(
            Duration.ofMillis(2000),
            Duration.ofMillis(12000),
            Duration.ofMillis(1000),
            5,
            Duration.ofSeconds(10),
            10_000_000);

    /** For a first impression. */
    public static final Pace QUICK = new Pace(
            Duration.ofMillis(300), Duration.ofMillis(1400), Duration.ofMillis(100), 3, Duration.ofSeconds(2), 200_000);

    /** The number of items of a large call, at most {@code most}. */
    public int items(int most) {
        return Math.min(most, manyItems);
    }

    /** The pace for a peer that is as fast from the start as later. */
    public Pace withoutCompiler() {
        return new Pace(warmUp.dividedBy(4), warmUp.dividedBy(4), sample, samples, idle, manyItems);
    }

    /** As words of a command line. */
    public List<String> words() {
        return List.of(
                Long.toString(warmUp.toMillis()),
                Long.toString(longestWarmUp.toMillis()),
                Long.toString(sample.toMillis()),
                Integer.toString(samples),
                Long.toString(idle.toMillis()),
                Integer.toString(manyItems));
    }

    static Pace of(List<String> words) {
        return new Pace(
                Duration.ofMillis(Long.parseLong(words.get(0))),
                Duration.ofMillis(Long.parseLong(words.get(1))),
                Duration.ofMillis(Long.parseLong(words.get(2))),
                Integer.parseInt(words.get(3)),
                Duration.ofMillis(Long.parseLong(words.get(4))),
                Integer.parseInt(words.get(5)));
    }
}
