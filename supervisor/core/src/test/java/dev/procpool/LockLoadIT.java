package dev.procpool;

import static org.assertj.core.api.Assertions.assertThat;

import dev.procpool.testing.Await;
import dev.procpool.testing.Leftovers;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Many threads that wait for one lock, give up, or are interrupted. */
@ExtendWith(Leftovers.class)
class LockLoadIT {

    private static final int THREADS = 200;
    private static final Duration LONG = Duration.ofSeconds(30);

    @TempDir
    Path directory;

    private interface Body {
        void run() throws Exception;
    }

    private static List<Thread> start(ThreadFactory factory, int count, AtomicInteger failures, Body body) {
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            threads.add(factory.newThread(() -> {
                try {
                    body.run();
                } catch (Throwable e) {
                    e.printStackTrace();
                    failures.incrementAndGet();
                }
            }));
        }
        threads.forEach(Thread::start);
        return threads;
    }

    private static void join(List<Thread> threads) throws InterruptedException {
        for (Thread thread : threads) {
            thread.join();
        }
    }

    @Test
    void eachOfTwoHundredThreadsGetsTheLockWithinASecond() throws Exception {
        String file = Witness.create(directory.resolve("witness"));
        AtomicInteger failures = new AtomicInteger();
        AtomicLong longest = new AtomicLong();
        try (ProcessLock lock = ProcessLock.create();
                Pool pool = Pool.open(1)) {
            Witness witness = Witness.open(file);
            TaskFuture<Integer> other = pool.applyAsync(n -> Witness.addTo(file, lock, n), 20_000);
            List<Thread> threads = start(Thread::new, THREADS, failures, () -> {
                for (int i = 0; i < 10; i++) {
                    long start = System.nanoTime();
                    try (ProcessLock.Hold hold = lock.acquire()) {
                        longest.accumulateAndGet(System.nanoTime() - start, Math::max);
                        witness.add(hold);
                    }
                }
            });
            join(threads);
            other.get();
            assertThat(failures).hasValue(0);
            assertThat(witness.count()).isEqualTo(20_000 + 10L * THREADS);
            assertThat(witness.violations()).isZero();
            assertThat(Duration.ofNanos(longest.get())).isLessThan(Duration.ofSeconds(1));
        }
    }

    @Test
    void aHundredSleepingThreadsUseNoProcessorTime() throws Exception {
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        AtomicInteger failures = new AtomicInteger();
        try (ProcessLock lock = ProcessLock.create()) {
            ProcessLock.Hold hold = lock.acquire();
            List<Thread> sleepers =
                    start(Thread::new, 100, failures, () -> lock.acquire().close());
            Await.orFail(() -> sleepers.stream().allMatch(t -> t.getState() == Thread.State.TIMED_WAITING));
            List<Thread> watched = new ArrayList<>(sleepers);
            Thread.getAllStackTraces().keySet().stream()
                    .filter(t -> t.getName().equals("procpool-lines"))
                    .forEach(watched::add);
            long before = cpuNanos(threads, watched);

            assertThat(lock.tryAcquire(Duration.ofSeconds(1))).isEmpty();

            assertThat(cpuNanos(threads, watched) - before).isLessThan(TimeUnit.MILLISECONDS.toNanos(10));
            hold.close();
            join(sleepers);
            assertThat(failures).hasValue(0);
        }
    }

    private static long cpuNanos(ThreadMXBean threads, List<Thread> of) {
        return of.stream().mapToLong(t -> threads.getThreadCpuTime(t.getId())).sum();
    }

    @Test
    void interruptsAndTimeoutsOfAMillisecondLoseNoRelease() throws Exception {
        String file = Witness.create(directory.resolve("witness"));
        AtomicInteger failures = new AtomicInteger();
        AtomicInteger acquired = new AtomicInteger();
        AtomicBoolean over = new AtomicBoolean();
        try (ProcessLock lock = ProcessLock.create();
                Pool pool = Pool.open(1)) {
            Witness witness = Witness.open(file);
            TaskFuture<Integer> other = pool.applyAsync(n -> Witness.addTo(file, lock, n), 5_000);
            List<Thread> threads = start(Thread::new, 8, failures, () -> {
                while (!over.get()) {
                    acquired.addAndGet(attempt(lock, witness));
                }
            });
            Random random = new Random();
            long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(2);
            while (System.nanoTime() < end) {
                threads.get(random.nextInt(threads.size())).interrupt();
                Thread.yield();
            }
            over.set(true);
            join(threads);
            other.get();
            assertThat(failures).hasValue(0);
            assertThat(lock.tryAcquire(LONG)).isPresent();
            assertThat(witness.count()).isEqualTo(5_000L + acquired.get());
            assertThat(witness.violations()).isZero();
        }
    }

    private static int attempt(ProcessLock lock, Witness witness) {
        try {
            Optional<ProcessLock.Hold> hold = lock.tryAcquire(Duration.ofMillis(1));
            if (hold.isEmpty()) {
                return 0;
            }
            try (ProcessLock.Hold mine = hold.get()) {
                witness.add(mine);
                return 1;
            }
        } catch (InterruptedException e) {
            return 0; // the thread does not hold the lock
        }
    }

    @Test
    @Tag("jdk")
    void virtualThreadsSleepWithoutTheirCarriers() throws Exception {
        AtomicInteger failures = new AtomicInteger();
        AtomicInteger done = new AtomicInteger();
        try (ProcessLock lock = ProcessLock.create()) {
            ProcessLock.Hold hold = lock.acquire();
            List<Thread> sleepers = start(virtualThreads(), THREADS, failures, () -> {
                try (ProcessLock.Hold mine = lock.acquire()) {
                    done.addAndGet(mine.wasAbandoned() ? 0 : 1);
                }
            });
            Await.orFail(() -> sleepers.stream().allMatch(t -> t.getState() == Thread.State.TIMED_WAITING));
            AtomicBoolean ran = new AtomicBoolean();
            join(start(virtualThreads(), 1, failures, () -> ran.set(true)));
            assertThat(ran).isTrue();
            assertThat(done).hasValue(0);

            hold.close();
            join(sleepers);

            assertThat(failures).hasValue(0);
            assertThat(done).hasValue(THREADS);
        }
    }

    private static ThreadFactory virtualThreads() throws ReflectiveOperationException {
        if (Runtime.version().feature() < 21) {
            return Thread::new;
        }
        Object builder = Thread.class.getMethod("ofVirtual").invoke(null);
        return (ThreadFactory)
                Class.forName("java.lang.Thread$Builder").getMethod("factory").invoke(builder);
    }

    @Test
    void nothingIsLeftOpenAfterManyLocks() throws Exception {
        try (Pool pool = Pool.open(1)) {
            useOneLock(pool);
            int here = openSockets();
            int there = pool.apply(LockLoadIT::openSockets);
            for (int i = 0; i < 20; i++) {
                useOneLock(pool);
            }
            Await.until(() -> openSockets() <= here);
            assertThat(openSockets()).isLessThanOrEqualTo(here);
            assertThat(pool.apply(() -> {
                        Await.until(() -> openSockets() <= there);
                        return openSockets();
                    }))
                    .isLessThanOrEqualTo(there);
            assertThat(Leftovers.threads()).doesNotContain("procpool-home-exit");
        }
        Await.orFail(() -> !Leftovers.threads().contains("procpool-lines"));
    }

    private static void useOneLock(Pool pool) throws InterruptedException {
        try (ProcessLock lock = ProcessLock.create()) {
            assertThat(pool.apply((ProcessLock l) -> l.acquire().wasAbandoned(), lock))
                    .isFalse();
            assertThat(lock.tryAcquire(Duration.ofMillis(1))).isEmpty();
        }
    }

    private static int openSockets() {
        try (Stream<Path> open = Files.list(Path.of("/proc/self/fd"))) {
            return (int) open.filter(LockLoadIT::isSocket).count();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean isSocket(Path link) {
        try {
            return Files.readSymbolicLink(link).toString().startsWith("socket:");
        } catch (IOException e) {
            return false; // closed meanwhile
        }
    }
}
