package demos;

import dev.procpool.ChildProcess;
import dev.procpool.Pool;
import dev.procpool.ProcessBarrier;
import dev.procpool.ProcessEvent;
import dev.procpool.ProcessLock;
import dev.procpool.SharedMemory;
import dev.procpool.TaskOptions;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Collections;

/** Workers add to one number in a mapped file: without a lock, and with two kinds of locks. Then a holder dies. */
public class Locks {

    /** The way in which an addition is kept apart from those of others. */
    public enum Guard {
        NONE,
        /** {@code synchronized}: there is a monitor in each process. */
        MONITOR,
        PROCESS_LOCK
    }

    private static final Object MONITOR = new Object();
    private static final int GAP_NANOS = 1000;
    private static final TaskOptions ONE_BY_ONE =
            TaskOptions.builder().chunkSize(1).build();
    private static final Duration MINUTE = Duration.ofMinutes(1);

    public static void main(String[] args) throws Exception {
        try (Pool pool = Pool.open(4)) {
            pool.awaitReady(MINUTE);
            for (Guard guard : Guard.values()) {
                System.out.println(guard + ": " + sum(pool, 4, 10_000, guard) + " of 40000");
            }
        }
        System.out.println(killHolder());
    }

    /** The number after all workers have added 1 to it {@code additions} times. */
    public static long sum(Pool pool, int workers, int additions, Guard guard) throws Exception {
        try (SharedMemory number = SharedMemory.create(Long.BYTES);
                ProcessLock lock = ProcessLock.create();
                ProcessBarrier start = ProcessBarrier.of(workers)) {
            pool.with(ONE_BY_ONE)
                    .map(
                            worker -> {
                                start.await(MINUTE); // so that all of them add at the same time
                                add(number.buffer(), additions, guard, lock);
                                return worker;
                            },
                            Collections.nCopies(workers, 0));
            return number.buffer().getLong(0);
        }
    }

    private static void add(ByteBuffer number, int additions, Guard guard, ProcessLock lock)
            throws InterruptedException {
        for (int i = 0; i < additions; i++) {
            switch (guard) {
                case NONE -> addOne(number);
                case MONITOR -> {
                    synchronized (MONITOR) {
                        addOne(number);
                    }
                }
                case PROCESS_LOCK -> {
                    lock.acquire();
                    try {
                        addOne(number);
                    } finally {
                        lock.release();
                    }
                }
            }
        }
    }

    /** Reads, and writes a moment later: an addition of another process in between is lost. */
    private static void addOne(ByteBuffer number) {
        long seen = number.getLong(0);
        long start = System.nanoTime();
        while (System.nanoTime() - start < GAP_NANOS) {
            Thread.onSpinWait();
        }
        number.putLong(0, seen + 1);
    }

    /**
     * The end of a hold by death.
     *
     * @param holder the process id of the holder that was killed
     * @param after the time until the next process had the lock
     * @param wasAbandoned whether that process was told that a holder had died
     */
    public record Succession(long holder, Duration after, boolean wasAbandoned) {}

    /** Kills a process that holds a lock; the next process that holds it is this one. */
    public static Succession killHolder() throws Exception {
        try (ProcessLock lock = ProcessLock.create();
                ProcessEvent isHeld = ProcessEvent.create();
                ChildProcess holder = ChildProcess.of(() -> hold(lock, isHeld))) {
            holder.start();
            isHeld.await(MINUTE);
            holder.kill();
            long killed = System.nanoTime();
            ProcessLock.Hold hold = lock.tryAcquire(MINUTE).orElseThrow();
            Duration after = Duration.ofNanos(System.nanoTime() - killed);
            holder.join();
            return new Succession(holder.pid().orElseThrow(), after, hold.wasAbandoned());
        }
    }

    private static Void hold(ProcessLock lock, ProcessEvent isHeld) throws InterruptedException {
        lock.acquire();
        isHeld.set();
        Thread.sleep(MINUTE.toMillis());
        return null;
    }
}
