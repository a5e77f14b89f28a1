package dev.procpool.bench.crossover;

import dev.procpool.task.TaskFunction;
import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalInt;

/** The rounds of one cell: in each round everybody has the same items, one after the other. Confined to one thread. */
final class CellRounds {

    private static final long MOST_BYTES = 128 << 20;
    private static final int MOST_ITEMS = 50_000;
    private static final int FEWEST_FOR_EACH_WORKER = 4;

    private final Scope scope;
    private final int workers;
    private final boolean isEcho;
    private final Contest contest;
    private final long endNanos;

    /** @param nanos the time after which no further round is begun */
    CellRounds(Scope scope, int workers, boolean isEcho, Contest contest, double nanos) {
        this.scope = scope;
        this.workers = workers;
        this.isEcho = isEcho;
        this.contest = contest;
        this.endNanos = System.nanoTime() + (long) nanos;
    }

    /** The most items of a payload in one call. */
    static int most(int payload) {
        return (int) Math.min(MOST_ITEMS, MOST_BYTES / payload);
    }

    private boolean hasTime() {
        return System.nanoTime() < endNanos;
    }

    Cell measure(long workNanos, int payload, byte[][] arrays, double transport) throws Exception {
        TaskFunction<byte[], Object> function = Work.spending(workNanos, isEcho);
        int wanted = (int) Math.min(most(payload), scope.serialNanos() / workNanos);
        int count = Math.max(FEWEST_FOR_EACH_WORKER * workers, wanted / workers * workers);
        List<byte[]> items = Work.items(arrays, count);
        Best serial = new Best();
        Best threads = new Best();
        Best virtual = new Best();
        Best open = new Best();
        for (int round = 0; round < scope.rounds() && (round == 0 || hasTime()); round++) {
            serial.add(contest.serial(function, items));
            threads.add(contest.threads(function, items));
            open.add(contest.open(function, items));
            if (contest.hasVirtual()) {
                virtual.add(contest.virtual(serial.nanos() / count, items));
            }
        }
        return new Cell(
                workNanos,
                payload,
                serial.nanos() / count,
                threads.nanos() / count,
                virtual.isEmpty() ? OptionalDouble.empty() : OptionalDouble.of(virtual.nanos() / count),
                open.nanos() / count,
                transport,
                open.nanos() < serial.nanos() ? firstItem(function, arrays, count) : OptionalInt.empty(),
                Crossing.never());
    }

    /** Doubles the items from two on until the open pool is faster than one thread, as it is at {@code known} items. */
    private OptionalInt firstItem(TaskFunction<byte[], Object> function, byte[][] arrays, int known) throws Exception {
        for (int count = 2; count < known && hasTime(); count *= 2) {
            List<byte[]> items = Work.items(arrays, count);
            Best serial = new Best();
            Best open = new Best();
            for (int round = 0; round < scope.rounds(); round++) {
                serial.add(contest.serial(function, items));
                open.add(contest.open(function, items));
            }
            if (open.nanos() < serial.nanos()) {
                return OptionalInt.of(count);
            }
        }
        return OptionalInt.of(known);
    }
}
