package dev.procpool.bench.crossover;

import dev.procpool.bench.crossover.Crossing.Sample;
import dev.procpool.task.TaskFunction;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;

/** Measures new pools at half, one and two times the number of items of the law. Confined to one thread. */
final class NewPools {

    private static final int MOST_ROUNDS = 5;
    private static final long MOST_BYTES = 1L << 30;
    private static final long MOST_ECHOED_BYTES = 256 << 20;
    private static final int MOST_ITEMS = 2_000_000;
    private static final int POOLS = 3;
    private static final double ITEMS_OF_POOLS = 3.5;

    private final Law law;
    private final boolean isEcho;
    private final Contest contest;
    private final double nanos;

    /** @param nanos the most time for one cell */
    NewPools(Law law, boolean isEcho, Contest contest, double nanos) {
        this.law = law;
        this.isEcho = isEcho;
        this.contest = contest;
        this.nanos = nanos;
    }

    /** Whether the crossing of the law can be measured in the time, and the open pool is faster at all. */
    boolean areWorthwhile(Cell cell) {
        OptionalDouble items = cell.lawItems(law);
        if (items.isEmpty() || cell.open() >= cell.serial()) {
            return false;
        }
        double most = 2 * items.getAsDouble();
        return most <= MOST_ITEMS
                && most * cell.payload() <= (isEcho ? MOST_ECHOED_BYTES : MOST_BYTES)
                && roundNanos(cell, items.getAsDouble()) <= nanos;
    }

    private double roundNanos(Cell cell, double items) {
        return items * cell.serial() + POOLS * law.startNanos() + ITEMS_OF_POOLS * items * cell.open();
    }

    Crossing crossing(Cell cell, byte[][] arrays) throws Exception {
        return areWorthwhile(cell)
                ? measured(cell, arrays)
                : Crossing.computed(law.startNanos(), cell.serial(), cell.open());
    }

    private Crossing measured(Cell cell, byte[][] arrays) throws Exception {
        int predicted = (int) Math.max(2, Math.ceil(cell.lawItems(law).orElseThrow()));
        int[] counts = {predicted / 2, predicted, 2 * predicted};
        TaskFunction<byte[], Object> function = Work.spending(cell.workNanos(), isEcho);
        Best serial = new Best();
        List<Best> fresh = List.of(new Best(), new Best(), new Best());
        long start = System.nanoTime();
        for (int round = 1; round <= MOST_ROUNDS; round++) {
            serial.add(contest.serial(function, Work.items(arrays, predicted)) / (double) predicted);
            for (int i = 0; i < counts.length; i++) {
                fresh.get(i).add(contest.fresh(function, Work.items(arrays, counts[i])));
            }
            double passed = System.nanoTime() - start;
            if (passed + passed / round > nanos) {
                break;
            }
        }
        List<Sample> samples = new ArrayList<>();
        for (int i = 0; i < counts.length; i++) {
            samples.add(new Sample(
                    counts[i], counts[i] * serial.nanos(), fresh.get(i).nanos()));
        }
        return Crossing.pick(samples, cell.open());
    }
}
