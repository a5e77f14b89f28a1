package demos;

import dev.procpool.Manager;
import dev.procpool.Outcome;
import dev.procpool.Pool;
import dev.procpool.ProcessQueue;
import dev.procpool.Results;
import dev.procpool.SharedMemory;
import java.nio.LongBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.IntStream;

/** Each worker notes its process id in five places. Four of them bring it back here; a static list does not. */
public class QueueOfPids {

    /** One list in each process: the workers add to theirs. */
    private static final List<Long> STATIC_LIST = Collections.synchronizedList(new ArrayList<>());

    public static void main(String[] args) throws Exception {
        Notes notes = notes(4, 100);
        System.out.println("static list:   " + notes.staticList().size() + " items");
        System.out.println("queue:         " + notes.queue().size() + " items, of " + new TreeSet<>(notes.queue()));
        System.out.println("manager list:  " + notes.list().size() + " items, of " + new TreeSet<>(notes.list()));
        System.out.println("shared memory: " + notes.memory().size() + " items, of " + new TreeSet<>(notes.memory()));
        System.out.println(
                "outcomes:      " + notes.outcomes().size() + " items, of " + new TreeSet<>(notes.outcomes()));
    }

    /** The process ids that this program has found afterwards, one for each item. */
    public record Notes(
            List<Long> staticList, List<Long> queue, List<Long> list, List<Long> memory, List<Long> outcomes) {}

    /** Has each item noted by the worker that gets it. */
    public static Notes notes(int workers, int items) throws Exception {
        STATIC_LIST.clear();
        try (ProcessQueue<Long> queue = ProcessQueue.create();
                Manager manager = Manager.start();
                SharedMemory memory = SharedMemory.create((long) items * Long.BYTES);
                Pool pool = Pool.open(workers)) {
            List<Long> list = manager.list();
            List<Long> outcomes = new ArrayList<>();
            pool.awaitReady(Duration.ofMinutes(1));
            List<Integer> numbers = IntStream.range(0, items).boxed().toList();
            try (Results<Outcome<Long>> results = pool.outcomes(item -> note(item, queue, list, memory), numbers)) {
                results.forEach(outcome -> outcomes.add(outcome.pid()));
            }
            List<Long> fromQueue = new ArrayList<>();
            queue.drainTo(fromQueue);
            return new Notes(List.copyOf(STATIC_LIST), fromQueue, List.copyOf(list), longsOf(memory), outcomes);
        }
    }

    /** Runs in a worker. The pause keeps one worker from taking all items before the others have woken up. */
    private static long note(int item, ProcessQueue<Long> queue, List<Long> list, SharedMemory memory)
            throws InterruptedException {
        long pid = ProcessHandle.current().pid();
        STATIC_LIST.add(pid);
        queue.put(pid);
        list.add(pid);
        memory.buffer().putLong(item * Long.BYTES, pid);
        Thread.sleep(5);
        return pid;
    }

    private static List<Long> longsOf(SharedMemory memory) {
        LongBuffer longs = memory.buffer().asLongBuffer();
        List<Long> values = new ArrayList<>();
        while (longs.hasRemaining()) {
            values.add(longs.get());
        }
        return values;
    }
}
