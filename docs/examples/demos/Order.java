package demos;

import dev.procpool.Pool;
import dev.procpool.Results;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** The same four pauses through map, imap and imapUnordered: in which order do the results come, and when? */
public class Order {

    public static final int STEP_MILLIS = 300;
    public static final List<Integer> LONGEST_FIRST = List.of(4, 3, 2, 1);
    public static final List<Integer> SHORTEST_FIRST = List.of(1, 4, 2, 3);

    /** A result, and the time from the call to its arrival. */
    public record Arrival(int value, long millis) {

        @Override
        public String toString() {
            return value + " after " + millis + " ms";
        }
    }

    public static void main(String[] args) throws InterruptedException {
        try (Pool pool = open()) {
            for (List<Integer> input : List.of(LONGEST_FIRST, SHORTEST_FIRST)) {
                System.out.println("sleeping " + input + " times " + STEP_MILLIS + " ms");
                System.out.println("  map:           " + map(pool, input));
                System.out.println("  imap:          " + imap(pool, input));
                System.out.println("  imapUnordered: " + imapUnordered(pool, input));
            }
        }
    }

    /** A pool of four workers that are ready. */
    public static Pool open() throws InterruptedException {
        Pool pool = Pool.open(4);
        pool.awaitReady(Duration.ofMinutes(1));
        return pool;
    }

    /** All results come at once, when the last one is there. */
    public static List<Arrival> map(Pool pool, List<Integer> steps) throws InterruptedException {
        long start = System.nanoTime();
        List<Integer> values = pool.map(Order::pause, steps);
        long millis = millisSince(start);
        return values.stream().map(value -> new Arrival(value, millis)).toList();
    }

    public static List<Arrival> imap(Pool pool, List<Integer> steps) {
        long start = System.nanoTime();
        return arrivals(pool.imap(Order::pause, steps), start);
    }

    public static List<Arrival> imapUnordered(Pool pool, List<Integer> steps) {
        long start = System.nanoTime();
        return arrivals(pool.imapUnordered(Order::pause, steps), start);
    }

    private static List<Arrival> arrivals(Results<Integer> results, long start) {
        List<Arrival> arrivals = new ArrayList<>();
        try (results) {
            for (int value : results) {
                arrivals.add(new Arrival(value, millisSince(start)));
            }
        }
        return arrivals;
    }

    private static long millisSince(long start) {
        return (System.nanoTime() - start) / 1_000_000;
    }

    private static int pause(int steps) throws InterruptedException {
        Thread.sleep((long) steps * STEP_MILLIS);
        return steps;
    }
}
