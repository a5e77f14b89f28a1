package dev.procpool;

import static org.assertj.core.api.Assertions.assertThat;

import dev.procpool.task.TaskFunction;
import dev.procpool.testing.Leftovers;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ThreadFactory;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Callers in virtual threads where the JDK has them, in ordinary threads where it has not. */
@ExtendWith(Leftovers.class)
@Tag("jdk")
class VirtualThreadIT {

    private static final int CALLERS = 200;
    private static final TaskFunction<Integer, Integer> SQUARE = x -> x * x;

    private static ThreadFactory virtualThreads() throws ReflectiveOperationException {
        if (Runtime.version().feature() < 21) {
            return Thread::new;
        }
        Object builder = Thread.class.getMethod("ofVirtual").invoke(null);
        return (ThreadFactory)
                Class.forName("java.lang.Thread$Builder").getMethod("factory").invoke(builder);
    }

    @Test
    void manyVirtualThreadsShareAPool() throws Exception {
        Queue<Integer> right = new ConcurrentLinkedQueue<>();
        List<Thread> callers = new ArrayList<>();
        try (Pool pool = Pool.open(2)) {
            ThreadFactory factory = virtualThreads();
            for (int i = 0; i < CALLERS; i++) {
                int x = i;
                callers.add(factory.newThread(() -> call(pool, x, right)));
            }
            callers.forEach(Thread::start);
            for (Thread caller : callers) {
                caller.join();
            }
        }
        assertThat(right).hasSize(CALLERS).doesNotHaveDuplicates();
    }

    private static void call(Pool pool, int x, Queue<Integer> right) {
        try {
            if (pool.apply(SQUARE, x) == x * x && pool.applyAsync(SQUARE, -x).get() == x * x) {
                right.add(x);
            }
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void virtualThreadsTakeTheResultsOfStreams() throws Exception {
        int items = 3_000;
        Queue<Integer> taken = new ConcurrentLinkedQueue<>();
        List<Thread> consumers = new ArrayList<>();
        try (Pool pool = Pool.open(2)) {
            ThreadFactory factory = virtualThreads();
            for (int i = 0; i < CALLERS / 10; i++) {
                consumers.add(factory.newThread(() -> taken.add(takeAll(pool, items))));
            }
            consumers.forEach(Thread::start);
            for (Thread consumer : consumers) {
                consumer.join();
            }
        }
        assertThat(taken).hasSize(CALLERS / 10).containsOnly(items);
    }

    /** The number of results that come in their order. */
    private static int takeAll(Pool pool, int items) {
        int next = 0;
        try (Results<Integer> results = pool.imap(SQUARE, SayWhen.range(items))) {
            for (int result : results) {
                next += result == next * next ? 1 : 0;
            }
        }
        return next;
    }
}
