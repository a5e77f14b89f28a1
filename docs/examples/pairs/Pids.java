import dev.procpool.Input;
import dev.procpool.Pool;
import dev.procpool.ProcessQueue;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;

public class Pids {

    public static void main(String[] args) throws InterruptedException {
        try (ProcessQueue<Long> pids = ProcessQueue.create();
                Pool pool = Pool.open(8)) {
            List<Integer> squares = pool.map(
                    x -> {
                        pids.put(ProcessHandle.current().pid());
                        return x * x;
                    },
                    Input.of(IntStream.rangeClosed(1, 100)));
            Set<Long> seen = new TreeSet<>();
            pids.drainTo(seen);
            System.out.println(squares.size() + " squares by " + seen.size() + " processes: " + seen);
            System.out.println("this program: " + ProcessHandle.current().pid());
        }
    }
}
