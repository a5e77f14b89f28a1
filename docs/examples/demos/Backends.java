package demos;

import dev.procpool.Pool;
import dev.procpool.PoolBuilder;
import dev.procpool.TaskOptions;
import dev.procpool.task.TaskFunction;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.FutureTask;
import java.util.concurrent.locks.LockSupport;

/** The same items, run by a loop, by four threads, by virtual threads and by four processes. */
public final class Backends implements AutoCloseable {

    private static final int WORKERS = 4;
    private static final TaskOptions ONE_BY_ONE =
            TaskOptions.builder().chunkSize(1).build();

    public static void main(String[] args) throws Exception {
        System.out.printf("%-10s%12s%12s%22s%n", "", "computing", "waiting", "p99 beside garbage");
        try (Backends backends = new Backends()) {
            for (Backend backend : Backend.values()) {
                if (backend == Backend.VIRTUAL && !hasVirtualThreads()) {
                    System.out.println("VIRTUAL   needs Java 21");
                    continue;
                }
                double computing = backends.computingSeconds(backend);
                double waiting = backends.waitingSeconds(backend);
                double p99 = backend == Backend.SERIAL ? Double.NaN : backends.p99Millis(backend);
                System.out.printf("%-10s%10.2f s%10.2f s%19.1f ms%n", backend, computing, waiting, p99);
            }
        }
    }

    /** Where the items run. */
    public enum Backend {
        SERIAL,
        THREADS,
        VIRTUAL,
        PROCESSES
    }

    /** Runs a task for every item. The backends differ in nothing else. */
    private interface Runner {
        void run(TaskFunction<Integer, Integer> task, List<Integer> items) throws Exception;
    }

    /** A measurement of a runner, which can be sent to another JVM. */
    private interface Measurement extends TaskFunction<Runner, Double> {}

    /** Loop and threads run in a worker: so their JVM has the same heap, collector and compilers as the processes. */
    private final Pool oneJvm = jvms(1).open();

    private final Pool fourJvms =
            jvms(WORKERS).initializer(Backends::takeAQuarter).open();

    /** The primes below this limit take a millisecond to count. */
    private final int limit;

    /** Starts the JVMs, and has them compile the code. */
    public Backends() throws Exception {
        oneJvm.awaitReady(Duration.ofMinutes(1));
        fourJvms.awaitReady(Duration.ofMinutes(1));
        limit = oneJvm.apply(Backends::limitOfOneMilli);
        computingSeconds(Backend.PROCESSES);
    }

    private static PoolBuilder jvms(int processes) {
        return Pool.builder().processes(processes).maxHeap("128m");
    }

    /**
     * Where Linux divides the processors among sessions, it gives four workers four parts, as each has a session of its
     * own. With a quarter of a part each, they get together what the one JVM of the threads gets.
     */
    private static boolean takeAQuarter() {
        try {
            Files.writeString(Path.of("/proc/self/autogroup"), "6");
            return true;
        } catch (IOException e) {
            return false; // the processors are divided among threads here
        }
    }

    public static boolean hasVirtualThreads() {
        return Runtime.version().feature() >= 21;
    }

    /** How long 40 items take that count primes for 12 ms each. */
    public double computingSeconds(Backend backend) throws Exception {
        int ofOneMilli = limit;
        return measure(
                backend, runner -> seconds(runner, ms -> countPrimes(ms, ofOneMilli), Collections.nCopies(40, 12)));
    }

    /** How long 100 items take that sleep for 20 ms each. */
    public double waitingSeconds(Backend backend) throws Exception {
        return measure(backend, runner -> seconds(runner, Backends::sleep, Collections.nCopies(100, 20)));
    }

    private static double seconds(Runner runner, TaskFunction<Integer, Integer> task, List<Integer> items)
            throws Exception {
        long start = System.nanoTime();
        runner.run(task, items);
        return (System.nanoTime() - start) / 1e9;
    }

    /**
     * The time in which 99 of 100 items of 1 ms are done, while an item beside them makes garbage for a second and a
     * half. An item is due 5 ms after the one before was due, or done if that took longer.
     */
    public double p99Millis(Backend backend) throws Exception {
        int ofOneMilli = limit;
        Measurement p99 = runner -> p99Millis(runner, ofOneMilli);
        if (backend != Backend.PROCESSES) {
            return measure(backend, p99);
        }
        try (Pool twoJvms = jvms(2).open()) {
            twoJvms.awaitReady(Duration.ofMinutes(1));
            return p99.apply(twoJvms.with(ONE_BY_ONE)::map);
        }
    }

