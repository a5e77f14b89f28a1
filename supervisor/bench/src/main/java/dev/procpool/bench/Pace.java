package dev.procpool.bench;

import java.time.Duration;
import java.util.List;

/**
 * How long a cell takes.
 *
 * @param warmUp for how long nothing has become faster before anything counts
 * @param longestWarmUp when it counts all the same
 * @param sample how long one sample is taken
 * @param samples how many there are
 * @param idle for how long an idle pool is watched
 * @param manyItems how many items the largest call has
 */
public record Pace(
        Duration warmUp, Duration longestWarmUp, Duration sample, int samples, Duration idle, int manyItems) {

    /** For a JVM, which compiles what it runs. */
    public static final Pace NORMAL = new Pace(
            Duration.ofMillis(1500),
            Duration.ofMillis(8000),
            Duration.ofMillis(250),
            5,
            Duration.ofSeconds(10),
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

    /** How many items a large call has: the largest, but not more than so many. */
    public int items(int most) {
        return Math.min(most, manyItems);
    }

    /** For what is as fast from the start. */
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
