import dev.procpool.Pool;
import java.time.Duration;
import java.util.List;

public class Unordered {

    static int tenTimes(int x) throws InterruptedException {
        Thread.sleep(1000);
        return 10 * x;
    }

    public static void main(String[] args) throws InterruptedException {
        try (Pool pool = Pool.open(4)) {
            pool.awaitReady(Duration.ofMinutes(1));
            long start = System.nanoTime();
            for (int result : pool.imapUnordered(Unordered::tenTimes, List.of(1, 2, 3, 4))) {
                System.out.println(result);
            }
            System.out.printf("total: %.3f s%n", (System.nanoTime() - start) / 1e9);
        }
    }
}
