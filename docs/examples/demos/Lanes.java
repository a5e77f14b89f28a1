package demos;

import dev.procpool.Pool;
import dev.procpool.ProcessQueue;
import dev.procpool.TaskOptions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/** Items wait in one queue, as customers do, and are served at one, two and four lanes: the workers of a pool. */
public class Lanes {

    private static final int ITEMS = 40;
    private static final int SHORT_MILLIS = 80;
    private static final int LONG_MILLIS = 320; // each tenth item
    private static final int PICTURE_MILLIS = 100;
    private static final TaskOptions ONE_BY_ONE =
            TaskOptions.builder().chunkSize(1).build();

    private static final AtomicInteger DONE = new AtomicInteger(); // in each worker: its items

    public static void main(String[] args) throws Exception {
        for (int lanes : List.of(1, 2, 4)) {
            Run run = serve(lanes, System.out::println);
            System.out.println(lanes + " lanes: " + run.took() + ", served by " + run.pids());
        }
    }

    /**
     * One moment.
     *
     * @param waiting the number of items that wait in the queue
     */
    public record Picture(int waiting, List<Lane> lanes) {}

    /**
     * A worker at one moment.
     *
     * @param item the number of the item that it serves, from 1; 0 for none
     * @param done the number of items that it has done
     */
    public record Lane(long pid, int item, int done) {}

    /** All items are done, by these processes. */
    public record Run(Duration took, Set<Long> pids) {}

    /** Serves all items, and shows a picture ten times a second. */
    public static Run serve(int lanes, Consumer<Picture> display) throws Exception {
        try (ProcessQueue<Lane> news = ProcessQueue.create();
                Pool pool = Pool.open(lanes)) {
            pool.awaitReady(Duration.ofMinutes(1));
            Map<Long, Lane> latest = new LinkedHashMap<>();
            pool.workers().forEach(worker -> latest.put(worker.pid(), new Lane(worker.pid(), 0, 0)));

            long start = System.nanoTime();
            CompletableFuture<Run> run = pool.with(ONE_BY_ONE)
                    .mapAsync(
                            item -> serve(item, news),
                            IntStream.rangeClosed(1, ITEMS).boxed().toList())
                    .toCompletableFuture()
                    .thenApply(pids -> new Run(Duration.ofNanos(System.nanoTime() - start), new TreeSet<>(pids)));
            while (!run.isDone()) {
                display.accept(picture(news, latest));
                Thread.sleep(PICTURE_MILLIS);
            }
            display.accept(picture(news, latest));
            return run.get();
        }
    }

    /** Runs in a worker, and sends news of it. */
    private static long serve(int item, ProcessQueue<Lane> news) throws InterruptedException {
        long pid = ProcessHandle.current().pid();
        news.put(new Lane(pid, item, DONE.get()));
        Thread.sleep(item % 10 == 0 ? LONG_MILLIS : SHORT_MILLIS);
        news.put(new Lane(pid, 0, DONE.incrementAndGet()));
        return pid;
    }

    private static Picture picture(ProcessQueue<Lane> news, Map<Long, Lane> latest) throws InterruptedException {
        List<Lane> arrived = new ArrayList<>();
        news.drainTo(arrived);
        arrived.forEach(lane -> latest.put(lane.pid(), lane));
        int taken = latest.values().stream()
                .mapToInt(lane -> lane.done() + (lane.item() > 0 ? 1 : 0))
                .sum();
        return new Picture(ITEMS - taken, List.copyOf(latest.values()));
    }
}
