package dev.procpool;

import static org.assertj.core.api.Assertions.assertThat;

import dev.procpool.task.TaskFunction;
import dev.procpool.testing.Await;
import dev.procpool.testing.Leftovers;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Several pools and callers at once, tasks that misbehave, and somebody who kills, stops, resizes and restarts at random:
 * every item has exactly one outcome, and one that can be; the number of workers is right; nothing is left.
 *
 * <p>{@code -Dprocpool.soak.seconds} and {@code -Dprocpool.soak.seed} say how long, and which decisions are made; {@code
 * scripts/soak} sets them.
 */
@ExtendWith(Leftovers.class)
class SoakIT {

    private static final int POOLS = 2;
    private static final int CALLERS = 4;
    private static final int MOST_WORKERS = 3;
    private static final Duration TIMEOUT = Duration.ofMillis(800);
    private static final Duration LONG = Duration.ofSeconds(120);

    private final long seconds = Long.getLong("procpool.soak.seconds", 20);
    private final long seed = Long.getLong("procpool.soak.seed", System.nanoTime());
    private final Map<String, AtomicLong> figures = new ConcurrentHashMap<>();
    private final Queue<String> wrongs = new ConcurrentLinkedQueue<>();
    private volatile boolean over;

    private void count(String what) {
        figures.computeIfAbsent(what, key -> new AtomicLong()).incrementAndGet();
    }

    /** What an item does, as its number says. */
    private enum Kind {
        QUICK,
        SLOW,
        THROWS,
        EXITS,
        SPINS,
        LARGE;

        /** Most are quick, few are fatal. */
        static Kind of(int item) {
            int lot = Math.floorMod(item * 0x9E3779B9, 2000);
            if (lot < 3) {
                return EXITS;
            }
            if (lot < 5) {
                return SPINS;
            }
            if (lot < 40) {
                return THROWS;
            }
            return lot < 100 ? LARGE : lot < 140 ? SLOW : QUICK;
        }

        boolean mayFailWith(Throwable failure, Plan plan) {
            if (failure instanceof WorkerDiedException) {
                return true; // it may have been killed from outside
            }
            if (failure instanceof TaskTimeoutException) {
                return true; // or been stopped for longer than it may run
            }
            if (failure instanceof CancellationException) {
                return plan.cancels();
            }
            if (failure instanceof TaskExpiredException) {
                return plan.expires();
            }
            return this == THROWS && failure instanceof IllegalStateException;
        }
    }

    private static Object work(int item) throws InterruptedException {
        switch (Kind.of(item)) {
            case THROWS -> throw new IllegalStateException("item " + item);
            case EXITS -> Runtime.getRuntime().halt(3);
            case SPINS -> Misbehaviour.HANGS.happen();
            case SLOW -> Thread.sleep(Math.floorMod(item, 30));
            case LARGE -> {
                byte[] large = new byte[200_000];
                large[0] = (byte) item;
                return large;
            }
            default -> {
                // the square is all
            }
        }
        return item * item;
    }

    private static boolean isRight(int item, Object value) {
        return switch (Kind.of(item)) {
            case LARGE -> value instanceof byte[] large && large.length == 200_000 && large[0] == (byte) item;
            case THROWS, EXITS, SPINS -> false;
            default -> value.equals(item * item);
        };
    }

    /** How one call is made. */
    private record Plan(
            int items, int firstItem, TaskOptions options, boolean expires, boolean cancels, int cancelAfter) {

        static Plan of(Random random) {
            TaskOptions.Builder options = TaskOptions.builder().timeout(TIMEOUT);
            if (random.nextBoolean()) {
                options.chunkSize(1 + random.nextInt(50));
            }
            if (random.nextBoolean()) {
                options.retries(random.nextInt(3)).retryDelay(Duration.ofMillis(random.nextInt(20)));
            }
            if (random.nextBoolean()) {
                options.keepOrder();
            }
            if (random.nextInt(4) == 0) {
                options.commitPerItem();
            }
            boolean expires = random.nextInt(8) == 0;
            if (expires) {
                options.deadline(Instant.now().plusMillis(random.nextInt(1500)));
            }
            boolean cancels = random.nextInt(6) == 0;
            int items = 1 + random.nextInt(400);
            return new Plan(items, random.nextInt(1 << 20), options.build(), expires, cancels, random.nextInt(items));
        }
    }

