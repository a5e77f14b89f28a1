package dev.procpool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.procpool.testing.Await;
import dev.procpool.testing.Leftovers;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Many threads that put into one queue and get from it, give up, or are interrupted. */
@ExtendWith(Leftovers.class)
class QueueLoadIT {

    private static final Duration LONG = Duration.ofSeconds(30);

    private interface Body {
        void run() throws Exception;
    }

    private static List<Thread> start(ThreadFactory factory, int count, AtomicInteger failures, Body body) {
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            threads.add(factory.newThread(() -> {
                try {
                    body.run();
                } catch (Throwable e) {
                    e.printStackTrace();
                    failures.incrementAndGet();
                }
            }));
        }
        threads.forEach(Thread::start);
        return threads;
    }

    private static void join(List<Thread> threads) throws InterruptedException {
        for (Thread thread : threads) {
            thread.join();
        }
    }

    @Test
    void puttersAndGettersOfSeveralProcessesLoseNothingInASmallQueue() throws Exception {
        int each = 5_000;
        AtomicInteger failures = new AtomicInteger();
        AtomicLong sum = new AtomicLong();
        try (ProcessQueue<Integer> queue =
                        ProcessQueue.<Integer>builder().capacity(3).create();
                Pool pool = Pool.open(2)) {
            List<TaskFuture<Long>> others = new ArrayList<>();
            for (int i = 0; i < 2; i++) {
                others.add(pool.applyAsync(() -> {
                    long got = 0;
                    for (int n = 1; n <= each; n++) {
                        queue.put(n);
                        got += queue.get();
                    }
                    return got;
                }));
            }
            join(start(Thread::new, 4, failures, () -> {
                for (int n = 1; n <= each / 4; n++) {
                    queue.put(n);
                    sum.addAndGet(queue.get());
                }
            }));
            for (TaskFuture<Long> other : others) {
                sum.addAndGet(other.get());
            }
            long quarter = each / 4;
            assertThat(failures).hasValue(0);
            assertThat(queue.isEmpty()).isTrue();
            assertThat(sum.get()).isEqualTo(2L * each * (each + 1) / 2 + 4 * quarter * (quarter + 1) / 2);
        }
    }

    @Test
    void aHundredThreadsThatWaitUseNoProcessorTime() throws Exception {
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        AtomicInteger failures = new AtomicInteger();
        try (ProcessQueue<Integer> queue = ProcessQueue.create()) {
            queue.isEmpty();
            List<Thread> sleepers = start(Thread::new, 100, failures, queue::get);
            Await.orFail(() -> sleepers.stream().allMatch(t -> t.getState() == Thread.State.TIMED_WAITING));
            List<Thread> watched = new ArrayList<>(sleepers);
            Thread.getAllStackTraces().keySet().stream()
                    .filter(t -> t.getName().equals("procpool-lines"))
                    .forEach(watched::add);
            long before = cpuNanos(threads, watched);

            assertThat(queue.join(LONG)).isTrue();
            assertThat(queue.poll(Duration.ofSeconds(1))).isEmpty();

            assertThat(cpuNanos(threads, watched) - before).isLessThan(TimeUnit.MILLISECONDS.toNanos(10));
            for (int i = 0; i < 100; i++) {
                queue.put(i);
            }
            join(sleepers);
            assertThat(failures).hasValue(0);
            assertThat(queue.isEmpty()).isTrue();
        }
    }

    private static long cpuNanos(ThreadMXBean threads, List<Thread> of) {
        return of.stream().mapToLong(t -> threads.getThreadCpuTime(t.getId())).sum();
    }

    @Test
    void interruptsAndTimeoutsOfAMillisecondLoseNoItem() throws Exception {
        AtomicInteger failures = new AtomicInteger();
        AtomicInteger put = new AtomicInteger();
        AtomicInteger got = new AtomicInteger();
        AtomicBoolean over = new AtomicBoolean();
        try (ProcessQueue<Integer> queue =
                ProcessQueue.<Integer>builder().capacity(2).create()) {
            queue.isEmpty();
            List<Thread> threads = new ArrayList<>(start(Thread::new, 4, failures, () -> {
                while (!over.get()) {
                    put.addAndGet(attempt(() -> queue.offer(1, Duration.ofMillis(1))));
                }
            }));
            threads.addAll(start(Thread::new, 4, failures, () -> {
                while (!over.get()) {
                    got.addAndGet(attempt(() -> queue.poll(Duration.ofMillis(1)).isPresent()));
                }
            }));
            Random random = new Random();
            long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(2);
            while (System.nanoTime() < end) {
                threads.get(random.nextInt(threads.size())).interrupt();
                Thread.yield();
            }
            over.set(true);
            join(threads);
            assertThat(failures).hasValue(0);
            assertThat(got.get()).isPositive();
            assertThat(queue.size()).isEqualTo(put.get() - got.get());
            queue.drainTo(new ArrayList<>());
            assertThat(queue.offer(1, Duration.ZERO)).isTrue();
        }
    }

    private interface Attempt {
        boolean make() throws InterruptedException;
    }

    private static int attempt(Attempt attempt) {
        try {
            return attempt.make() ? 1 : 0;
        } catch (InterruptedException e) {
            return 0; // nothing was put or taken
        }
    }

    @Test
    void aThreadThatIsInterruptedBeforeItWaitsThrows() throws Exception {
        try (ProcessQueue<Integer> queue = ProcessQueue.create()) {
            Thread.currentThread().interrupt();
            assertThatThrownBy(queue::get).isInstanceOf(InterruptedException.class);
            assertThat(Thread.interrupted()).isFalse();
            Thread.currentThread().interrupt();
            assertThatThrownBy(() -> queue.put(1)).isInstanceOf(InterruptedException.class);
            assertThat(queue.isEmpty()).isTrue();
        }
    }

    @Test
    @Tag("jdk")
    void virtualThreadsWaitWithoutTheirCarriers() throws Exception {
        AtomicInteger failures = new AtomicInteger();
        try (ProcessQueue<Integer> queue = ProcessQueue.create()) {
            queue.isEmpty();
            List<Thread> sleepers = start(virtualThreads(), 200, failures, queue::get);
            Await.orFail(() -> sleepers.stream().allMatch(t -> t.getState() == Thread.State.TIMED_WAITING));
            AtomicBoolean ran = new AtomicBoolean();
            join(start(virtualThreads(), 1, failures, () -> ran.set(true)));
            assertThat(ran).isTrue();
            for (int i = 0; i < 200; i++) {
                queue.put(i);
            }
            join(sleepers);
            assertThat(failures).hasValue(0);
        }
    }

    private static ThreadFactory virtualThreads() throws ReflectiveOperationException {
        if (Runtime.version().feature() < 21) {
            return Thread::new;
        }
        Object builder = Thread.class.getMethod("ofVirtual").invoke(null);
        return (ThreadFactory)
                Class.forName("java.lang.Thread$Builder").getMethod("factory").invoke(builder);
    }
}
