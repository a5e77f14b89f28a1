package dev.procpool;

import static org.assertj.core.api.Assertions.assertThat;

import dev.procpool.testing.Leftovers;
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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** Processes that are killed at random while they set an event, clear it and wait for it. */
@ExtendWith(Leftovers.class)
class EventKillsIT {

    private static final int WORKERS = 3;
    private static final Duration FROZEN = Duration.ofSeconds(20);

    private final long seed = Long.getLong("procpool.seed", System.nanoTime());
    private final Random random = new Random(seed);
    private final AtomicBoolean over = new AtomicBoolean();
    private final AtomicLong waits = new AtomicLong();
    private final AtomicReference<Throwable> failure = new AtomicReference<>();

    private interface Body {
        void run() throws Exception;
    }

    /** 100 kills, or 10 seconds; {@code -Dprocpool.kills=1000} for more without a limit of time. */
    @Test
    @Timeout(value = 20, unit = TimeUnit.MINUTES)
    void processesThatAreKilledAtAnyPointFreezeNoThreadThatWaits() throws Exception {
        int kills = Integer.getInteger("procpool.kills", 100);
        long end =
                System.nanoTime() + TimeUnit.SECONDS.toNanos(Integer.getInteger("procpool.kills") == null ? 10 : 1200);
        int done = 0;
        try (ProcessEvent ping = ProcessEvent.create();
                ProcessEvent pong = ProcessEvent.create();
                Pool users = Pool.builder()
                        .processes(WORKERS)
                        .restartPolicy(RestartPolicy.unlimited())
                        .output(WorkerOutput.discarding())
                        .open()) {
            List<Thread> threads = new ArrayList<>();
            for (int i = 0; i < WORKERS; i++) {
                threads.add(start(() -> drive(users, ping, pong)));
            }
            threads.add(start(() -> pulse(ping, pong)));
            threads.add(start(() -> waitAgainAndAgain(ping)));
            threads.add(start(() -> waitAgainAndAgain(pong)));
            while (done < kills && System.nanoTime() < end && failure.get() == null) {
                LockSupport.parkNanos(random.nextInt(50_000_000)); // anywhere in an item
                done += kill(users);
            }
            over.set(true);
            for (Thread thread : threads) {
                thread.join();
            }
            System.out.printf("EventKillsIT: seed %d, %d kills, %d waits%n", seed, done, waits.get());
            assertThat(failure.get()).as("seed %d", seed).isNull();
            assertThat(done).isPositive();
            assertThat(waits.get()).isPositive();
        }
    }

    private Thread start(Body body) {
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

    private void drive(Pool users, ProcessEvent ping, ProcessEvent pong) throws Exception {
        while (!over.get()) {
            TaskFuture<Integer> item = users.applyAsync(n -> hammer(ping, pong, n), 20);
            try {
                item.get(FROZEN.toMillis(), TimeUnit.MILLISECONDS);
            } catch (ExecutionException e) {
                if (!(e.getCause() instanceof WorkerDiedException)) {
                    throw e;
                }
            }
        }
    }

    private static int hammer(ProcessEvent ping, ProcessEvent pong, int millis) throws InterruptedException {
        long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
        int seen = 0;
        while (System.nanoTime() < end) {
            ping.set();
            ping.clear();
            seen += pong.await(Duration.ofMillis(1)) ? 1 : 0;
        }
        return seen;
    }

    /** Sets both events, so that a thread that waits goes on, whatever the workers do. */
    private void pulse(ProcessEvent ping, ProcessEvent pong) {
        do {
            for (ProcessEvent event : List.of(ping, pong)) {
                event.set();
                event.clear();
            }
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(1));
        } while (!over.get());
        ping.set();
        pong.set();
    }

    private void waitAgainAndAgain(ProcessEvent event) throws InterruptedException {
        while (!over.get()) {
            if (!event.await(FROZEN)) {
                throw new IllegalStateException("frozen");
            }
            waits.incrementAndGet();
        }
    }

    private int kill(Pool pool) {
        List<WorkerInfo> ready = pool.workers().stream()
                .filter(w -> w.state() == WorkerInfo.State.BUSY || w.state() == WorkerInfo.State.IDLE)
                .toList();
        return !ready.isEmpty()
                        && Pids.kill(ready.get(random.nextInt(ready.size())).pid())
                ? 1
                : 0;
    }
}
