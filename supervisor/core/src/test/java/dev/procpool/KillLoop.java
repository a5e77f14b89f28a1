package dev.procpool;

import static org.assertj.core.api.Assertions.assertThat;

import dev.procpool.task.Task;
import dev.procpool.task.TaskFunction;
import dev.procpool.testing.Pids;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/**
 * Processes that are killed at random: 100 kills or 20 seconds, or {@code -Dprocpool.kills=1000} for more, within the
 * time of {@code -Dprocpool.kills.seconds}. Most are workers that have items; others are added by {@link #child} and
 * {@link #home}.
 */
final class KillLoop {

    /** The time after which a thread that waits counts as frozen. */
    static final Duration FROZEN = Duration.ofSeconds(20);

    private static final int DEFAULT_KILLS = 100;
    private static final int DEFAULT_SECONDS = 20;
    private static final int LONG_SECONDS = Integer.getInteger("procpool.kills.seconds", 2000);
    private static final int WAKE_MILLIS = 50;

    /** One of this number of kills is of each process that is added. */
    private static final int RARE = 8;

    /** The work of a thread of the test, repeated until the loop is over. */
    interface Body {
        void run() throws Exception;
    }

    /** Kills a process; returns whether one was there. */
    interface Killing {
        boolean kill() throws Exception;
    }

    private final String name;
    private final long seed = Long.getLong("procpool.seed", System.nanoTime());
    private final Random random = new Random(seed);
    private final List<Killing> rare = new ArrayList<>();
    private final List<Body> atEnd = new ArrayList<>();
    private final AtomicBoolean over = new AtomicBoolean();
    private final AtomicLong items = new AtomicLong();
    private final AtomicLong lostHomes = new AtomicLong();
    private final AtomicLong longestNanos = new AtomicLong();
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

    long seed() {
        return seed;
    }

    /** Adds a way to kill something else than a worker. */
    void rarely(Killing killing) {
        rare.add(killing);
    }

    /** Adds child processes that are killed as they start, or in their task. */
    void child(Supplier<Task<?>> tasks) {
        rarely(() -> {
            try (ChildProcess child = ChildProcess.of(tasks.get())) {
                child.start();
                LockSupport.parkNanos(200_000_000 + random.nextInt(200_000_000));
                child.kill();
                child.join();
            }
            return true;
        });
    }

    /** Makes something in the only worker of a pool. */
    interface Maker<T> {
        T makeIn(Pool homes) throws Exception;
    }

    /** Adds the worker in which something was made; returns what was made last. */
    <T> Supplier<T> home(Pool homes, Maker<T> maker) throws Exception {
        AtomicReference<T> made = new AtomicReference<>(maker.makeIn(homes));
        rarely(() -> {
            pause();
            boolean killed = Pids.kill(homes.workers().get(0).pid());
            made.set(maker.makeIn(homes));
            return killed;
        });
        return made::get;
    }

    /** Adds steps that wake threads of the test that wait for others, while they are awaited. */
    void atEnd(Body steps) {
        atEnd.add(steps);
    }

    /** Repeats the bodies, each in a thread of its own, while processes are killed. */
    void run(Pool users, Body... bodies) throws Exception {
        Integer wanted = Integer.getInteger("procpool.kills");
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(wanted == null ? DEFAULT_SECONDS : LONG_SECONDS);
        List<Thread> threads = new ArrayList<>();
        for (Body body : bodies) {
            threads.add(start(body));
        }
        int kills = 0;
        while (kills < (wanted == null ? DEFAULT_KILLS : wanted) && System.nanoTime() < end && failure.get() == null) {
            kills += killOne(users) ? 1 : 0;
        }
        over.set(true);
        for (Thread thread : threads) {
            join(thread);
        }
        System.out.printf(
                "%s: seed %d, %d kills, %d items, %d items that lost a home, longest turn of a survivor %d ms%n",
                name, seed, kills, items.get(), lostHomes.get(), TimeUnit.NANOSECONDS.toMillis(longestNanos.get()));
        assertThat(kills).isPositive();
        assertNoFailure();
    }

    /**
     * Runs an item over and over, in workers that are killed and in this process: with something of this process, and
     * with something whose home may be killed.
     */
    <T> void run(Pool users, TaskFunction<T, ?> use, T here, Supplier<T> there) throws Exception {
        Body driving = () -> {
            item(users, use, here);
            item(users, use, there.get());
        };
        run(users, driving, driving, driving, () -> {
            here(() -> use.apply(here));
            here(() -> use.apply(there.get()));
        });
    }

    void assertNoFailure() {
        assertThat(failure.get()).as("seed %d", seed).isNull();
    }

    /** Awaits the end of a thread; wakes it again and again, as it may begin a last wait. */
    private void join(Thread thread) throws Exception {
        while (thread.isAlive()) {
            for (Body steps : atEnd) {
                steps.run();
            }
            thread.join(WAKE_MILLIS);
        }
    }

    /** Starts a thread of the test that repeats a body until the loop is over. */
    private Thread start(Body body) {
        return start(over::get, body);
    }

    /** The same for a thread that goes on after the loop. */
    Thread start(BooleanSupplier isOver, Body body) {
        Thread thread = new Thread(() -> {
            try {
                while (!isOver.getAsBoolean() && failure.get() == null) {
                    body.run();
                }
            } catch (Throwable e) {
                failure.compareAndSet(null, e);
            }
        });
        thread.start();
        return thread;
    }

    private void pause() {
        LockSupport.parkNanos(random.nextInt(50_000_000)); // anywhere in an item
    }

    private boolean killOne(Pool users) throws Exception {
        int choice = random.nextInt(RARE);
        return choice < rare.size() ? rare.get(choice).kill() : killWorker(users);
    }

    /** Kills one of several busy workers: where a system starts processes slowly, the others would have no time. */
    private boolean killWorker(Pool users) {
        pause();
        List<WorkerInfo> busy = users.workers().stream()
                .filter(w -> w.state() == WorkerInfo.State.BUSY)
                .toList();
        return busy.size() > 1
                && Pids.kill(busy.get(random.nextInt(busy.size())).pid());
    }

    /** Has a worker run an item, which may be killed but not be frozen; returns the result if it was not killed. */
    <T, R> Optional<R> item(Pool users, TaskFunction<T, R> function, T argument) throws Exception {
        return result(users.applyAsync(function, argument));
    }

    /** The same for an item without an argument. */
    <R> Optional<R> item(Pool users, Task<R> task) throws Exception {
        return result(users.applyAsync(task));
    }

    private <R> Optional<R> result(TaskFuture<R> item) throws Exception {
        try {
            R result = item.get(2 * FROZEN.toMillis(), TimeUnit.MILLISECONDS);
            items.incrementAndGet();
            return Optional.of(result);
        } catch (ExecutionException e) {
            if (isOfLostHome(e.getCause())) {
                homeIsLost();
            } else if (!(e.getCause() instanceof WorkerDiedException)) {
                throw e;
            }
            return Optional.empty();
        }
    }

    /** Waits for a moment: without that, items that fail at once take the processors from the home that starts. */
    private void homeIsLost() {
        lostHomes.incrementAndGet();
        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
    }

    private static boolean isOfLostHome(Throwable failed) {
        return failed instanceof HomeGoneException || failed instanceof ArgumentUnreadableException;
    }

    /** Uses something in this process, which is never killed; its home may be. */
    void here(Body use) throws Exception {
        long start = System.nanoTime();
        try {
            use.run();
        } catch (HomeGoneException e) {
            homeIsLost();
        }
        longestNanos.accumulateAndGet(System.nanoTime() - start, Math::max);
    }
}
