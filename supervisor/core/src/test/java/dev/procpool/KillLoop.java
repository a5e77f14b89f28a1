package dev.procpool;

import static org.assertj.core.api.Assertions.assertThat;

import dev.procpool.task.Task;
import dev.procpool.testing.Pids;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;

/**
 * Workers that are killed at random while they have items: 100 kills or 20 seconds, or {@code -Dprocpool.kills=1000}
 * for more without a limit of time.
 */
final class KillLoop {

    /** The time after which a thread that waits counts as frozen. */
    static final Duration FROZEN = Duration.ofSeconds(20);

    /** The work of a thread of the test, repeated until the loop is over. */
    interface Body {
        void run() throws Exception;
    }

    private final String name;
    private final long seed = Long.getLong("procpool.seed", System.nanoTime());
    private final Random random = new Random(seed);
    private final AtomicBoolean over = new AtomicBoolean();
    private final AtomicLong items = new AtomicLong();
    private final AtomicReference<Throwable> failure = new AtomicReference<>();

    KillLoop(String name) {
        this.name = name;
    }

    static Pool pool(int processes) {
        return Pool.builder()
                .processes(processes)
                .restartPolicy(RestartPolicy.unlimited())
                .output(WorkerOutput.discarding())
                .open();
    }

    /** Repeats the bodies, each in a thread of its own, while workers are killed. */
    void run(Pool users, Body... bodies) throws InterruptedException {
        Integer wanted = Integer.getInteger("procpool.kills");
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(wanted == null ? 20 : 1200);
        List<Thread> threads = new ArrayList<>();
        for (Body body : bodies) {
            threads.add(start(body));
        }
        int kills = 0;
        while (kills < (wanted == null ? 100 : wanted) && System.nanoTime() < end && failure.get() == null) {
            kills += killOne(users) ? 1 : 0;
        }
        over.set(true);
        for (Thread thread : threads) {
            thread.join();
        }
        System.out.printf("%s: seed %d, %d kills, %d items%n", name, seed, kills, items.get());
        assertThat(failure.get()).as("seed %d", seed).isNull();
        assertThat(kills).isPositive();
    }

    private Thread start(Body body) {
        Thread thread = new Thread(() -> {
            try {
                while (!over.get()) {
                    body.run();
                }
            } catch (Throwable e) {
                failure.compareAndSet(null, e);
            }
        });
        thread.start();
        return thread;
    }

    /** Kills one of several busy workers: where a system starts processes slowly, the others would have no time. */
    private boolean killOne(Pool users) {
        LockSupport.parkNanos(random.nextInt(50_000_000)); // anywhere in an item
        List<WorkerInfo> busy = users.workers().stream()
                .filter(w -> w.state() == WorkerInfo.State.BUSY)
                .toList();
        return busy.size() > 1
                && Pids.kill(busy.get(random.nextInt(busy.size())).pid());
    }

    /** Has a worker run an item, which may be killed but not be frozen. */
    void item(Pool users, Task<Integer> task) throws Exception {
        try {
            users.applyAsync(task).get(2 * FROZEN.toMillis(), TimeUnit.MILLISECONDS);
            items.incrementAndGet();
        } catch (ExecutionException e) {
            if (!(e.getCause() instanceof WorkerDiedException)) {
                throw e;
            }
        }
    }
}
