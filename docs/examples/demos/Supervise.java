package demos;

import dev.procpool.ChildProcess;
import dev.procpool.ExitReport;
import dev.procpool.Pool;
import dev.procpool.PoolBrokenException;
import dev.procpool.PoolListener;
import dev.procpool.ProcessQueue;
import dev.procpool.RestartPolicy;
import dev.procpool.WorkerInfo;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** A worker is killed again and again until its pool gives up; then a supervisor is killed, and its workers end. */
public class Supervise {

    private static final RestartPolicy THREE_DEATHS =
            new RestartPolicy(3, Duration.ofMinutes(1), Duration.ofSeconds(1), Duration.ofSeconds(5));
    private static final Duration GUARD = Duration.ofMinutes(1);

    /** A start of the worker; the pause since the death before is 0 for the first one. */
    public record Start(long pid, long pauseMillis) {}

    /** A supervisor that was killed, its workers before, and how many of them were left some time later. */
    public record Orphans(long supervisor, List<Long> workers, long left, long millis) {}

    public static void main(String[] args) throws Exception {
        PoolBrokenException end = killAgainAndAgain(start -> System.out.println(
                "the worker is pid " + start.pid() + ", after a pause of " + start.pauseMillis() + " ms"));
        System.out.println("the pool gave up: " + end.getCause().getMessage());

        Orphans orphans = killASupervisor();
        System.out.println("killed: pid " + orphans.supervisor() + ", with workers " + orphans.workers());
        System.out.println("left of them after " + orphans.millis() + " ms: " + orphans.left());
    }

    /** Tells of each start of the worker, and returns the exception of the pool that has given up. */
    public static PoolBrokenException killAgainAndAgain(Consumer<Start> starts) throws InterruptedException {
        Killer killer = new Killer(starts);
        try (Pool pool = Pool.builder()
                .processes(1)
                .restartPolicy(THREE_DEATHS)
                .listener(killer)
                .open()) {
            killer.gaveUp.await(GUARD.toSeconds(), TimeUnit.SECONDS);
            pool.awaitReady(GUARD);
            throw new IllegalStateException("the pool did not give up: " + pool.stats());
        } catch (PoolBrokenException e) {
            return e;
        }
    }

    /** Kills the worker whenever it is ready. The pool calls one method after the other. */
    private static class Killer implements PoolListener {

        private final Consumer<Start> starts;
        private final CountDownLatch gaveUp = new CountDownLatch(1);
        private long deathNanos;

        Killer(Consumer<Start> starts) {
            this.starts = starts;
        }

        @Override
        public void workerStarted(WorkerInfo worker) {
            starts.accept(new Start(worker.pid(), deathNanos == 0 ? 0 : millisSince(deathNanos)));
        }

        @Override
        public void workerReady(WorkerInfo worker) {
            ProcessHandle.of(worker.pid()).ifPresent(ProcessHandle::destroyForcibly);
        }

        @Override
        public void workerExited(WorkerInfo worker, ExitReport report) {
            deathNanos = System.nanoTime();
        }

        @Override
        public void poolBroken(Throwable cause) {
            gaveUp.countDown();
        }
    }

    /** Kills a JVM that has a pool of two busy workers, and waits until they end, at most for 20 seconds. */
    public static Orphans killASupervisor() throws InterruptedException {
        try (ProcessQueue<List<Long>> pids = ProcessQueue.create();
                ChildProcess supervisor = ChildProcess.of(() -> supervise(pids))) {
            supervisor.start();
            List<Long> workers = pids.poll(GUARD).orElseThrow();
            long killed = System.nanoTime();
            supervisor.kill();
            supervisor.join();
            while (alive(workers) > 0 && millisSince(killed) < 20_000) {
                Thread.sleep(10);
            }
            return new Orphans(supervisor.pid().getAsLong(), workers, alive(workers), millisSince(killed));
        }
    }

    private static Void supervise(ProcessQueue<List<Long>> pids) throws InterruptedException {
        try (Pool pool = Pool.open(2)) {
            pool.awaitReady(GUARD);
            pool.mapAsync(Supervise::spin, List.of(1, 2));
            while (pool.stats().busy() < 2) {
                Thread.sleep(10);
            }
            pids.put(pool.workers().stream().map(WorkerInfo::pid).toList());
            Thread.sleep(GUARD.toMillis()); // it is killed by then
            pool.terminate();
        }
        return null;
    }

    private static int spin(int x) {
        while (true) {
            Thread.onSpinWait();
        }
    }

    /** Counts processes that have a command: one that has ended, and is not reaped yet, has only a pid. */
    private static long alive(List<Long> pids) {
        return pids.stream()
                .filter(pid ->
                        ProcessHandle.of(pid).flatMap(p -> p.info().command()).isPresent())
                .count();
    }

    private static long millisSince(long nanos) {
        return (System.nanoTime() - nanos) / 1_000_000;
    }
}
