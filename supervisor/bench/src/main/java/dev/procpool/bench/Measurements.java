package dev.procpool.bench;

import dev.procpool.ExitReport;
import dev.procpool.Pool;
import dev.procpool.PoolBuilder;
import dev.procpool.PoolListener;
import dev.procpool.Results;
import dev.procpool.TaskOptions;
import dev.procpool.Tasks;
import dev.procpool.WorkerInfo;
import dev.procpool.WorkerOutput;
import dev.procpool.task.TaskFunction;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;

/** Measures rows on pools of this JVM. */
final class Measurements {

    private static final int WORKERS = 2;
    private static final int CALLERS = 4;
    private static final int SOME_ITEMS = 200_000;

    private static final int FEW_TASKS = 200;

    /** How many samples long a call would take one processor. */
    private static final int BUSY_SAMPLES = 8;

    private static final int KIB_100 = 100 << 10;
    private static final int MIB_8 = 8 << 20;
    private static final int DOUBLES = 1_000_000;
    private static final double MEGA = 1e6;
    private static final double NANOS_PER_MILLI = 1e6;
    private static final long NANOS_OF_WORK = 1_000_000;

    /** So many times quicker are the tasks that warm a pool up for those: workers send the result of each by itself, as of those. */
    private static final int QUICKER = 10;

    private static final double MICROS_PER_SECOND = 1e6;
    private static final double PERCENT = 100;
    private static final long SILENCE_NANOS = 2_000_000;
    private static final int IDLE_WORKERS = 8;

    /** So many that sleep run too little each second to be compiled soon. */
    private static final int SLOWLY_WARM = 8;

    private static final int MAX_COSTLY_SAMPLES = 3;
    private static final int COSTLY_ITEMS = 1_000_000;
    private static final int SETTLING_SAMPLES = 3;
    private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(200);
    private static final long SETTLE_NANOS = TimeUnit.SECONDS.toNanos(1);
    private static final Duration READY = Duration.ofMinutes(1);
    private static final TaskFunction<Integer, Integer> SQUARE = Square.FUNCTION;
    private static final TaskOptions SINGLE = TaskOptions.builder().chunkSize(1).build();

    private final Sampler sampler;
    private final Pace pace;

    Measurements(Pace pace) {
        this.pace = pace;
        this.sampler = new Sampler(pace);
    }

    /** A small value that is neither an int nor a string. */
    record Reading(int id, double value, String unit) {}

    /** The samples of a row. */
    double[] measure(Row row, Peer peer) throws Exception {
        return switch (row) {
            case FIRST_RESULT -> firstResults(peer);
            case REPLACEMENT -> replacements();
            case IDLE_CPU -> idleCpu();
            case IDLE_MEMORY -> idleMemory();
            case SLEEP_1 -> sleeping(1);
            case SLEEP_2 -> sleeping(2);
            case SLEEP_4 -> sleeping(4);
            case SLEEP_8 -> sleeping(8);
            case SLEEP_16 -> sleeping(16);
            case SLEEP_32 -> sleeping(32);
            case SLEEP_64 -> sleeping(64);
            case CPU_1E5 -> cpuMicros(WORKERS, 100_000);
            case CPU_1E6 -> cpuMicros(WORKERS, COSTLY_ITEMS);
            case CPU_1E7 -> cpuMicros(WORKERS, 10 * COSTLY_ITEMS);
            case CPU_1_WORKER -> cpuMicros(1, COSTLY_ITEMS);
            case CPU_8_WORKERS -> cpuMicros(8, COSTLY_ITEMS);
            case CPU_64_WORKERS -> cpuMicros(64, COSTLY_ITEMS);
            case BUSY -> busy();
            default -> {
                try (Pool pool = open(peer)) {
                    yield calls(row, peer, pool);
                }
            }
        };
    }

    private static PoolBuilder processes(int workers) {
        return Pool.builder().processes(workers).output(WorkerOutput.discarding());
    }

    private static Pool ready(PoolBuilder builder) throws InterruptedException {
        return ready(builder.open());
    }

    private static Pool ready(Pool pool) throws InterruptedException {
        if (!pool.awaitReady(READY)) {
            pool.terminate();
            throw new IllegalStateException("the workers were not ready within " + READY);
        }
        return pool;
    }

    private static Pool open(Peer peer) throws InterruptedException {
        return ready(openUnready(peer));
    }

