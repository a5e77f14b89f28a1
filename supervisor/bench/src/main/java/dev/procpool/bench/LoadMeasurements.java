package dev.procpool.bench;

import dev.procpool.Pool;
import dev.procpool.TaskOptions;
import dev.procpool.Tasks;
import dev.procpool.WorkerInfo;
import dev.procpool.task.TaskFunction;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** Measures processors and memory: of pools that are idle, that are busy, that sleep. */
final class LoadMeasurements {

    private static final int SOME_ITEMS = 200_000;
    private static final int FEW_TASKS = 200;

    /** The length of a call of {@link #busy} on one processor, in samples. */
    private static final int BUSY_SAMPLES = 8;

    private static final long NANOS_OF_WORK = 1_000_000;

    /**
     * Tasks that warm a pool up are shorter by this factor than the tasks that are measured. Workers still send each
     * result by itself, as they do then.
     */
    private static final int QUICKER = 10;

    private static final double MICROS_PER_SECOND = 1e6;
    private static final double PERCENT = 100;
    private static final int IDLE_WORKERS = 8;

    /** From this number on, workers that sleep run too little each second to be compiled soon. */
    private static final int SLOWLY_WARM = 8;

    private static final int MAX_COSTLY_SAMPLES = 3;
    private static final int COSTLY_ITEMS = 1_000_000;
    private static final long SETTLE_NANOS = TimeUnit.SECONDS.toNanos(1);
    private static final TaskFunction<Integer, Integer> SQUARE = Square.FUNCTION;
    private static final TaskOptions SINGLE = TaskOptions.builder().chunkSize(1).build();

    private final Sampler sampler;
    private final Pace pace;

    LoadMeasurements(Pace pace) {
        this.pace = pace;
        this.sampler = new Sampler(pace);
    }

    /** Percent of a processor that all processes of an idle pool use. */
    double[] idleCpu() throws Exception {
        try (Pool pool = MeasuredPools.ready(MeasuredPools.processes(IDLE_WORKERS))) {
            pool.map(SQUARE, MeasuredPools.ints(IDLE_WORKERS));
            LockSupport.parkNanos(2 * SETTLE_NANOS);
            long used = Accounting.nanosWithin(MeasuredPools.processesOf(pool), pace.idle());
            return new double[] {PERCENT * used / pace.idle().toNanos()};
        }
    }

    /** MiB of each idle worker. */
    double[] idleMemory() throws Exception {
        try (Pool pool = MeasuredPools.ready(MeasuredPools.processes(IDLE_WORKERS))) {
            double[] samples = new double[IDLE_WORKERS];
            List<WorkerInfo> workers = pool.workers();
            for (int i = 0; i < samples.length; i++) {
                samples[i] = Accounting.proportionalMemory(workers.get(i).pid());
            }
            return samples;
        }
    }

    /** The throughput of processes as a multiple of that of threads, for tasks that keep a processor busy. */
    double[] busy() throws Exception {
        int tasks = BUSY_SAMPLES * (int) pace.sample().toMillis();
        List<Long> items = Collections.nCopies(tasks, NANOS_OF_WORK);
        TaskFunction<Long, Long> work = BusyWork::spend;
        try (Pool processes = MeasuredPools.open(Peer.PROCPOOL);
                Pool threads = MeasuredPools.open(Peer.THREADS)) {
            // At a thousand items a second the code around the tasks would take long to be compiled.
            List<Long> quicker = Collections.nCopies(tasks, NANOS_OF_WORK / QUICKER);
            sampler.warmUp(() -> processes.map(work, quicker));
            sampler.warmUp(() -> threads.map(work, quicker));
            return sampler.timesFaster(() -> processes.map(work, items), () -> threads.map(work, items));
        }
    }

    /** Tasks per second that sleep for a millisecond. */
    double[] sleeping(int workers) throws Exception {
        TaskFunction<Integer, Integer> sleep = x -> {
            Thread.sleep(1);
            return x;
        };
        List<Integer> some = MeasuredPools.ints(workers * FEW_TASKS);
        try (Pool pool = MeasuredPools.ready(MeasuredPools.processes(workers))) {
            if (workers >= SLOWLY_WARM) {
                sampler.warmUp(
                        workers / 2,
                        () -> pool.map(sleep, some)); // the other half of the time is left to the compilers
            }
            return sampler.itemsPerSecond(some, items -> pool.map(sleep, items));
        }
    }

    /** Processor time of all processes for each item. */
    double[] cpuMicros(int workers, int count) throws Exception {
        List<Integer> items = MeasuredPools.ints(count);
        List<Integer> warm = MeasuredPools.ints(pace.items(SOME_ITEMS));
        double[] samples = new double[count > COSTLY_ITEMS ? 1 : Math.min(MAX_COSTLY_SAMPLES, pace.samples())];
        try (Pool pool = MeasuredPools.ready(MeasuredPools.processes(workers))) {
            Tasks single = pool.with(SINGLE);
            // Quick items stay with one worker for each processor: half of the time is enough.
            sampler.warmUp(workers / 2, () -> single.map(SQUARE, warm));
            List<Long> pids = MeasuredPools.processesOf(pool);
            System.gc(); // so that the input is not moved while it is counted
            for (int i = 0; i < samples.length; i++) {
                double before = Accounting.cpuSeconds(pids);
                long start = System.nanoTime();
                long mapped = 0;
                do {
                    single.map(SQUARE, items);
                    mapped += count;
                } while (System.nanoTime() - start < 2 * pace.sample().toNanos());
                samples[i] = (Accounting.cpuSeconds(pids) - before) * MICROS_PER_SECOND / mapped;
            }
        }
        return samples;
    }
}
