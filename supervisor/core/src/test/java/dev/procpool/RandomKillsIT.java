package dev.procpool;

import static org.assertj.core.api.Assertions.assertThat;

import dev.procpool.task.TaskFunction;
import dev.procpool.testing.Leftovers;
import dev.procpool.testing.Pids;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Workers that are killed at random under load. */
@ExtendWith(Leftovers.class)
class RandomKillsIT {

    private static final Duration LONG = Duration.ofSeconds(60);
    private static final int ITEMS = 400;
    private static final int KIB = 1 << 10;
    private static final int MIB = 1 << 20;
    private static final TaskFunction<byte[], byte[]> ECHO = bytes -> bytes;

    private final long seed = Long.getLong("procpool.seed", System.nanoTime());
    private final Random random = new Random(seed);

    /** 50 kills; {@code -Dprocpool.kills=1000} for more. */
    @Test
    @Timeout(value = 10, unit = TimeUnit.MINUTES)
    void randomKillsUnderLoadLoseNothing() throws Exception {
        int kills = Integer.getInteger("procpool.kills", 50);
        System.out.println("randomKillsUnderLoadLoseNothing: seed " + seed);
        try (Pool pool =
                Pool.builder().processes(3).output(WorkerOutput.discarding()).open()) {
            pool.awaitReady(LONG);
            int done = 0;
            while (done < kills) {
                done += killWhileItemsRun(pool, kills - done);
            }
            assertThat(pool.awaitReady(LONG)).isTrue();
            assertThat(pool.workers()).hasSize(3);
        }
    }

    /** Runs all items once and kills workers meanwhile, {@code most} at most; returns the number of kills. */
    private int killWhileItemsRun(Pool pool, int most) {
        int done = 0;
        List<Outcome<Integer>> outcomes = new ArrayList<>();
        try (Results<Outcome<Integer>> results =
                pool.outcomes(RandomKillsIT::squareAfterSomeMicros, SayWhen.range(ITEMS))) {
            for (Outcome<Integer> outcome : results) {
                outcomes.add(outcome);
                if (random.nextInt(80) == 0 && done < most) {
                    done += killOne(pool, random);
                }
            }
        }
        assertThat(outcomes.stream().map(Outcome::index).sorted())
                .as("seed %d", seed)
                .isEqualTo(IntStream.range(0, ITEMS).mapToObj(i -> (long) i).toList());
        assertThat(outcomes).as("seed %d", seed).allMatch(RandomKillsIT::isRight);
        return done;
    }

    private static int squareAfterSomeMicros(int x) {
        long end = System.nanoTime() + (x % 10) * 200_000L;
        while (System.nanoTime() < end) {
            Thread.onSpinWait();
        }
        return x * x;
    }

    private static boolean isRight(Outcome<Integer> o) {
        return o.isSuccess()
                ? o.value() == o.index() * o.index()
                : o.failure() instanceof WorkerDiedException died
                        && died.signal().equals(Optional.of("SIGKILL"));
    }

    private static int killOne(Pool pool, Random random) {
        List<WorkerInfo> ready = pool.workers().stream()
                .filter(w -> w.state() == WorkerInfo.State.BUSY)
                .toList();
        if (ready.isEmpty()) {
            return 0;
        }
        long pid = ready.get(random.nextInt(ready.size())).pid();
        return Pids.kill(pid) ? 1 : 0;
    }

    private static byte[] random(int seed, int length) {
        byte[] bytes = new byte[length];
        new Random(seed).nextBytes(bytes);
        return bytes;
    }

