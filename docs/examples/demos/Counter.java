package demos;

import dev.procpool.Pool;
import dev.procpool.ProcessBarrier;
import dev.procpool.TaskOptions;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.atomic.AtomicInteger;

/** Four tasks increment a static counter: first as threads, then as worker processes. */
public class Counter {

    public static final int TASKS = 4;
    public static final int INCREMENTS = 1000;
    public static final int PLAIN_INCREMENTS = 1_000_000;
    public static final int MOST_ROUNDS = 20;

    private static final List<Integer> NUMBERS = List.of(1, 2, 3, 4);
    private static final TaskOptions ONE_BY_ONE =
            TaskOptions.builder().chunkSize(1).build();

    private static final CyclicBarrier START = new CyclicBarrier(TASKS);
    private static int plain;
    private static final AtomicInteger ATOMIC = new AtomicInteger();

    /** The value of the counter after the last one of some rounds. */
    public record Race(int value, int rounds) {}

    public static void main(String[] args) throws InterruptedException {
        Race race = plainInThreads();
        System.out.println("threads, a plain int: " + race.value() + " of " + TASKS * PLAIN_INCREMENTS + " in round "
                + race.rounds());
        System.out.println("threads, an AtomicInteger: " + atomicInThreads());
        System.out.println("workers, the AtomicInteger of each: " + atomicInWorkers());
        System.out.println("and here, afterwards: " + atomicHere());
    }

    /** Threads that happen to run one after the other lose nothing: the round is repeated until increments are lost. */
    public static Race plainInThreads() throws InterruptedException {
        try (Pool threads = Pool.ofThreads(TASKS)) {
            int rounds = 0;
            do {
                plain = 0;
                threads.with(ONE_BY_ONE).map(x -> addToPlain(), NUMBERS);
                rounds++;
            } while (plain == TASKS * PLAIN_INCREMENTS && rounds < MOST_ROUNDS);
            return new Race(plain, rounds);
        }
    }

    /** The value of the counter afterwards. */
    public static int atomicInThreads() throws InterruptedException {
        ATOMIC.set(0);
        try (Pool threads = Pool.ofThreads(TASKS)) {
            threads.with(ONE_BY_ONE).map(x -> addToAtomic(), NUMBERS);
        }
        return ATOMIC.get();
    }

    /** The value of each worker's counter afterwards. The barrier opens when four workers have a task each. */
    public static List<Integer> atomicInWorkers() throws InterruptedException {
        ATOMIC.set(0);
        try (ProcessBarrier start = ProcessBarrier.of(TASKS, Duration.ofMinutes(1));
                Pool workers = Pool.open(TASKS)) {
            return workers.with(ONE_BY_ONE)
                    .map(
                            x -> {
                                start.await();
                                return addToAtomic();
                            },
                            NUMBERS);
        }
    }

    /** The value of the counter in this process. */
    public static int atomicHere() {
        return ATOMIC.get();
    }

    /**
     * Increments in the two steps that {@code plain++} has. The pause keeps them apart: without it the compiler makes
     * one addition of the whole loop, which is over before a second thread has woken up.
     */
    private static int addToPlain() throws InterruptedException, BrokenBarrierException {
        START.await();
        for (int i = 0; i < PLAIN_INCREMENTS; i++) {
            int seen = plain;
            Thread.onSpinWait();
            plain = seen + 1;
        }
        return plain;
    }

    private static int addToAtomic() {
        for (int i = 0; i < INCREMENTS; i++) {
            ATOMIC.incrementAndGet();
        }
        return ATOMIC.get();
    }
}