    private static double p99Millis(Runner runner, int ofOneMilli) throws Exception {
        FutureTask<Void> neighbour = new FutureTask<>(() -> {
            runner.run(Backends::makeGarbage, List.of(1500));
            return null;
        });
        new Thread(neighbour).start();
        List<Long> nanos = new ArrayList<>();
        long due = System.nanoTime();
        while (!neighbour.isDone()) {
            LockSupport.parkNanos(due - System.nanoTime());
            runner.run(ms -> countPrimes(ms, ofOneMilli), List.of(1));
            long done = System.nanoTime();
            nanos.add(done - due);
            due = Math.max(due + 5_000_000, done);
        }
        neighbour.get();
        Collections.sort(nanos);
        return nanos.get(nanos.size() * 99 / 100) / 1e6;
    }

    private double measure(Backend backend, Measurement measurement) throws Exception {
        return backend == Backend.PROCESSES
                ? measurement.apply(fourJvms.with(ONE_BY_ONE)::map)
                : oneJvm.apply(() -> measureHere(backend, measurement));
    }

    private static double measureHere(Backend backend, Measurement measurement) throws Exception {
        switch (backend) {
            case SERIAL:
                return measurement.apply(Backends::loop);
            case THREADS:
                try (Pool threads = Pool.ofThreads(WORKERS)) {
                    return measurement.apply(threads.with(ONE_BY_ONE)::map);
                }
            default:
                ExecutorService virtual = virtualThreads();
                try {
                    return measurement.apply((task, items) -> invokeAll(virtual, task, items));
                } finally {
                    virtual.shutdown();
                }
        }
    }

    private static void loop(TaskFunction<Integer, Integer> task, List<Integer> items) throws Exception {
        for (int item : items) {
            task.apply(item);
        }
    }

    private static void invokeAll(ExecutorService threads, TaskFunction<Integer, Integer> task, List<Integer> items)
            throws InterruptedException {
        List<Callable<Integer>> calls = new ArrayList<>();
        items.forEach(item -> calls.add(() -> task.apply(item)));
        threads.invokeAll(calls);
    }

    /** By reflection, so that this program compiles for Java 17, too. */
    private static ExecutorService virtualThreads() throws ReflectiveOperationException {
        return (ExecutorService)
                Executors.class.getMethod("newVirtualThreadPerTaskExecutor").invoke(null);
    }

    private static int limitOfOneMilli() {
        int limit = 1000;
        while (fastestNanosOf20(limit) < 1_000_000) {
            limit += limit / 10;
        }
        return limit;
    }

    private static long fastestNanosOf20(int limit) {
        long fastest = Long.MAX_VALUE;
        for (int i = 0; i < 20; i++) {
            long start = System.nanoTime();
            countPrimes(1, limit);
            fastest = Math.min(fastest, System.nanoTime() - start);
        }
        return fastest;
    }

    private static int countPrimes(int times, int below) {
        int primes = 0;
        for (int i = 0; i < times; i++) {
            for (int n = 2; n < below; n++) {
                primes += isPrime(n) ? 1 : 0;
            }
        }
        return primes;
    }

    private static boolean isPrime(int n) {
        for (int divisor = 2; divisor * divisor <= n; divisor++) {
            if (n % divisor == 0) {
                return false;
            }
        }
        return true;
    }

    private static int sleep(int millis) throws InterruptedException {
        Thread.sleep(millis);
        return millis;
    }

    /** Allocates 200 MB a second in pieces of 1 KB, and keeps the last 50 MB, as a cache would. */
    private static int makeGarbage(int millis) throws InterruptedException {
        Queue<byte[]> kept = new ArrayDeque<>();
        int made = 0;
        long start = System.nanoTime();
        for (long now = 0; now < millis; now = (System.nanoTime() - start) / 1_000_000) {
            for (; made < now * 200; made++) {
                kept.add(new byte[1000]);
                if (kept.size() > 50_000) {
                    kept.remove();
                }
            }
            Thread.sleep(5);
        }
        return made;
    }

    @Override
    public void close() {
        oneJvm.close();
        fourJvms.close();
    }
}
