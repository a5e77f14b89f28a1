package dev.procpool.demo;

import dev.procpool.Pool;
import dev.procpool.TaskOptions;
import dev.procpool.Tasks;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.atomic.AtomicInteger;

/** A static counter, incremented by four threads and by four worker processes. */
public final class CounterDemo implements Demo {

    private static final int TASKS = 4;
    private static final int INCREMENTS = 1000;
    private static final int PLAIN_INCREMENTS = 1_000_000;
    private static final int MOST_ROUNDS = 20;

    private static int plain;
    private static final CyclicBarrier START = new CyclicBarrier(TASKS);
    private static final AtomicInteger ATOMIC = new AtomicInteger();

    @Override
    public String name() {
        return "counter";
    }

    @Override
    public Evidence run(Steps steps) throws Exception {
        ATOMIC.set(0);
        List<Integer> tasks = Collections.nCopies(TASKS, 0);
        TaskOptions oneByOne = TaskOptions.builder().chunkSize(1).build();
        int rounds;
        try (Pool threads = Pool.ofThreads(TASKS)) {
            rounds = raceUntilOneIsLost(threads.with(oneByOne), tasks);
            threads.with(oneByOne).map(x -> incrementAtomic(), tasks);
        }
        int plainByThreads = plain;
        int atomicByThreads = ATOMIC.get();

        plain = 0;
        ATOMIC.set(0);
        List<Integer> inWorkers;
        try (Pool workers = Pool.open(TASKS)) {
            steps.begins("workers");
            workers.awaitReady(Duration.ofMinutes(1));
            inWorkers = new ArrayList<>(workers.with(oneByOne).map(x -> slowly(), tasks));
        }
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("plain", Parts.of("value", plainByThreads, "of", TASKS * PLAIN_INCREMENTS));
        facts.put("rounds", rounds);
        facts.put("atomic", atomicByThreads);
        facts.put("workers", inWorkers);
        facts.put("supervisor", ATOMIC.get());
        boolean shown = plainByThreads < TASKS * PLAIN_INCREMENTS
                && atomicByThreads == TASKS * INCREMENTS
                && ATOMIC.get() == 0
                && inWorkers.equals(Collections.nCopies(TASKS, INCREMENTS));
        return new Evidence(shown, facts);
    }

    /** Threads that run after each other lose nothing; returns how many rounds it took until they did not. */
    private static int raceUntilOneIsLost(Tasks threads, List<Integer> tasks) throws InterruptedException {
        int round = 0;
        do {
            round++;
            plain = 0;
            threads.map(x -> incrementPlainTogether(), tasks);
        } while (plain == TASKS * PLAIN_INCREMENTS && round < MOST_ROUNDS);
        return round;
    }

    /**
     * Increments in the two steps that {@code plain++} has. The pause keeps them apart: without it the compiler makes
     * one addition of the whole loop, which is over before a second thread has woken up.
     */
    private static int incrementPlainTogether() throws InterruptedException, BrokenBarrierException {
        START.await();
        for (int i = 0; i < PLAIN_INCREMENTS; i++) {
            int seen = plain;
            Thread.onSpinWait();
            plain = seen + 1;
        }
        return plain;
    }

    private static int incrementAtomic() {
        for (int i = 0; i < INCREMENTS; i++) {
            ATOMIC.incrementAndGet();
        }
        return ATOMIC.get();
    }

    /** Takes long enough for every worker to get one task. */
    private static int slowly() throws InterruptedException {
        int count = incrementAtomic();
        Thread.sleep(100);
        return count;
    }
}
