import dev.procpool.Pool;
import dev.procpool.PoolListener;
import dev.procpool.task.TaskContext;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Draws a progress bar while a pool works: items that are done count, and the shares of the running ones. */
public class ProgressBar implements PoolListener {

    private static final int WIDTH = 40;

    private final int items;
    private final Map<Long, Double> shares = new HashMap<>(); // of running items, by their index
    private long settled;

    ProgressBar(int items) {
        this.items = items;
    }

    @Override
    public void itemProgressed(Items item, long done, long total) {
        shares.put(item.firstIndex(), (double) done / total);
        draw();
    }

    @Override
    public void itemsSettled(Items items) {
        settled += items.count();
        for (int i = 0; i < items.count(); i++) {
            shares.remove(items.firstIndex() + i);
        }
        draw();
    }

    private void draw() {
        double running = shares.values().stream().mapToDouble(share -> share).sum();
        double part = (settled + running) / items;
        int full = (int) (part * WIDTH);
        System.err.printf("\r[%s%s] %3.0f%%", "#".repeat(full), " ".repeat(WIDTH - full), 100 * part);
    }

    public static void main(String[] args) throws Exception {
        List<Integer> limits = List.of(1_000_000, 500_000, 2_000_000, 100_000);
        List<Integer> primes;
        try (Pool pool = Pool.builder()
                .processes(2)
                .listener(new ProgressBar(limits.size()))
                .open()) {
            primes = pool.map(ProgressBar::primesBelow, limits);
        }
        System.err.println();
        System.out.println("primes: " + primes);
    }

    static int primesBelow(int limit) {
        int primes = 1;
        for (int n = 3; n < limit; n += 2) {
            TaskContext.progress(n, limit);
            if (isPrime(n)) {
                primes++;
            }
        }
        return primes;
    }

    private static boolean isPrime(int odd) {
        for (int divisor = 3; divisor * divisor <= odd; divisor += 2) {
            if (odd % divisor == 0) {
                return false;
            }
        }
        return true;
    }
}
