import dev.procpool.Pool;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;

public class ThreeWays {

    static int work(int x) throws InterruptedException {
        Thread.sleep(100);
        return 10 * x;
    }

    /** As a coroutine, this needs no thread while it waits. */
    static CompletableFuture<Integer> workAsFuture(int x) {
        Executor later = CompletableFuture.delayedExecutor(100, TimeUnit.MILLISECONDS);
        return CompletableFuture.supplyAsync(() -> 10 * x, later);
    }

    public static void main(String[] args) throws Exception {
        List<Integer> tasks = List.of(1, 2, 3, 4, 5, 6, 7, 8);

        Pool pool = Pool.open(4);
        List<Integer> results = pool.map(ThreeWays::work, tasks);
        pool.shutdown();
        pool.join();
        System.out.println("processes: " + results);

        int[] byThreads = new int[tasks.size()];
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < byThreads.length; i++) {
            int index = i;
            threads.add(new Thread(new FutureTask<>(() -> byThreads[index] = work(tasks.get(index)))));
        }
        for (Thread thread : threads) {
            thread.start();
        }
        for (Thread thread : threads) {
            thread.join();
        }
        System.out.println("threads: " + Arrays.toString(byThreads));

        List<CompletableFuture<Integer>> futures =
                tasks.stream().map(ThreeWays::workAsFuture).toList();
        System.out.println(
                "futures: " + futures.stream().map(CompletableFuture::join).toList());
    }
}
