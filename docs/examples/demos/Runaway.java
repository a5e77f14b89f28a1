package demos;

import dev.procpool.Pool;
import dev.procpool.TaskFuture;
import dev.procpool.TaskOptions;
import dev.procpool.TaskTimeoutException;
import dev.procpool.WorkerInfo;
import java.time.Duration;

/** The same endless loop in a thread, which cancel cannot stop, and in a worker process, which a timeout kills. */
public class Runaway {

    private static final Duration GUARD = Duration.ofMinutes(1);

    private static volatile long turns;
    private static volatile boolean released; // only so that this program can end

    /** The future after {@code cancel(true)}, and the turns of the loop at that time and half a second later. */
    public record Cancelled(boolean cancelled, boolean isDone, long turns, long turnsLater) {}

    /** The worker that was killed: its process, where it was, and the time from the call to the exception. */
    public record Killed(long pid, boolean isAlive, long millis, int workerId, String frame) {}

    public static void main(String[] args) throws Exception {
        Cancelled cancelled = cancelInThread();
        System.out.println("thread: cancel(true) returned " + cancelled.cancelled());
        System.out.println("turns of its loop then: " + cancelled.turns() + ", later: " + cancelled.turnsLater());
        try (Pool pool = open()) {
            TaskFuture<String> neighbour = pool.applyAsync(Runaway::work);
            Killed killed = killInProcess(pool);
            System.out.println("process: pid " + killed.pid() + " was killed after " + killed.millis() + " ms");
            System.out.println("its loop was at " + killed.frame());
            System.out.println("in its place: pid " + replacement(pool, killed));
            System.out.println("its neighbour: " + neighbour.get());
        }
    }

    public static Cancelled cancelInThread() throws InterruptedException {
        turns = 0;
        released = false;
        try (Pool threads = Pool.ofThreads(1)) {
            TaskFuture<Long> future = threads.applyAsync(Runaway::loop);
            while (turns == 0) {
                Thread.sleep(10);
            }
            boolean cancelled = future.cancel(true);
            long atCancel = turns;
            Thread.sleep(500);
            long later = turns;
            released = true;
            return new Cancelled(cancelled, future.isDone(), atCancel, later);
        }
    }

    /** A pool of two workers that are ready. */
    public static Pool open() throws InterruptedException {
        Pool pool = Pool.open(2);
        pool.awaitReady(GUARD);
        return pool;
    }

    /** Runs the loop with a timeout of 500 ms. */
    public static Killed killInProcess(Pool pool) throws InterruptedException {
        TaskOptions limited =
                TaskOptions.builder().timeout(Duration.ofMillis(500)).build();
        long start = System.nanoTime();
        try {
            throw new IllegalStateException(
                    "ended after turns: " + pool.with(limited).apply(Runaway::loop));
        } catch (TaskTimeoutException timeout) {
            long millis = (System.nanoTime() - start) / 1_000_000;
            boolean isAlive =
                    ProcessHandle.of(timeout.pid()).map(ProcessHandle::isAlive).orElse(false);
            String frame = timeout.workerStack().stream()
                    .map(StackTraceElement::toString)
                    .filter(f -> f.contains("loop("))
                    .findFirst()
                    .orElse("-");
            return new Killed(timeout.pid(), isAlive, millis, timeout.workerId(), frame);
        }
    }

    /** The process that the pool has put in the place of the one that was killed. */
    public static long replacement(Pool pool, Killed killed) throws InterruptedException {
        pool.awaitReady(GUARD);
        return pool.workers().stream()
                .filter(worker -> worker.id() == killed.workerId())
                .mapToLong(WorkerInfo::pid)
                .sum();
    }

    /** A second of work for the other worker. */
    public static String work() throws InterruptedException {
        Thread.sleep(1000);
        return "done";
    }

    /** Endless in a worker, which has a static of its own that nobody sets. */
    private static long loop() {
        while (!released) {
            turns++;
        }
        return turns;
    }
}