    private static Pool openUnready(Peer peer) {
        return peer == Peer.THREADS
                ? Pool.ofThreads(WORKERS)
                : processes(WORKERS).open();
    }

    private double[] calls(Row row, Peer peer, Pool pool) throws Exception {
        int some = pace.items(SOME_ITEMS);
        Callable<?> call = () -> pool.apply(SQUARE, 3);
        return switch (row) {
            case MAP_SINGLE ->
                sampler.itemsPerSecond(
                        ints(some), items -> sum(pool.with(SINGLE).map(SQUARE, items)));
            case MAP_RECORD -> {
                List<Reading> readings = ints(some).stream()
                        .map(i -> new Reading(i, i / 2.0, "mm"))
                        .toList();
                TaskFunction<Reading, Reading> doubled = r -> new Reading(r.id(), 2 * r.value(), r.unit());
                yield sampler.itemsPerSecond(
                        readings, items -> pool.with(SINGLE).map(doubled, items));
            }
            case MAP_DEFAULT -> {
                int many = peer == Peer.THREADS ? pace.items(COSTLY_ITEMS) : pace.manyItems();
                yield sampler.itemsPerSecond(ints(many), items -> sum(pool.map(SQUARE, items)));
            }
            case IMAP_UNORDERED ->
                sampler.itemsPerSecond(
                        ints(pace.items(COSTLY_ITEMS)), items -> count(pool.imapUnordered(SQUARE, items)));
            case APPLY_HOT -> sampler.medianMicros(call, 0);
            case APPLY_COLD -> sampler.medianMicros(call, SILENCE_NANOS);
            case ASYNC_HOT ->
                sampler.medianMicros(() -> pool.applyAsync(SQUARE, 3).get(), 0);
            case DEPENDENT_HOT ->
                sampler.medianMicros(
                        () -> pool.applyAsync(SQUARE, 3)
                                .toCompletableFuture()
                                .thenApply(x -> x + 1)
                                .join(),
                        0);
            case FOUR_CALLERS -> sampler.callsPerSecond(CALLERS, call);
            case ECHO_100K -> echo(pool, KIB_100);
            case ECHO_8M -> echo(pool, MIB_8);
            case DOUBLES -> {
                double[] doubles = new double[DOUBLES];
                Arrays.fill(doubles, 1);
                TaskFunction<double[], Double> total = Measurements::sum;
                yield sampler.perSecond(1, () -> pool.apply(total, doubles));
            }
            default -> throw new IllegalArgumentException(row.name());
        };
    }

    private static List<Integer> ints(int count) {
        return IntStream.range(0, count).map(i -> i % (1 << 15)).boxed().toList();
    }

    /** Reads all of them: who maps numbers wants them. */
    private static long sum(List<Integer> results) {
        long sum = 0;
        for (int result : results) {
            sum += result;
        }
        return sum;
    }

    /** As Python 3.11's sum does it, without a compensation for what is lost by rounding. */
    private static double sum(double[] values) {
        double sum = 0;
        for (double value : values) {
            sum += value;
        }
        return sum;
    }

    private static long count(Results<Integer> results) {
        long count = 0;
        for (Integer ignored : results) {
            count++;
        }
        return count;
    }

    private double[] echo(Pool pool, int bytes) throws Exception {
        byte[] payload = new byte[bytes];
        return bothWays(sampler.perSecond(1, () -> pool.apply((byte[] b) -> b, payload)), bytes);
    }

    /** MB per second, there and back. */
    static double[] bothWays(double[] perSecond, int bytes) {
        return Arrays.stream(perSecond).map(rate -> rate * 2 * bytes / MEGA).toArray();
    }

    private double[] firstResults(Peer peer) throws Exception {
        try (Pool warm = openUnready(peer)) {
            warm.apply(SQUARE, 3);
        }
        double[] samples = new double[pace.samples()];
        for (int i = 0; i < samples.length; i++) {
            long start = System.nanoTime();
            try (Pool pool = openUnready(peer)) {
                pool.apply(SQUARE, 3);
                samples[i] = (System.nanoTime() - start) / NANOS_PER_MILLI;
            }
        }
        return samples;
    }

    private static final class Deaths implements PoolListener {
        private final BlockingQueue<Long> known = new LinkedBlockingQueue<>();

        @Override
        public void workerExited(WorkerInfo worker, ExitReport report) {
            known.add(System.nanoTime());
        }

