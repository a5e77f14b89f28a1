import dev.procpool.Input;
import dev.procpool.Pool;
import java.util.stream.IntStream;

public class Squares {

    static int square(int x) {
        return x * x;
    }

    public static void main(String[] args) throws InterruptedException {
        try (Pool pool = Pool.open(8)) {
            for (int result : pool.map(Squares::square, Input.of(IntStream.rangeClosed(1, 100)))) {
                System.out.println(result);
            }
        }
    }
}