    /** The first four bytes of an item are its number, and its seed. */
    private static byte[] numbered(int number) {
        byte[] bytes = random(number, 4 + new Random(number).nextInt(number % 5 == 0 ? 5 * MIB : 200 * KIB));
        for (int i = 0; i < 4; i++) {
            bytes[i] = (byte) (number >>> 8 * i);
        }
        return bytes;
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 8})
    @Timeout(120)
    void workersThatAreKilledAtAnyPointLoseNoItemAndNoByte(int chunkSize) throws Exception {
        AtomicBoolean over = new AtomicBoolean();
        try (Pool pool = Pool.builder()
                .processes(2)
                .restartPolicy(RestartPolicy.unlimited())
                .output(WorkerOutput.discarding())
                .open()) {
            Thread killer = new Thread(() -> killAtRandom(pool, over));
            killer.start();
            TaskOptions options =
                    TaskOptions.builder().chunkSize(chunkSize).buffer(50).build();
            Iterable<byte[]> items = () ->
                    IntStream.range(0, ITEMS).mapToObj(RandomKillsIT::numbered).iterator();
            try (Results<Outcome<byte[]>> outcomes = pool.with(options).outcomes(ECHO, items)) {
                assertThat(failedOf(outcomes)).as("items that died").isLessThan(ITEMS / 4);
            } finally {
                over.set(true);
                killer.join();
            }
            assertThat(pool.stats().deaths()).as("of workers").isGreaterThan(3);
        }
    }

    /** Looks at the outcome of each item; returns how many items failed. */
    private static int failedOf(Results<Outcome<byte[]>> outcomes) {
        int failed = 0;
        BitSet seen = new BitSet();
        for (Outcome<byte[]> outcome : outcomes) {
            int number = (int) outcome.index();
            assertThat(seen.get(number)).as("a second outcome of %d", number).isFalse();
            seen.set(number);
            if (outcome.isSuccess()) {
                assertThat(Arrays.equals(outcome.value(), numbered(number)))
                        .as("item %d", number)
                        .isTrue();
            } else {
                assertThat(outcome.failure()).isInstanceOf(WorkerDiedException.class);
                failed++;
            }
        }
        assertThat(seen.cardinality()).isEqualTo(ITEMS);
        return failed;
    }

    @Test
    @Timeout(120)
    void workersThatStandStillInTheMiddleOfAPayloadLoseNoByte() throws Exception {
        List<byte[]> sent =
                IntStream.range(0, 60).mapToObj(i -> random(i, 3 * MIB + i)).toList();
        AtomicBoolean over = new AtomicBoolean();
        try (Pool pool = Pool.open(2)) {
            assertThat(pool.awaitReady(Duration.ofMinutes(1))).isTrue(); // a worker without a process has the pid 0
            Thread holder = new Thread(() -> {
                Random random = new Random();
                while (!over.get()) {
                    long pid = pool.workers().get(random.nextInt(2)).pid();
                    LockSupport.parkNanos(random.nextInt(8_000_000)); // anywhere in a payload
                    Pids.signal("STOP", pid);
                    LockSupport.parkNanos(20_000_000);
                    Pids.signal("CONT", pid);
                }
            });
            holder.start();
            try {
                for (int round = 0; round < 3; round++) {
                    List<byte[]> got = pool.map(ECHO, sent);
                    for (int i = 0; i < sent.size(); i++) {
                        assertThat(Arrays.equals(got.get(i), sent.get(i)))
                                .as("item %d", i)
                                .isTrue();
                    }
                }
            } finally {
                over.set(true);
                holder.join();
            }
            assertThat(pool.stats().deaths()).isZero();
        }
    }

    private static void killAtRandom(Pool pool, AtomicBoolean over) {
        Random random = new Random();
        Map<Long, Integer> diesAfter = new HashMap<>();
        while (!over.get()) {
            for (WorkerInfo worker : pool.workers()) {
                int items = diesAfter.computeIfAbsent(worker.pid(), pid -> 1 + random.nextInt(60));
                if (worker.itemsDone() >= items) {
                    LockSupport.parkNanos(random.nextInt(2_000_000)); // anywhere in an item
                    Pids.kill(worker.pid());
                    diesAfter.put(worker.pid(), Integer.MAX_VALUE);
                }
            }
            Thread.yield();
        }
    }
}
