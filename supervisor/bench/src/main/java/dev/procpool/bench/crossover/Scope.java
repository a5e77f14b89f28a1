package dev.procpool.bench.crossover;

import java.time.Duration;
import java.util.List;

/** How much is measured. */
public enum Scope {
    /** Three works and all payloads, in less than 30 seconds. */
    QUICK(
            List.of(10_000L, 1_000_000L, 10_000_000L),
            List.of(100, 10_000, 1_000_000),
            3,
            Duration.ofMillis(50),
            Duration.ofSeconds(7),
            22),
    /** All works and payloads, in less than ten minutes. */
    FULL(
            List.of(1_000L, 10_000L, 100_000L, 1_000_000L, 10_000_000L, 100_000_000L),
            List.of(100, 10_000, 1_000_000),
            5,
            Duration.ofMillis(200),
            Duration.ofSeconds(10),
            500);

    private final List<Long> worksNanos;
    private final List<Integer> payloads;
    private final int rounds;
    private final Duration serial;
    private final Duration cell;
    private final long seconds;

    Scope(List<Long> worksNanos, List<Integer> payloads, int rounds, Duration serial, Duration cell, long seconds) {
        this.worksNanos = worksNanos;
        this.payloads = payloads;
        this.rounds = rounds;
        this.serial = serial;
        this.cell = cell;
        this.seconds = seconds;
    }

    List<Long> worksNanos() {
        return worksNanos;
    }

    List<Integer> payloads() {
        return payloads;
    }

    /** The best of this number of rounds counts, if there is time for them. */
    int rounds() {
        return rounds;
    }

    /** About the time that one thread needs for the items of a cell. */
    long serialNanos() {
        return serial.toNanos();
    }

    /** The most time for the new pools of a cell. */
    long cellNanos() {
        return cell.toNanos();
    }

    /** After this time nothing new is begun. */
    long totalNanos() {
        return Duration.ofSeconds(seconds).toNanos();
    }
}