    private void call(Pool pool, Random random) throws InterruptedException {
        Plan plan = Plan.of(random);
        count("calls");
        if (plan.items() < 20) {
            callOne(pool, plan);
            return;
        }
        List<Integer> input = new ArrayList<>();
        for (int i = 0; i < plan.items(); i++) {
            input.add(plan.firstItem() + i);
        }
        TaskFunction<Integer, Object> work = SoakIT::work;
        BitSet seen = new BitSet();
        int outcomes = 0;
        boolean awaited = random.nextBoolean();
        try (Results<Outcome<Object>> results = pool.with(plan.options()).outcomes(work, input)) {
            for (Outcome<Object> outcome : results) {
                int index = (int) outcome.index();
                if (seen.get(index)) {
                    wrongs.add("item " + index + " of " + plan + " has two outcomes");
                }
                seen.set(index);
                check(plan, plan.firstItem() + index, outcome.value(), outcome.failure());
                if (plan.cancels() && ++outcomes > plan.cancelAfter()) {
                    if (!awaited) {
                        count("streams left");
                        return;
                    }
                    results.cancelPending();
                }
            }
        }
        boolean all = seen.cardinality() == plan.items();
        if (!all && !plan.cancels()) {
            wrongs.add((plan.items() - seen.cardinality()) + " items of " + plan + " have no outcome");
        }
    }

    private void callOne(Pool pool, Plan plan) throws InterruptedException {
        int item = plan.firstItem();
        TaskFunction<Integer, Object> work = SoakIT::work;
        TaskFuture<Object> future = pool.with(plan.options()).applyAsync(work, item);
        if (plan.cancels()) {
            LockSupport.parkNanos(plan.cancelAfter() * 1_000_000L);
            future.cancel(plan.items() % 2 == 0);
        }
        try {
            check(plan, item, future.get(), null);
        } catch (CancellationException e) {
            check(plan, item, null, e);
        } catch (java.util.concurrent.ExecutionException e) {
            check(plan, item, null, e.getCause());
        }
    }

    private void check(Plan plan, int item, Object value, Throwable failure) {
        count("items");
        if (failure == null) {
            count("values");
            if (!isRight(item, value)) {
                wrongs.add("item " + item + " (" + Kind.of(item) + ") has the value " + value);
            }
        } else {
            count(failure.getClass().getSimpleName());
            if (!Kind.of(item).mayFailWith(failure, plan)) {
                wrongs.add("item " + item + " (" + Kind.of(item) + ") of " + plan + " failed with " + failure);
            }
        }
    }

    private void misbehave(List<Pool> pools, Random random) throws InterruptedException, IOException {
        while (!over) {
            Thread.sleep(20 + random.nextInt(200));
            Pool pool = pools.get(random.nextInt(pools.size()));
            List<WorkerInfo> workers = pool.workers();
            WorkerInfo victim = workers.get(random.nextInt(workers.size()));
            switch (random.nextInt(10)) {
                case 0, 1, 2 -> signal(victim, "KILL");
                case 3 -> signal(victim, "TERM");
                case 4, 5 -> {
                    signal(victim, "STOP");
                    Thread.sleep(random.nextInt(1200));
                    signal(victim, "CONT");
                }
                case 6, 7 -> {
                    pool.resize(1 + random.nextInt(MOST_WORKERS));
                    count("resizes");
                }
                case 8 -> {
                    try {
                        pool.restart(victim.id());
                        count("restarts");
                    } catch (IllegalArgumentException e) {
                        count("restarts of workers that had left");
                    }
                }
                default -> {
                    pool.restartAll();
                    count("restarts of all");
                }
            }
        }
    }

