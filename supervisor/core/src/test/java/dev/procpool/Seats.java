package dev.procpool;

import java.io.IOException;
import java.io.Serializable;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Two seats for the holders of a semaphore with two permits: it notices when a third process holds one. The seat of a
 * process that has died is free.
 *
 * @param seats the seats, and the number of violations behind them
 */
record Seats(SharedArray.OfLong seats) implements Serializable {

    private static final int COUNT = 2;
    private static final int VIOLATIONS = COUNT;
    private static final int SEQUENCE_BITS = 24;
    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(2);
    private static final AtomicInteger SEQUENCE = new AtomicInteger();

    static Seats create() {
        return new Seats(SharedArray.ofLongs(COUNT + 1));
    }

    /** Takes a seat and leaves it, as the holder of a permit. */
    void sit() {
        long me =
                ProcessHandle.current().pid() << SEQUENCE_BITS | SEQUENCE.incrementAndGet() & (1 << SEQUENCE_BITS) - 1;
        int seat = take(me);
        Thread.onSpinWait();
        if (seat < 0 || !seats.compareAndSet(seat, me, 0)) {
            seats.addAndGet(VIOLATIONS, 1);
        }
    }

    private int take(long me) {
        long giveUp = System.nanoTime() + PATIENCE_NANOS;
        while (System.nanoTime() < giveUp) {
            long first = seats.get(0);
            long second = seats.get(1);
            if (first == 0 && seats.compareAndSet(0, 0, me)) {
                return 0;
            } else if (second == 0 && seats.compareAndSet(1, 0, me)) {
                return 1;
            } else if (isDead(first) && seats.compareAndSet(0, first, me)) {
                return 0;
            } else if (isDead(second) && seats.compareAndSet(1, second, me)) {
                return 1;
            }
            Thread.onSpinWait();
        }
        return -1;
    }

    long violations() {
        return seats.get(VIOLATIONS);
    }

    /** Whether the process of a seat has died, a zombie included. */
    private static boolean isDead(long taken) {
        if (taken == 0) {
            return false;
        }
        try {
            String stat = Files.readString(Path.of("/proc/" + (taken >>> SEQUENCE_BITS) + "/stat"));
            char state = stat.charAt(stat.lastIndexOf(')') + 2);
            return state == 'Z' || state == 'X';
        } catch (IOException e) {
            return true;
        }
    }
}
