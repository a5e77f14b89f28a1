package dev.procpool.demo;

import dev.procpool.Pool;
import dev.procpool.TaskOptions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/** A static counter, incremented by four threads and by four worker processes. */
public final class CounterDemo implements Demo {

    private static final int TASKS = 4;
    private static final int INCREMENTS = 1000;
    private static final int PLAIN_INCREMENTS = 1_000_000;

    private static int plain;
    private static final AtomicInteger ATOMIC = new AtomicInteger();

    @Override
    public String name() {
        return "counter";
    }

    @Override
    public Evidence run() throws Exception {
        plain = 0;
        ATOMIC.set(0);
        List<Integer> tasks = Collections.nCopies(TASKS, 0);
        TaskOptions oneByOne = TaskOptions.builder().chunkSize(1).build();
        try (Pool threads = Pool.ofThreads(TASKS)) {
            threads.with(oneByOne).map(x -> incrementPlain(PLAIN_INCREMENTS), tasks);
            threads.with(oneByOne).map(x -> incrementAtomic(), tasks);
        }
        int plainByThreads = plain;
        int atomicByThreads = ATOMIC.get();

        plain = 0;
        ATOMIC.set(0);
        List<Integer> inWorkers;
        try (Pool workers = Pool.open(TASKS)) {
            workers.awaitReady(Duration.ofMinutes(1));
            inWorkers = new ArrayList<>(workers.with(oneByOne).map(x -> slowly(), tasks));
        }
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("plain", plainByThreads + " / " + TASKS * PLAIN_INCREMENTS);
        facts.put("atomic", atomicByThreads);
        facts.put("workers", inWorkers.toString());
        facts.put("supervisor", ATOMIC.get());
        boolean shown = atomicByThreads == TASKS * INCREMENTS
                && ATOMIC.get() == 0
                && inWorkers.equals(Collections.nCopies(TASKS, INCREMENTS));
        return new Evidence(shown, facts);
    }

    private static int incrementPlain(int times) {
        for (int i = 0; i < times; i++) {
            plain++;
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