    private void signal(WorkerInfo victim, String name) throws IOException, InterruptedException {
        if (victim.pid() != 0) {
            new ProcessBuilder("kill", "-" + name, Long.toString(victim.pid()))
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start()
                    .waitFor();
            count("SIG" + name);
        }
    }

    private Thread start(String name, Body body) {
        Thread thread = new Thread(
                () -> {
                    try {
                        body.run();
                    } catch (Throwable e) {
                        java.io.StringWriter trace = new java.io.StringWriter();
                        e.printStackTrace(new java.io.PrintWriter(trace));
                        wrongs.add(name + ": " + trace);
                    }
                },
                name);
        thread.start();
        return thread;
    }

    private interface Body {
        void run() throws Exception;
    }

    @Test
    @Timeout(value = 24, unit = TimeUnit.HOURS) // it bounds itself
    void nothingIsLostNothingHangsAndNobodyIsLeftBehind() throws Exception {
        System.out.println("soak: " + seconds + " s, seed " + seed);
        long end = System.nanoTime() + Duration.ofSeconds(seconds).toNanos();
        List<Pool> pools = new ArrayList<>();
        List<Thread> callers = new ArrayList<>();
        try {
            for (int i = 0; i < POOLS; i++) {
                Pool pool = Pool.builder()
                        .processes(2)
                        .maxTasksPerWorker(2000)
                        .restartPolicy(RestartPolicy.unlimited())
                        .output(WorkerOutput.discarding())
                        .open();
                pools.add(pool);
                assertThat(pool.awaitReady(LONG)).isTrue();
            }
            for (int i = 0; i < CALLERS; i++) {
                Random random = new Random(seed + i);
                callers.add(start("soak-caller-" + i, () -> {
                    while (System.nanoTime() < end) {
                        call(pools.get(random.nextInt(POOLS)), random);
                    }
                }));
            }
            Random random = new Random(seed - 1);
            Thread monkey = start("soak-monkey", () -> misbehave(pools, random));
            for (Thread caller : callers) {
                caller.join(Duration.ofSeconds(seconds).plus(LONG).toMillis());
                if (caller.isAlive()) {
                    StringBuilder where = new StringBuilder();
                    for (StackTraceElement frame : caller.getStackTrace()) {
                        where.append("\n    ").append(frame);
                    }
                    wrongs.add(caller.getName() + " hangs; the pools: "
                            + pools.stream()
                                    .map(p -> p.stats() + " " + p.workers())
                                    .toList() + where);
                }
            }
            over = true;
            monkey.join();
            if (wrongs.isEmpty()) {
                for (Pool pool : pools) {
                    assertThatItHasWorkers(pool, 2);
                }
            }
        } finally {
            for (Pool pool : pools) {
                pool.terminate();
                pool.close();
            }
            System.out.println("soak: " + new TreeMap<>(figures) + ", seed " + seed);
        }
        assertThat(wrongs).as("with seed " + seed).isEmpty();
        assertThat(figures.get("items").get()).as("it did something").isPositive();
        Await.until(() -> Leftovers.threads().isEmpty());
        assertThat(Leftovers.threads()).isEmpty();
    }

    private static void assertThatItHasWorkers(Pool pool, int number) throws InterruptedException {
        pool.resize(number);
        Await.until(() -> pool.workers().size() == number
                && pool.workers().stream().allMatch(w -> w.state() == WorkerInfo.State.IDLE));
        assertThat(pool.workers()).hasSize(number);
        assertThat(pool.workers()).allMatch(w -> w.state() == WorkerInfo.State.IDLE);
        assertThat(pool.stats().running()).isZero();
        assertThat(pool.stats().pending()).isZero();
        assertThat(pool.apply((Integer x) -> x * x, 5)).isEqualTo(25);
    }
}
