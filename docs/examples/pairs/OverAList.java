import dev.procpool.Pool;
import dev.procpool.Processes;
import java.util.ArrayList;
import java.util.List;

public class OverAList {

    static int cube(int x) {
        return x * x * x;
    }

    public static void main(String[] args) throws InterruptedException {
        List<Integer> numbers = List.of(3, 1, 4, 1, 5, 9, 2, 6);

        List<Integer> byLoop = new ArrayList<>();
        for (int x : numbers) {
            byLoop.add(cube(x));
        }

        List<Integer> byMap;
        try (Pool pool = Pool.open()) {
            byMap = pool.map(OverAList::cube, numbers);
        }

        System.out.println("loop: " + byLoop);
        System.out.println("map: " + byMap);
        System.out.println("processors: " + Processes.cpuCount());
    }
}