        private long next() throws InterruptedException {
            Long time = known.poll(READY.toSeconds(), TimeUnit.SECONDS);
            if (time == null) {
                throw new IllegalStateException("nobody heard of the death within " + READY);
            }
            return time;
        }
    }

    private double[] replacements() throws Exception {
        Deaths deaths = new Deaths();
        try (Pool pool = ready(processes(1).warmSpares(1).listener(deaths))) {
            double[] samples = new double[pace.samples()];
            for (int i = 0; i < samples.length; i++) {
                long pid = pool.apply(() -> ProcessHandle.current().pid());
                awaitSpare(pool);
                LockSupport.parkNanos(SETTLING_SAMPLES * pace.sample().toNanos());
                ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly);
                long known = deaths.next();
                pool.apply(SQUARE, 3);
                samples[i] = (System.nanoTime() - known) / NANOS_PER_MILLI;
            }
            return samples;
        }
    }

    private static void awaitSpare(Pool pool) {
        long deadline = System.nanoTime() + READY.toNanos();
        while (pool.workers().stream().noneMatch(worker -> worker.state() == WorkerInfo.State.SPARE)) {
            if (System.nanoTime() > deadline) {
                throw new IllegalStateException("no spare was ready within " + READY);
            }
            LockSupport.parkNanos(LOOK_NANOS);
        }
    }

    private static List<Long> processesOf(Pool pool) {
        List<Long> pids = new ArrayList<>(List.of(ProcessHandle.current().pid()));
        pool.workers().stream().map(WorkerInfo::pid).forEach(pids::add);
        return pids;
    }

    private double[] idleCpu() throws Exception {
        try (Pool pool = ready(processes(IDLE_WORKERS))) {
            pool.map(SQUARE, ints(IDLE_WORKERS));
            LockSupport.parkNanos(2 * SETTLE_NANOS);
            long used = Accounting.nanosWithin(processesOf(pool), pace.idle());
            return new double[] {PERCENT * used / pace.idle().toNanos()};
        }
    }

    private static double[] idleMemory() throws Exception {
        try (Pool pool = ready(processes(IDLE_WORKERS))) {
            double[] samples = new double[IDLE_WORKERS];
            List<WorkerInfo> workers = pool.workers();
            for (int i = 0; i < samples.length; i++) {
                samples[i] = Accounting.proportionalMemory(workers.get(i).pid());
            }
            return samples;
        }
    }

    private double[] busy() throws Exception {
        int tasks = BUSY_SAMPLES * (int) pace.sample().toMillis();
        List<Long> items = Collections.nCopies(tasks, NANOS_OF_WORK);
        TaskFunction<Long, Long> work = BusyWork::spend;
        try (Pool processes = open(Peer.PROCPOOL);
                Pool threads = open(Peer.THREADS)) {
            // At a thousand items a second the code around them would not be compiled for long.
            List<Long> quicker = Collections.nCopies(tasks, NANOS_OF_WORK / QUICKER);
            sampler.warmUp(() -> processes.map(work, quicker));
            sampler.warmUp(() -> threads.map(work, quicker));
            return sampler.timesFaster(() -> processes.map(work, items), () -> threads.map(work, items));
        }
    }

    private double[] sleeping(int workers) throws Exception {
        TaskFunction<Integer, Integer> sleep = x -> {
            Thread.sleep(1);
            return x;
        };
        List<Integer> some = ints(workers * FEW_TASKS);
        try (Pool pool = ready(processes(workers))) {
            if (workers >= SLOWLY_WARM) {
                sampler.warmUp(
                        workers / 2, () -> pool.map(sleep, some)); // they leave a part of the time to the compilers
            }
            return sampler.itemsPerSecond(some, items -> pool.map(sleep, items));
        }
    }

    private double[] cpuMicros(int workers, int count) throws Exception {
        List<Integer> items = ints(count);
        List<Integer> warm = ints(pace.items(SOME_ITEMS));
        double[] samples = new double[count > COSTLY_ITEMS ? 1 : Math.min(MAX_COSTLY_SAMPLES, pace.samples())];
        try (Pool pool = ready(processes(workers))) {
            Tasks single = pool.with(SINGLE);
            sampler.warmUp(workers, () -> single.map(SQUARE, warm));
            List<Long> pids = processesOf(pool);
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
