import dev.procpool.Pool;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

public class LoopOrPool {

    static int square(int x) {
        return x * x;
    }

    public static void main(String[] args) throws InterruptedException {
        List<Integer> numbers = IntStream.rangeClosed(1, 100).boxed().toList();

        long start = System.nanoTime();
        List<Integer> byLoop = new ArrayList<>();
        for (int x : numbers) {
            byLoop.add(square(x));
        }
        System.out.printf("loop: %.6f s%n", (System.nanoTime() - start) / 1e9);

        start = System.nanoTime();
        List<Integer> byPool;
        try (Pool pool = Pool.open()) {
            byPool = pool.map(LoopOrPool::square, numbers);
        }
        System.out.printf("pool: %.6f s%n", (System.nanoTime() - start) / 1e9);

        System.out.println(byLoop.equals(byPool) ? "equal" : "different");
    }
}
