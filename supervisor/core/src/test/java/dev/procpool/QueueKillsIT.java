package dev.procpool;

import static org.assertj.core.api.Assertions.assertThat;

import dev.procpool.testing.Leftovers;
import dev.procpool.testing.Pids;
import java.io.Serializable;
import java.time.Duration;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** Processes that are killed at random while they put, get, lease and wait. */
@ExtendWith(Leftovers.class)
class QueueKillsIT {

    private static final int WORKERS = 3;
    private static final int EACH = 300;
    private static final Duration FROZEN = Duration.ofSeconds(20);
    private static final Duration MOMENT = Duration.ofMillis(20);

    private final long seed = Long.getLong("procpool.seed", System.nanoTime());
    private final Random random = new Random(seed);
    private final AtomicBoolean over = new AtomicBoolean();
    private final AtomicBoolean drained = new AtomicBoolean();
    private final AtomicInteger producers = new AtomicInteger();
    private final AtomicLong calls = new AtomicLong();
    private final AtomicLong lostHomes = new AtomicLong();
    private final AtomicReference<Throwable> failure = new AtomicReference<>();
    private final Set<Integer> complete = ConcurrentHashMap.newKeySet();
    private final Map<Integer, BitSet> seen = new ConcurrentHashMap<>();

    /** The item with a number, from 0, of one producer. */
    private record Entry(int producer, int number) implements Serializable {}

    /** Work that comes back after a death, and what became of it. */
    private record Flow(ProcessQueue<Entry> work, ProcessQueue<Entry> results) implements Serializable {

        static Flow create() {
            return new Flow(
                    ProcessQueue.<Entry>builder()
                            .capacity(50)
                            .onConsumerDeath(ProcessQueue.OnConsumerDeath.REDELIVER)
                            .create(),
                    ProcessQueue.create());
        }

        /** Puts the items of a producer. */
        int produce(int producer) throws InterruptedException {
            for (int i = 0; i < EACH; i++) {
                if (!work.offer(new Entry(producer, i), FROZEN)) {
                    throw new IllegalStateException("frozen");
                }
            }
            return EACH;
        }

        /** Does work for some time; the last item is given back. */
        int consume(int millis) throws InterruptedException {
            long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
            int done = 0;
            while (System.nanoTime() < end) {
                Optional<ProcessQueue.Lease<Entry>> next = work.lease(MOMENT);
                if (next.isPresent()) {
                    results.put(next.get().item());
                    next.get().done();
                    done++;
                }
            }
            work.lease(Duration.ZERO).ifPresent(ProcessQueue.Lease::close);
            return done;
        }
    }

    /** 100 kills, or 20 seconds; {@code -Dprocpool.kills=1000} for more without a limit of time. */
    @Test
    @Timeout(value = 20, unit = TimeUnit.MINUTES)
    void processesThatAreKilledAtAnyPointFreezeNoOtherAndLoseNothing() throws Exception {
        int kills = Integer.getInteger("procpool.kills", 100);
        long end =
                System.nanoTime() + TimeUnit.SECONDS.toNanos(Integer.getInteger("procpool.kills") == null ? 20 : 1200);
        int done = 0;
        Flow here = Flow.create();
        try (here.work;
                here.results;
                Pool users = pool(WORKERS);
                Pool homes = pool(1)) {
            AtomicReference<Flow> there = new AtomicReference<>(homes.apply(Flow::create));
            List<Thread> drivers = new ArrayList<>();
            for (int i = 0; i < WORKERS; i++) {
                drivers.add(start(() -> drive(users, here, there)));
            }
            List<Thread> drains = List.of(start(() -> drain(here)), start(() -> consume(here)));
            while (done < kills && System.nanoTime() < end && failure.get() == null) {
                done += killOne(users, homes, here, there);
            }
            over.set(true);
            join(drivers);
            boolean isDone = here.work.join(FROZEN);
            drained.set(true);
            join(drains);
            System.out.printf(
                    "QueueKillsIT: seed %d, %d kills, %d calls, %d producers, %d of them complete, %d lost homes%n",
                    seed, done, calls.get(), producers.get(), complete.size(), lostHomes.get());
            assertThat(failure.get()).as("seed %d", seed).isNull();
            assertThat(isDone).as("seed %d", seed).isTrue();
            assertThat(done).isPositive();
            assertThat(here.work.size()).isZero();
        }
        seen.forEach((producer, numbers) -> assertThat(numbers.cardinality())
                .as("seed %d, producer %d: a prefix", seed, producer)
                .isEqualTo(numbers.nextClearBit(0)));
        complete.forEach(producer -> assertThat(seen.get(producer).cardinality())
                .as("seed %d, producer %d: all", seed, producer)
                .isEqualTo(EACH));
    }

    private int killOne(Pool users, Pool homes, Flow here, AtomicReference<Flow> there) throws Exception {
        switch (random.nextInt(8)) {
            case 0 -> {
                return killAChild(here);
            }
            case 1 -> {
                int killed = kill(homes);
                there.set(homes.apply(Flow::create));
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

    private interface Body {
        void run() throws Exception;
    }

    private static void join(List<Thread> threads) throws InterruptedException {
        for (Thread thread : threads) {
            thread.join();
        }
    }

    /** Has a worker produce or consume for some milliseconds, again and again. */
    private void drive(Pool users, Flow here, AtomicReference<Flow> there) throws Exception {
        for (int i = 0; !over.get(); i++) {
            int producer = producers.incrementAndGet();
            if (i % 4 == 3) {
                call(users.applyAsync(flow -> flow.consume(10) + flow.results.size(), there.get()));
                call(users.applyAsync(flow -> flow.work.offer(new Entry(-1, 0), MOMENT) ? 1 : 0, there.get()));
            } else if (i % 2 == 0) {
                seen.computeIfAbsent(producer, p -> new BitSet());
                if (call(users.applyAsync(here::produce, producer))) {
                    complete.add(producer);
                }
            } else {
                call(users.applyAsync(flow -> flow.consume(30), here));
            }
        }
    }

    /** Whether the item succeeded; it may fail as its worker or a home has died. */
    private boolean call(TaskFuture<Integer> item) throws Exception {
        try {
            item.get(FROZEN.toMillis(), TimeUnit.MILLISECONDS);
            calls.incrementAndGet();
            return true;
        } catch (ExecutionException e) {
            if (e.getCause() instanceof HomeGoneException) {
                lostHomes.incrementAndGet();
            } else if (!(e.getCause() instanceof WorkerDiedException)) {
                throw e;
            }
            return false;
        }
    }

    private void consume(Flow here) throws InterruptedException {
        while (!drained.get()) {
            here.consume(20);
        }
    }

    /** Notes the results, of which an item that came back may have two. */
    private void drain(Flow here) throws InterruptedException {
        while (true) {
            boolean isLast = drained.get();
            Optional<Entry> next = here.results.poll(MOMENT);
            next.ifPresent(entry -> seen.get(entry.producer()).set(entry.number()));
            if (next.isEmpty() && isLast) {
                return;
            }
        }
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

    private int killAChild(Flow here) throws Exception {
        try (ChildProcess child = ChildProcess.of(() -> here.consume(60_000))) {
            child.start();
            LockSupport.parkNanos(200_000_000 + random.nextInt(200_000_000)); // as it starts, or in its loop
            child.kill();
            child.join();
        }
        return 1;
    }
}
