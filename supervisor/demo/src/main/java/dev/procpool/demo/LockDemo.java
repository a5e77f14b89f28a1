package dev.procpool.demo;

import demos.Locks;
import demos.Locks.Guard;
import demos.Locks.Succession;
import dev.procpool.Pool;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/** Four processes add to one number, with and without locks; then the holder of a lock is killed. */
public final class LockDemo implements Demo {

    private static final int WORKERS = 4;
    private static final int ADDITIONS = 10_000;
    private static final int ALL = WORKERS * ADDITIONS;
    private static final int MOST_ROUNDS = 20;

    @Override
    public String name() {
        return "lock";
    }

    @Override
    public Class<?> program() {
        return Locks.class;
    }

    @Override
    public Evidence run(Steps steps) throws Exception {
        Map<String, Object> rows = new LinkedHashMap<>();
        steps.begins("workers");
        boolean isNeeded;
        boolean isEnough;
        try (Pool pool = Pool.open(WORKERS)) {
            pool.awaitReady(Duration.ofMinutes(1));
            steps.begins("additions");
            isNeeded = losesSome(pool, Guard.NONE, rows) && losesSome(pool, Guard.MONITOR, rows);
            steps.begins("processLock");
            long sum = Locks.sum(pool, WORKERS, ADDITIONS, Guard.PROCESS_LOCK);
            rows.put(Guard.PROCESS_LOCK.name(), row(sum));
            isEnough = sum == ALL;
        }
        steps.begins("death");
        Succession succession = Locks.killHolder();

        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("sums", rows);
        facts.put("holder", succession.holder());
        facts.put("next", Parts.of("millis", succession.after().toMillis(), "wasAbandoned", succession.wasAbandoned()));
        return new Evidence(isNeeded && isEnough && succession.wasAbandoned(), facts);
    }

    /** Processes that run one after the other lose nothing: repeats the additions until some are lost. */
    private static boolean losesSome(Pool pool, Guard guard, Map<String, Object> rows) throws Exception {
        long sum = ALL;
        int round = 0;
        while (sum == ALL && round < MOST_ROUNDS) {
            round++;
            sum = Locks.sum(pool, WORKERS, ADDITIONS, guard);
        }
        Map<String, Object> row = row(sum);
        row.put("round", round);
        rows.put(guard.name(), row);
        return sum < ALL;
    }

    private static Map<String, Object> row(long sum) {
        return Parts.of("value", sum, "lost", ALL - sum);
    }
}
