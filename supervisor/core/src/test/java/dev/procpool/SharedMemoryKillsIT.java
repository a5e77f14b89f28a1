package dev.procpool;

import static org.assertj.core.api.Assertions.assertThat;

import dev.procpool.testing.Await;
import dev.procpool.testing.Leftovers;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Processes that are killed at random while they create, attach to and unlink blocks of the same few names. */
@ExtendWith(Leftovers.class)
class SharedMemoryKillsIT {

    private static final int NAMES = 4;
    private static final int SIZE = 64 << 10;
    private static final int KEPT = 3;
    private static final int PROCESSES = 2;
    private static final Duration BOUND = Duration.ofSeconds(5);

    private final long seed = Long.getLong("procpool.seed", System.nanoTime());
    private final Random random = new Random(seed);
    private final String prefix = "test-" + UUID.randomUUID() + "-";

    @TempDir
    Path directory;

    /** 30 kills, or 20 seconds; {@code -Dprocpool.kills=500} for more without a limit of time. */
    @Test
    @Timeout(value = 20, unit = TimeUnit.MINUTES)
    void processesThatAreKilledAtAnyPointLeaveNoBlockAndDisturbNoOther() throws Exception {
        int kills = Integer.getInteger("procpool.kills", 30);
        long end =
                System.nanoTime() + TimeUnit.SECONDS.toNanos(Integer.getInteger("procpool.kills") == null ? 20 : 1200);
        AtomicBoolean over = new AtomicBoolean();
        Path failures = directory.resolve("failures");
        Thread here = new Thread(() -> use(prefix, seed, over::get, failures.toString()));
        here.start();
        List<Long> pids = new ArrayList<>();
        while (pids.size() < kills && System.nanoTime() < end && !Files.exists(failures)) {
            pids.addAll(killSome(failures.toString()));
        }
        over.set(true);
        here.join();

        System.out.printf("SharedMemoryKillsIT: seed %d, %d kills%n", seed, pids.size());
        assertThat(failures).as("seed %d", seed).doesNotExist();
        assertThat(pids).isNotEmpty();
        long bound = System.nanoTime() + BOUND.toNanos();
        for (long pid : pids) {
            Await.until(() -> blocksOf(pid).isEmpty() || System.nanoTime() > bound);
            assertThat(blocksOf(pid)).as("seed %d", seed).isEmpty();
        }
        SharedMemory.create(prefix, 1).close();
        for (long pid : pids) {
            assertThat(MemoryFiles.ofProcess(pid)).as("seed %d", seed).isEmpty();
        }
        assertThat(MemoryFiles.ofProcess(ProcessHandle.current().pid())).isEmpty();
    }

    private static List<String> blocksOf(long pid) {
        return MemoryFiles.ofProcess(pid).stream()
                .filter(file -> file.contains("@"))
                .toList();
    }

    /** Kills processes as they start, or in their loop; returns their pids. */
    private List<Long> killSome(String failures) throws Exception {
        String names = prefix;
        List<ChildProcess> children = new ArrayList<>();
        for (int i = 0; i < PROCESSES; i++) {
            long own = random.nextLong();
            ChildProcess child = ChildProcess.of(() -> use(names, own, () -> false, failures));
            child.start();
            children.add(child);
        }
        List<Long> pids = new ArrayList<>();
        LockSupport.parkNanos(200_000_000);
        for (ChildProcess child : children) {
            LockSupport.parkNanos(random.nextInt(500_000_000));
            pids.add(child.pid().orElseThrow());
            child.kill();
            child.join();
            child.close();
        }
        return pids;
    }

    /** Uses blocks until {@code over}; notes a failure in a file. */
    private static Void use(String names, long seed, BooleanSupplier over, String failures) {
        Random random = new Random(seed);
        Deque<SharedMemory> kept = new ArrayDeque<>();
        try {
            while (!over.getAsBoolean()) {
                step(names + random.nextInt(NAMES), random, kept);
            }
        } catch (Throwable e) {
            note(e, failures);
        } finally {
            kept.forEach(SharedMemory::close);
        }
        return null;
    }

    private static void note(Throwable failure, String file) {
        try {
            Files.writeString(Path.of(file), failure.toString());
            failure.printStackTrace();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void step(String name, Random random, Deque<SharedMemory> kept) throws IOException {
        try {
            switch (random.nextInt(3)) {
                case 0 -> {
                    kept.add(fill(SharedMemory.create(name, SIZE)));
                    if (kept.size() > KEPT) {
                        kept.remove().close();
                    }
                }
                case 1 -> check(SharedMemory.attach(name));
                default -> SharedMemory.attach(name).unlink();
            }
        } catch (FileAlreadyExistsException | NoSuchFileException e) {
            // Another process was first.
        }
    }

    private static SharedMemory fill(SharedMemory memory) {
        ByteBuffer buffer = memory.buffer();
        assertThat(buffer.getLong(SIZE / 2)).as("a new block is zero").isZero();
        buffer.putLong(0, 1);
        buffer.putLong(SIZE / 2, 1);
        return memory;
    }

    /** A block that can be found is whole. */
    private static void check(SharedMemory memory) {
        assertThat(memory.size()).isEqualTo(SIZE);
        memory.buffer().putLong(SIZE - Long.BYTES, 1);
        assertThat(memory.buffer().getLong(0)).isBetween(0L, 1L);
        memory.close();
    }
}
