package dev.procpool;

import static org.assertj.core.api.Assertions.assertThat;

import dev.procpool.testing.Await;
import dev.procpool.testing.Leftovers;
import dev.procpool.testing.Pids;
import java.io.Serializable;
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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** Processes that are killed at random while they take, hold and give back permits of bounded semaphores. */
@ExtendWith(Leftovers.class)
class SemaphoreKillsIT {

    private static final int WORKERS = 3;
    private static final int PERMITS = 2;
    private static final Duration FROZEN = Duration.ofSeconds(20);

    private final long seed = Long.getLong("procpool.seed", System.nanoTime());
    private final Random random = new Random(seed);
    private final AtomicBoolean over = new AtomicBoolean();
    private final AtomicLong items = new AtomicLong();
    private final AtomicLong lostHomes = new AtomicLong();
    private final AtomicReference<Throwable> failure = new AtomicReference<>();

    /** A semaphore with two permits, and the seats of their holders. */
    private record Guarded(ProcessSemaphore semaphore, Seats seats) implements Serializable {

        static Guarded create() {
            return new Guarded(ProcessSemaphore.bounded(PERMITS), Seats.create());
        }
    }

    /** 100 kills, or 20 seconds; {@code -Dprocpool.kills=1000} for more without a limit of time. */
    @Test
    @Timeout(value = 20, unit = TimeUnit.MINUTES)
    void processesThatAreKilledAtAnyPointLoseNoPermitAndFreezeNoOther() throws Exception {
        int kills = Integer.getInteger("procpool.kills", 100);
        long end =
                System.nanoTime() + TimeUnit.SECONDS.toNanos(Integer.getInteger("procpool.kills") == null ? 20 : 1200);
        int done = 0;
        Guarded here = Guarded.create();
        try (ProcessSemaphore semaphore = here.semaphore();
                SharedArray.OfLong seats = here.seats().seats();
                Pool users = pool(WORKERS);
                Pool homes = pool(1)) {
            AtomicReference<Guarded> there = new AtomicReference<>(made(homes));
            List<Thread> drivers = new ArrayList<>();
            for (int i = 0; i < WORKERS; i++) {
                drivers.add(start(() -> drive(users, here, there)));
            }
            drivers.add(start(() -> hammerHere(here, there)));
            while (done < kills && System.nanoTime() < end && failure.get() == null) {
                done += killOne(users, homes, here, there);
            }
            over.set(true);
            for (Thread driver : drivers) {
                driver.join();
            }
            System.out.printf(
                    "SemaphoreKillsIT: seed %d, %d kills, %d items, %d items that lost a home%n",
                    seed, done, items.get(), lostHomes.get());
            assertThat(failure.get()).as("seed %d", seed).isNull();
            assertThat(done).isPositive();
            assertThat(here.seats().violations()).as("seed %d", seed).isZero();
            users.terminate();
            Await.until(() -> semaphore.availablePermits() == PERMITS);
            assertThat(semaphore.availablePermits()).as("seed %d", seed).isEqualTo(PERMITS);
            assertThat(seats.length()).isPositive();
        }
    }

    private int killOne(Pool users, Pool homes, Guarded here, AtomicReference<Guarded> there) throws Exception {
        switch (random.nextInt(8)) {
            case 0 -> {
                return killAChild(here);
            }
            case 1 -> {
                int killed = kill(homes);
                there.set(made(homes));
                return killed;
            }
            default -> {
                return kill(users);
            }
        }
    }

    private static Pool pool(int processes) {
        return Pool.builder()
                .processes(processes)
                .restartPolicy(RestartPolicy.unlimited())
                .output(WorkerOutput.discarding())
                .open();
    }

    private static Guarded made(Pool homes) throws Exception {
        return homes.apply(() -> Guarded.create());
    }

    private Thread start(Runnable body) {
        Thread thread = new Thread(() -> {
            try {
                body.run();
            } catch (Throwable e) {
                failure.compareAndSet(null, e);
            }
        });
        thread.start();
        return thread;
    }

    /** Has a worker use a lock for some milliseconds, again and again. */
    private void drive(Pool users, Guarded here, AtomicReference<Guarded> there) {
        for (int i = 0; !over.get(); i++) {
            Guarded guarded = i % 2 == 0 ? here : there.get();
            TaskFuture<Integer> item = users.applyAsync(g -> hammer(g, 20), guarded);
            try {
                item.get(FROZEN.toMillis(), TimeUnit.MILLISECONDS);
                items.incrementAndGet();
            } catch (ExecutionException e) {
                expect(e.getCause());
            } catch (Exception e) {
                throw new IllegalStateException("a worker is frozen", e);
            }
        }
    }

    private void expect(Throwable failed) {
        if (failed instanceof HomeGoneException) {
            lostHomes.incrementAndGet();
        } else if (!(failed instanceof WorkerDiedException)) {
            throw new IllegalStateException(failed);
        }
    }

    private void hammerHere(Guarded here, AtomicReference<Guarded> there) {
        for (int i = 0; !over.get(); i++) {
            try {
                hammer(i % 2 == 0 ? here : there.get(), 20);
                items.incrementAndGet();
            } catch (HomeGoneException e) {
                lostHomes.incrementAndGet();
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        }
    }

    /** Takes permits and gives them back for some time. */
    private static int hammer(Guarded guarded, int millis) throws Exception {
        long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
        int times = 0;
        while (System.nanoTime() < end) {
            if (!guarded.semaphore().tryAcquire(FROZEN)) {
                throw new IllegalStateException("frozen");
            }
            guarded.seats().sit();
            guarded.semaphore().release();
            times++;
        }
        return times;
    }

    private int kill(Pool pool) {
        LockSupport.parkNanos(random.nextInt(30_000_000)); // anywhere in an item
        List<WorkerInfo> ready = pool.workers().stream()
                .filter(w -> w.state() == WorkerInfo.State.BUSY || w.state() == WorkerInfo.State.IDLE)
                .toList();
        return !ready.isEmpty()
                        && Pids.kill(ready.get(random.nextInt(ready.size())).pid())
                ? 1
                : 0;
    }

    private int killAChild(Guarded here) throws Exception {
        try (ChildProcess child = ChildProcess.of(() -> hammer(here, 60_000))) {
            child.start();
            LockSupport.parkNanos(200_000_000 + random.nextInt(200_000_000)); // as it starts, or in its loop
            child.kill();
            child.join();
        }
        return 1;
    }
}
