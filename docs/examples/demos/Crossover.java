package demos;

import dev.procpool.Pool;
import dev.procpool.task.TaskFunction;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.OptionalInt;
import java.util.function.Consumer;

/** From how many items on is a new pool faster than a loop? A law says it, and two runs on both sides of it show it. */
public class Crossover {

    private static final List<Integer> WORKS_MICROS = List.of(0, 1_000, 50_000);
    private static final int SERIAL_MICROS = 50_000;
    private static final int MOST_ITEMS = 20_000;
    private static final int ROUNDS = 3;
    private static final int MOST_ROUNDS = 8;
    private static final double CLEAR = 1.3;
    private static final double MOST_MICROS = 10_000_000;
    private static final double MICROS_PER_MILLI = 1000;

    public static void main(String[] args) throws Exception {
        Result result = measure(2, step -> {});
        result.rows().forEach(System.out::println);
        result.races().forEach(System.out::println);
    }

    /**
     * One work.
     *
     * @param workMicros the processor time of an item; 0 for {@code x + 1}
     * @param serialMicros the time of an item in a loop
     * @param openMicros the time of an item in a pool that is open
     * @param law the items from which on a new pool is faster, by the law; empty for never
     * @param measured the same from the measured times of an item; empty for never
     */
    public record Row(int workMicros, double serialMicros, double openMicros, OptionalInt law, OptionalInt measured) {}

    /** The same items in a loop and in a new pool, whose start and end count. */
    public record Race(int items, long loopMillis, long poolMillis) {

        public boolean isWonByPool() {
            return poolMillis < loopMillis;
        }
    }

    /**
     * All that was found.
     *
     * @param startMillis the start and the end of a pool
     * @param transportMicros an item without work in an open pool
     * @param speedup how much faster the open pool does the longest items
     * @param rows one for each work
     * @param races for items of a millisecond: a quarter of the law, and three times of it where that is quick
     */
    public record Result(long startMillis, double transportMicros, double speedup, List<Row> rows, List<Race> races) {}

    /** Measures with {@code workers}; {@code steps} is told what comes next. */
    public static Result measure(int workers, Consumer<Object> steps) throws Exception {
        steps.accept("start");
        double transport = Double.MAX_VALUE;
        List<double[]> times = new ArrayList<>();
        long start = System.nanoTime();
        long startMillis;
        try (Pool pool = Pool.open(workers)) {
            pool.awaitReady(Duration.ofMinutes(1));
            startMillis = millisSince(start);
            steps.accept("items");
            for (int round = 0; round < ROUNDS; round++) {
                transport = Math.min(transport, microsOf(pool, item -> item, MOST_ITEMS));
            }
            for (int work : WORKS_MICROS) {
                int items = work == 0 ? MOST_ITEMS : Math.max(4 * workers, SERIAL_MICROS / work);
                times.add(times(pool, work, items));
            }
            start = System.nanoTime();
        }
        startMillis += millisSince(start);
        double[] longest = times.get(times.size() - 1);
        double speedup = longest[0] / longest[1];
        List<Row> rows = new ArrayList<>();
        for (int i = 0; i < times.size(); i++) {
            double serial = times.get(i)[0];
            double open = times.get(i)[1];
            OptionalInt law = items(startMillis, serial * (1 - 1 / speedup) - transport);
            rows.add(new Row(WORKS_MICROS.get(i), serial, open, law, items(startMillis, serial - open)));
        }
        steps.accept("races");
        return new Result(startMillis, transport, speedup, rows, races(workers, rows.get(1)));
    }

    /** The law: the start-up divided by the time that an item gains; never if it gains nothing. */
    private static OptionalInt items(long startMillis, double gainMicros) {
        return gainMicros > 0
                ? OptionalInt.of((int) Math.ceil(startMillis * MICROS_PER_MILLI / gainMicros))
                : OptionalInt.empty();
    }

    /** The microseconds of an item in a loop and in the open pool, the best of some rounds. */
    private static double[] times(Pool pool, int workMicros, int items) throws Exception {
        double loop = Double.MAX_VALUE;
        double open = Double.MAX_VALUE;
        for (int round = 0; round < ROUNDS || (round < MOST_ROUNDS && loop < open * CLEAR); round++) {
            loop = Math.min(loop, loopMicros(workMicros, items) / items);
            open = Math.min(open, microsOf(pool, item -> spend(workMicros, item), items));
        }
        return new double[] {loop, open};
    }

    private static double microsOf(Pool pool, TaskFunction<Integer, Integer> function, int items) throws Exception {
        long start = System.nanoTime();
        pool.map(function, Collections.nCopies(items, 0));
        return (System.nanoTime() - start) / MICROS_PER_MILLI / items;
    }

    private static double loopMicros(int workMicros, int items) {
        long start = System.nanoTime();
        for (int item = 0; item < items; item++) {
            spend(workMicros, item);
        }
        return (System.nanoTime() - start) / MICROS_PER_MILLI;
    }

    private static List<Race> races(int workers, Row row) throws Exception {
        List<Race> races = new ArrayList<>();
        if (row.law().isPresent()) {
            int law = row.law().getAsInt();
            races.add(race(workers, row.workMicros(), Math.max(1, law / 4)));
            int many = 3 * law;
            if (many * (row.serialMicros() + row.openMicros()) < MOST_MICROS) {
                races.add(race(workers, row.workMicros(), many));
            }
        }
        return races;
    }

    private static Race race(int workers, int workMicros, int items) throws Exception {
        long loopMillis = (long) (loopMicros(workMicros, items) / MICROS_PER_MILLI);
        long start = System.nanoTime();
        try (Pool pool = Pool.open(workers)) {
            pool.map(item -> spend(workMicros, item), Collections.nCopies(items, 0));
        }
        return new Race(items, loopMillis, millisSince(start));
    }

    private static long millisSince(long startNanos) {
        return (System.nanoTime() - startNanos) / 1_000_000;
    }

    /** Computes until this thread has had a processor for {@code micros}; adds 1 if that is 0. */
    private static int spend(int micros, int item) {
        if (micros == 0) {
            return item + 1;
        }
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        long end = threads.getCurrentThreadCpuTime() + micros * 1000L;
        int value = item;
        do {
            value = value * 31 + 1;
        } while (threads.getCurrentThreadCpuTime() < end);
        return value;
    }
}
