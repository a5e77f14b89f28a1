import dev.procpool.ChildProcess;
import dev.procpool.ProcessQueue;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** A pool by hand: one process produces, two consume, and the program waits until all items are done. */
public class ProducerConsumers {

    private static final int ITEMS = 6;

    public static void main(String[] args) throws Exception {
        try (ProcessQueue<Integer> tasks =
                        ProcessQueue.<Integer>builder().capacity(3).create();
                ProcessQueue<String> results = ProcessQueue.create()) {
            ChildProcess producer = ChildProcess.of(() -> {
                for (int i = 1; i <= ITEMS; i++) {
                    tasks.put(i); // waits while three items are in the queue
                }
                return null;
            });
            producer.start();
            List<ChildProcess> consumers = List.of(consumer(tasks, results), consumer(tasks, results));
            consumers.forEach(ChildProcess::start);

            producer.join(); // all items are in the queue, or further
            System.out.println("all items are done: " + tasks.join(Duration.ofSeconds(30)));

            List<String> lines = new ArrayList<>();
            results.drainTo(lines);
            lines.stream().sorted().forEach(System.out::println);
            for (ChildProcess consumer : consumers) {
                consumer.terminate(); // it waits for the next item, which never comes
                consumer.join();
            }
        }
    }

    private static ChildProcess consumer(ProcessQueue<Integer> tasks, ProcessQueue<String> results) {
        return ChildProcess.of(() -> {
            while (true) {
                int item = tasks.get();
                results.put(item + " squared is " + item * item);
                tasks.taskDone(); // only now the item counts as done
            }
        });
    }
}
