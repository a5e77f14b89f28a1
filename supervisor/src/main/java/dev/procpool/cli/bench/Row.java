package dev.procpool.cli.bench;

import java.util.function.DoubleBinaryOperator;

/** What is measured; each peer measures the same under the same key. Two workers everywhere. */
public enum Row {
    /** {@code map}, chunk size 1, x → x², ints. */
    MAP_SINGLE("map, chunk size 1, ints", "items/s", Better.MORE, 50),
    /** {@code map}, default chunks, ints. */
    MAP_DEFAULT("map, default chunks, ints", "items/s", Better.MORE, 5),
    /** {@code imapUnordered}, defaults, ints. */
    IMAP_UNORDERED("imapUnordered, default, ints", "items/s", Better.MORE, 40),
    /** A blocking call right after the one before. */
    APPLY_HOT("apply, hot, p50", "µs", Better.LESS, 20),
    /** A blocking call after 2 ms of silence. */
    APPLY_COLD("apply, after 2 ms of silence, p50", "µs", Better.LESS, 5),
    /** Submitting and getting. */
    ASYNC_HOT("applyAsync(…).get(), p50", "µs", Better.LESS, 10),
    /** Four threads that make blocking calls. */
    FOUR_CALLERS("4 callers, blocking calls", "calls/s", Better.MORE, 40),
    /** 100 KiB there and back. */
    ECHO_100K("100 KiB echo, both ways", "MB/s", Better.MORE, 8),
    /** 8 MiB there and back. */
    ECHO_8M("8 MiB echo, both ways", "MB/s", Better.MORE, 8),
    /** An array of a million doubles as an argument. */
    DOUBLES("double[1,000,000], summed", "calls/s", Better.MORE, 4),
    /** A new pool until its first result. */
    FIRST_RESULT("first result of a new pool", "ms", Better.LESS, 1 / 3.5);

    /** Which way is better. */
    private enum Better {
        MORE((ours, theirs) -> ours / theirs),
        LESS((ours, theirs) -> theirs / ours);

        private final DoubleBinaryOperator ratio;

        Better(DoubleBinaryOperator ratio) {
            this.ratio = ratio;
        }
    }

    private final String title;
    private final String unit;
    private final Better better;
    private final double target;

    Row(String title, String unit, Better better, double target) {
        this.title = title;
        this.unit = unit;
        this.better = better;
        this.target = target;
    }

    public String title() {
        return title;
    }

    public String unit() {
        return unit;
    }

    /** How many times better ours has to be than Python's pool of forked processes (spawned ones for the first result). */
    public double target() {
        return target;
    }

    /** How many times better ours is. */
    public double ratio(double ours, double theirs) {
        return better.ratio.applyAsDouble(ours, theirs);
    }
}
