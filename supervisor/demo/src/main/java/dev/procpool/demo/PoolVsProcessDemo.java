package dev.procpool.demo;

import demos.PoolVsProcess;
import demos.PoolVsProcess.Run;
import java.time.Duration;
import java.util.Map;
import java.util.function.IntConsumer;

/** Short items, each in a process of its own, and the same items in a pool. */
public final class PoolVsProcessDemo implements Demo {

    private static final int ITEMS = 40;
    private static final int WORKERS = 4;
    private static final long TOLD_EVERY_NANOS = Duration.ofSeconds(2).toNanos();

    /**
     * How much faster the pool has to be. It starts a tenth of the JVMs, and one of its JVMs takes about twice the time
     * of a {@code ChildProcess}.
     */
    private static final int FASTER = 3;

    /** On a busy machine the start of a single pool may take a multiple of its usual time. */
    private static final int MOST_ROUNDS = 4;

    @Override
    public String name() {
        return "pool-vs-process";
    }

    @Override
    public Class<?> program() {
        return PoolVsProcess.class;
    }

    @Override
    public Evidence run(Steps steps) throws Exception {
        steps.begins("processes");
        Run processes = PoolVsProcess.inProcesses(ITEMS, WORKERS, progress(steps));
        Run pool;
        double faster;
        int round = 0;
        do {
            round++;
            steps.begins("pool");
            pool = PoolVsProcess.inPool(ITEMS, WORKERS);
            faster = (double) processes.took().toNanos() / pool.took().toNanos();
        } while (faster < FASTER && round < MOST_ROUNDS);

        Map<String, Object> ofPool = times(pool);
        ofPool.put("faster", Tenths.of(faster));
        if (round > 1) {
            ofPool.put("round", round);
        }
        Map<String, Object> facts = Parts.of("times", Parts.of("processes", times(processes), "pool", ofPool));
        return new Evidence(faster >= FASTER, facts);
    }

    private static Map<String, Object> times(Run run) {
        return Parts.of("jvms", run.jvms(), "seconds", Tenths.of(run.took()));
    }

    /** Says now and then how many processes have ended. */
    private static IntConsumer progress(Steps steps) {
        long[] toldNanos = {System.nanoTime()};
        return ended -> {
            if (System.nanoTime() - toldNanos[0] > TOLD_EVERY_NANOS) {
                toldNanos[0] = System.nanoTime();
                steps.begins("ended", ended, ITEMS);
            }
        };
    }
}
