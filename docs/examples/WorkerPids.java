import dev.procpool.Pool;
import dev.procpool.ProcessQueue;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/** The workers of a pool say who they are: each item puts the pid of its worker into a queue. */
public class WorkerPids {

    public static void main(String[] args) throws Exception {
        try (ProcessQueue<Long> pids = ProcessQueue.create();
                Pool pool = Pool.open(3)) {
            List<Integer> squares = pool.map(
                    (Integer x) -> {
                        Thread.sleep(100); // so that no worker does all of them
                        pids.put(ProcessHandle.current().pid());
                        return x * x;
                    },
                    List.of(1, 2, 3, 4, 5, 6, 7, 8, 9));

            List<Long> seen = new ArrayList<>();
            pids.drainTo(seen);
            TreeMap<Long, Integer> items = new TreeMap<>();
            seen.forEach(pid -> items.merge(pid, 1, Integer::sum));

            System.out.println("squares: " + squares);
            items.forEach((pid, count) -> System.out.println("worker " + pid + " did " + count + " items"));
            System.out.println("this program is " + ProcessHandle.current().pid() + ", and did none");
        }
    }
}
