package dev.procpool;

import static org.assertj.core.api.Assertions.assertThat;

import dev.procpool.testing.Leftovers;
import dev.procpool.testing.Pids;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BiConsumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Processes that are killed at random while they use an object of each class between processes, all at once. */
@ExtendWith(Leftovers.class)
class BetweenKillsIT {

    private static final int WORKERS = 3;
    private static final int ITEM_MILLIS = 30;
    private static final int LONG_MILLIS = 60_000;

    private final long seed = Long.getLong("procpool.seed", System.nanoTime());
    private final Random random = new Random(seed);
    private final AtomicBoolean over = new AtomicBoolean();
    private final AtomicLong users = new AtomicLong();
    private final AtomicLong items = new AtomicLong();
    private final AtomicLong lostHomes = new AtomicLong();
    private final AtomicReference<Throwable> failure = new AtomicReference<>();
    private final AtomicReference<BetweenObjects> there = new AtomicReference<>();

    @TempDir
    Path directory;

    private interface Round {
        void run() throws Exception;
    }

    /** 100 kills, or 20 seconds; {@code -Dprocpool.kills=1000} for more without a limit of time. */
    @Test
    @Timeout(value = 40, unit = TimeUnit.MINUTES)
    void aProcessThatIsKilledFreezesNobodyAndTakesNothingWithIt() throws Exception {
        boolean isLong = Integer.getInteger("procpool.kills") != null;
        int kills = Integer.getInteger("procpool.kills", 100);
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(isLong ? 2000 : 20);
        int done = 0;
        try (BetweenObjects here = BetweenObjects.create(file());
                Pool workers = pool(WORKERS);
                Pool homes = pool(1)) {
            BetweenKeeper keeper = new BetweenKeeper(here);
            there.set(made(homes));
            List<Thread> threads = start(here, keeper, workers);
            while (done < kills && System.nanoTime() < end && failure.get() == null) {
                done += killOne(workers, homes, here);
            }
            over.set(true);
            keeper.wake();
            for (Thread thread : threads) {
                thread.join();
            }
            System.out.printf(
                    "BetweenKillsIT: seed %d, %d kills, %d items, %d items that lost a home%n",
                    seed, done, items.get(), lostHomes.get());
            assertThat(failure.get()).as("seed %d", seed).isNull();
            assertThat(done).isPositive();
            keeper.assertNothingIsLost();
        }
    }

    private List<Thread> start(BetweenObjects here, BetweenKeeper keeper, Pool workers) {
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < WORKERS; i++) {
            threads.add(start(() -> {
                useInAWorker(workers, here, keeper.queues()::hasPut);
                useInAWorker(workers, there.get(), (user, puts) -> {});
            }));
        }
        threads.add(start(() -> {
            long user = users.incrementAndGet();
            keeper.queues().hasPut(user, BetweenUser.use(here, user, seed + user, ITEM_MILLIS));
            useThereFromHere();
        }));
        threads.add(start(keeper.queues()::takeNumber));
        threads.add(start(keeper.queues()::fill));
        threads.add(start(keeper::awaitEvent));
        threads.add(start(here.meetings()::hear));
        return threads;
    }

    /** Runs a round again and again until the test is over. */
    private Thread start(Round round) {
        Thread thread = new Thread(() -> {
            try {
                while (!over.get() && failure.get() == null) {
                    round.run();
                }
            } catch (Throwable e) {
                failure.compareAndSet(null, e);
            }
        });
        thread.start();
        return thread;
    }

    private void useInAWorker(Pool workers, BetweenObjects objects, BiConsumer<Long, Integer> hasPut) throws Exception {
        long user = users.incrementAndGet();
        long its = seed + user;
        TaskFuture<Integer> item = workers.applyAsync(o -> BetweenUser.use(o, user, its, ITEM_MILLIS), objects);
        try {
            int puts = item.get(2 * BetweenUser.FROZEN.toSeconds(), TimeUnit.SECONDS);
            items.incrementAndGet();
            hasPut.accept(user, puts);
        } catch (ExecutionException e) {
            expect(e.getCause());
        }
    }

    private void expect(Throwable failed) {
        if (failed instanceof HomeGoneException || failed instanceof ArgumentUnreadableException) {
            lostHomes.incrementAndGet();
        } else if (!(failed instanceof WorkerDiedException)) {
            throw new IllegalStateException(failed);
        }
    }

    private void useThereFromHere() throws Exception {
        try {
            BetweenUser.use(there.get(), users.incrementAndGet(), seed, ITEM_MILLIS);
        } catch (HomeGoneException e) {
            lostHomes.incrementAndGet();
        }
    }

    private int killOne(Pool workers, Pool homes, BetweenObjects here) throws Exception {
        switch (random.nextInt(8)) {
            case 0 -> {
                return killAChild(here);
            }
            case 1 -> {
                int killed = kill(homes, WorkerInfo.State.IDLE);
                there.set(made(homes));
                return killed;
            }
            default -> {
                return kill(workers, WorkerInfo.State.BUSY); // with an item, so it uses the objects
            }
        }
    }

    private String file() {
        return directory.resolve("w" + users.incrementAndGet()).toString();
    }

    private BetweenObjects made(Pool homes) throws InterruptedException {
        return homes.apply(BetweenObjects::create, file());
    }

    private static Pool pool(int processes) {
        return Pool.builder()
                .processes(processes)
                .restartPolicy(RestartPolicy.unlimited())
                .output(WorkerOutput.discarding())
                .open();
    }

    private int kill(Pool pool, WorkerInfo.State state) {
        LockSupport.parkNanos(random.nextInt(30_000_000)); // anywhere in an item
        List<WorkerInfo> ready =
                pool.workers().stream().filter(w -> w.state() == state).toList();
        return !ready.isEmpty()
                        && Pids.kill(ready.get(random.nextInt(ready.size())).pid())
                ? 1
                : 0;
    }

    private int killAChild(BetweenObjects here) throws Exception {
        long user = users.incrementAndGet();
        long its = seed + user;
        try (ChildProcess child = ChildProcess.of(() -> BetweenUser.use(here, user, its, LONG_MILLIS))) {
            child.start();
            LockSupport.parkNanos(200_000_000 + random.nextInt(200_000_000)); // as it starts, or in its loop
            child.kill();
            child.join();
        }
        return 1;
    }
}
