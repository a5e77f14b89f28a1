package dev.procpool;

import static org.assertj.core.api.Assertions.assertThat;

import dev.procpool.testing.Await;
import dev.procpool.testing.Leftovers;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * Several pools and callers at once, tasks that misbehave, and a thread that kills, stops, resizes and restarts at
 * random: every item has exactly one outcome, and one that can be; the number of workers is right; nothing is left.
 * Beside them a pool that is left in peace has a caller of each kind of call: each of them gets on in every second. The
 * workers that are killed also use an object of each class between processes, and this process uses it with them.
 *
 * <p>{@code -Dprocpool.soak.seconds} and {@code -Dprocpool.soak.seed} say how long it takes, and which decisions are
 * made; {@code scripts/soak} sets them.
 */
@ExtendWith(Leftovers.class)
class SoakIT {

    private static final int POOLS = 2;
    private static final int CALLERS = 4;
    private static final Duration LONG = Duration.ofSeconds(120);

    private final long seconds = Long.getLong("procpool.soak.seconds", 10);
    private final long seed = Long.getLong("procpool.soak.seed", System.nanoTime());
    private final SoakNotes notes = new SoakNotes();
    private final List<Pool> pools = new ArrayList<>();

    @TempDir
    Path directory;

    private interface Body {
        void run() throws Exception;
    }

    @Test
    @Timeout(value = 24, unit = TimeUnit.HOURS) // it bounds itself
    void nothingIsLostNothingHangsAndNobodyIsLeftBehind() throws Exception {
        System.out.println("soak: " + seconds + " s, seed " + seed);
        try (SoakBetween between =
                new SoakBetween(notes, directory.resolve("witness").toString(), seed)) {
            openPools();
            List<Thread> callers = startCallers(System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds));
            SoakClients clients = startClients();
            List<Thread> users = startUsers(between);
            SoakMonkey monkey = new SoakMonkey(notes, pools.subList(0, POOLS), new Random(seed - 1));
            Thread misbehaving = start("soak-monkey", monkey::misbehave);
            for (Thread caller : callers) {
                join(caller);
            }
            clients.stop();
            between.stop();
            monkey.stop();
            misbehaving.join();
            for (Thread user : users) {
                join(user);
            }
            between.check();
            if (notes.wrongs().isEmpty()) {
                for (Pool pool : pools.subList(0, POOLS)) {
                    assertThatItHasWorkers(pool, 2);
                }
            }
        } finally {
            for (Pool pool : pools) {
                pool.terminate();
                pool.close();
            }
            System.out.println("soak: " + notes.figures() + ", seed " + seed);
        }
        assertThat(notes.wrongs()).as("with seed " + seed).isEmpty();
        assertThat(notes.figure("items")).as("it did something").isPositive();
        Await.until(() -> Leftovers.threads().isEmpty());
        assertThat(Leftovers.threads()).isEmpty();
    }

    private void openPools() throws InterruptedException {
        for (int i = 0; i < POOLS; i++) {
            pools.add(Pool.builder()
                    .processes(2)
                    .maxTasksPerWorker(2000)
                    .restartPolicy(RestartPolicy.unlimited())
                    .output(WorkerOutput.discarding())
                    .open());
            assertThat(pools.get(i).awaitReady(LONG)).isTrue();
        }
    }

    private SoakClients startClients() throws InterruptedException {
        Pool calm =
                Pool.builder().processes(2).output(WorkerOutput.discarding()).open();
        pools.add(calm);
        assertThat(calm.awaitReady(LONG)).isTrue();
        SoakClients clients = new SoakClients(notes, calm);
        for (SoakClient client : SoakClient.values()) {
            start("soak-client-" + client, () -> clients.call(client));
        }
        start("soak-watch", clients::watch);
        return clients;
    }

    private List<Thread> startUsers(SoakBetween between) {
        List<Thread> users = new ArrayList<>();
        for (Pool pool : pools.subList(0, POOLS)) {
            users.add(start("soak-user", () -> between.useIn(pool)));
        }
        for (BetweenUser.Use use : between.ownUses()) {
            users.add(start("soak-own-use", () -> between.repeat(use)));
        }
        return users;
    }

    private List<Thread> startCallers(long end) {
        List<Thread> callers = new ArrayList<>();
        for (int i = 0; i < CALLERS; i++) {
            Random random = new Random(seed + i);
            SoakCaller caller = new SoakCaller(notes, random);
            callers.add(start("soak-caller-" + i, () -> {
                while (System.nanoTime() < end) {
                    caller.call(pools.get(random.nextInt(POOLS)));
                }
            }));
        }
        return callers;
    }

    private Thread start(String name, Body body) {
        Thread thread = new Thread(
                () -> {
                    try {
                        body.run();
                    } catch (Throwable e) {
                        StringWriter trace = new StringWriter();
                        e.printStackTrace(new PrintWriter(trace));
                        notes.wrong(name + ": " + trace);
                    }
                },
                name);
        thread.start();
        return thread;
    }

    /** Waits for a caller, within a bound; a caller that hangs is noted with its stack and the state of the pools. */
    private void join(Thread caller) throws InterruptedException {
        caller.join(Duration.ofSeconds(seconds).plus(LONG).toMillis());
        if (caller.isAlive()) {
            StringBuilder where = new StringBuilder();
            for (StackTraceElement frame : caller.getStackTrace()) {
                where.append("\n    ").append(frame);
            }
            List<String> states =
                    pools.stream().map(p -> p.stats() + " " + p.workers()).toList();
            notes.wrong(caller.getName() + " hangs; the pools: " + states + where);
        }
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
