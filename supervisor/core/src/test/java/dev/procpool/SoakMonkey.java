package dev.procpool;

import dev.procpool.testing.Pids;
import java.util.List;
import java.util.Random;

/** Kills, stops, resizes and restarts the workers of some pools at random, until it is told to stop. */
final class SoakMonkey {

    private static final int MOST_WORKERS = 3;

    private final SoakNotes notes;
    private final List<Pool> pools;
    private final Random random;
    private volatile boolean over;

    SoakMonkey(SoakNotes notes, List<Pool> pools, Random random) {
        this.notes = notes;
        this.pools = pools;
        this.random = random;
    }

    void stop() {
        over = true;
    }

    void misbehave() throws InterruptedException {
        while (!over) {
            Thread.sleep(20 + random.nextInt(200));
            Pool pool = pools.get(random.nextInt(pools.size()));
            List<WorkerInfo> workers = pool.workers();
            WorkerInfo victim = workers.get(random.nextInt(workers.size()));
            switch (random.nextInt(10)) {
                case 0, 1, 2 -> signal(victim, "KILL");
                case 3 -> signal(victim, "TERM");
                case 4, 5 -> {
                    signal(victim, "STOP");
                    Thread.sleep(random.nextInt(1200));
                    signal(victim, "CONT");
                }
                case 6, 7 -> {
                    pool.resize(1 + random.nextInt(MOST_WORKERS));
                    notes.count("resizes");
                }
                case 8 -> restart(pool, victim);
                default -> {
                    pool.restartAll();
                    notes.count("restarts of all");
                }
            }
        }
    }

    private void restart(Pool pool, WorkerInfo victim) {
        try {
            pool.restart(victim.id());
            notes.count("restarts");
        } catch (IllegalArgumentException e) {
            notes.count("restarts of workers that had left");
        }
    }

    private void signal(WorkerInfo victim, String name) {
        if (victim.pid() != 0) {
            Pids.signal(name, victim.pid());
            notes.count("SIG" + name);
        }
    }
}
