package demos;

import dev.procpool.ChildProcess;
import dev.procpool.Pool;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;

/** The same short items: each in a process of its own, then in a pool of a few processes. */
public class PoolVsProcess {

    private static final int WORK_MILLIS = 5;

    public static void main(String[] args) throws Exception {
        Run processes = inProcesses(40, 4, ended -> {});
        System.out.println("a process per item: " + processes.jvms() + " JVMs, " + processes.took());
        Run pool = inPool(40, 4);
        System.out.println("a pool:             " + pool.jvms() + " JVMs, " + pool.took());
    }

    /**
     * All items are done.
     *
     * @param jvms the number of JVMs that were started for them
     * @param took the time, with the start and the end of the JVMs
     */
    public record Run(int jvms, Duration took) {}

    /**
     * A process for each item.
     *
     * @param atOnce the number of processes that run at the same time
     * @param progress is told how many processes have ended
     */
    public static Run inProcesses(int items, int atOnce, IntConsumer progress) throws Exception {
        long start = System.nanoTime();
        Queue<ChildProcess> running = new ArrayDeque<>();
        for (int ended = 0; ended < items; ended++) {
            while (running.size() < Math.min(atOnce, items - ended)) {
                ChildProcess child = ChildProcess.of(() -> work(0));
                child.start();
                running.add(child);
            }
            try (ChildProcess oldest = running.remove()) {
                oldest.join();
            }
            progress.accept(ended + 1);
        }
        return new Run(items, Duration.ofNanos(System.nanoTime() - start));
    }

    /** All items in a pool. */
    public static Run inPool(int items, int workers) throws Exception {
        long start = System.nanoTime();
        try (Pool pool = Pool.open(workers)) {
            pool.map(PoolVsProcess::work, IntStream.range(0, items).boxed().toList());
        }
        return new Run(workers, Duration.ofNanos(System.nanoTime() - start));
    }

    private static int work(int item) throws InterruptedException {
        Thread.sleep(WORK_MILLIS);
        return item;
    }
}
