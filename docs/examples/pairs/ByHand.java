import dev.procpool.ChildProcess;
import dev.procpool.ProcessQueue;
import java.util.ArrayList;
import java.util.List;

public class ByHand {

    public static void main(String[] args) throws InterruptedException {
        long start = System.nanoTime();
        try (ProcessQueue<Integer> results = ProcessQueue.create()) {
            List<ChildProcess> processes = new ArrayList<>();
            for (int x : List.of(1, 2, 3, 4)) {
                processes.add(ChildProcess.of(() -> {
                    Thread.sleep(1000);
                    results.put(10 * x);
                    return null;
                }));
            }
            processes.forEach(ChildProcess::start);
            for (int i = 0; i < processes.size(); i++) {
                System.out.println(results.get());
            }
            for (ChildProcess process : processes) {
                process.join();
            }
        }
        System.out.printf("total: %.3f s%n", (System.nanoTime() - start) / 1e9);
    }
}
