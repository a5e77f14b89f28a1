package dev.procpool.demo;

import dev.procpool.ChildProcess;
import dev.procpool.ExitReport;
import dev.procpool.Pool;
import dev.procpool.PoolBrokenException;
import dev.procpool.PoolListener;
import dev.procpool.RestartPolicy;
import dev.procpool.WorkerInfo;
import dev.procpool.WorkerOutput;
import dev.procpool.WorkerStartException;
import dev.procpool.task.Task;
import dev.procpool.tasks.NamedTask;
import dev.procpool.tasks.ResultForm;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/** A worker that dies again and again until its pool gives up; and a killed supervisor, whose workers follow it. */
public final class SuperviseDemo implements Demo {

    private static final int INTENSITY = 3;
    private static final RestartPolicy POLICY =
            new RestartPolicy(INTENSITY, Duration.ofMinutes(1), Duration.ofMillis(200), Duration.ofSeconds(5));
    private static final int LIFE_MILLIS = 100;
    private static final int EXIT_CODE = 5;
    private static final int ORPHANS = 2;
    private static final Duration ORPHANS_END = Duration.ofSeconds(5);
    private static final Duration GUARD = Duration.ofMinutes(1);

    @Override
    public String name() {
        return "supervise";
    }

    @Override
    public Evidence run(Steps steps) throws Exception {
        Map<String, Object> facts = new LinkedHashMap<>();
        steps.begins("restarts");
        boolean gaveUp = restartsHaveLimits(facts);
        steps.begins("orphans");
        boolean noOrphans = noWorkerOutlivesItsSupervisor(facts);
        return new Evidence(gaveUp && noOrphans, facts);
    }

    private static boolean restartsHaveLimits(Map<String, Object> facts) throws InterruptedException {
        Lives lives = new Lives();
        try (Pool pool = Pool.builder()
                .processes(1)
                .initializer(SuperviseDemo::dieSoon)
                .restartPolicy(POLICY)
                .listener(lives)
                .output(WorkerOutput.discarding())
                .open()) {
            lives.broken.await(GUARD.toSeconds(), TimeUnit.SECONDS);
            PoolBrokenException broken = useBroken(pool);
            facts.put("pids", lives.pids());
            facts.put("pauses", lives.pausesMillis());
            Map<String, Object> death = firstDeath(broken.getCause());
            facts.put("firstDeath", death);
            return lives.pids().size() == INTENSITY + 1
                    && isGrowing(lives.pausesMillis())
                    && lives.pids().get(0).equals(death.get("pid"))
                    && Objects.equals(death.get("exitCode"), EXIT_CODE);
        }
    }

    private static Void dieSoon() {
        Thread fuse = new Thread(() -> {
            try {
                Thread.sleep(LIFE_MILLIS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            Runtime.getRuntime().halt(EXIT_CODE);
        });
        fuse.setDaemon(true);
        fuse.start();
        return null;
    }

    private static PoolBrokenException useBroken(Pool pool) throws InterruptedException {
        try {
            pool.awaitReady(GUARD);
            throw new IllegalStateException("the pool did not give up: " + pool.stats());
        } catch (PoolBrokenException e) {
            return e;
        }
    }

    /** The death that the pool names when it gives up. */
    private static Map<String, Object> firstDeath(Throwable cause) {
        Map<String, Object> death = new LinkedHashMap<>();
        if (cause instanceof WorkerStartException start) {
            start.report().ifPresent(report -> {
                death.put("pid", report.pid());
                death.put("failure", start.getClass().getSimpleName());
                death.put("exitCode", report.exitCode());
            });
        }
        return death;
    }

    private static boolean isGrowing(List<Long> values) {
        return values.stream().sorted().distinct().toList().equals(values);
    }

    /** The times at which the worker's processes started and ended. Guarded by its monitor. */
    private static final class Lives implements PoolListener {

        private final List<Long> pids = new ArrayList<>();
        private final List<Long> startNanos = new ArrayList<>();
        private final List<Long> endNanos = new ArrayList<>();
        private final CountDownLatch broken = new CountDownLatch(1);

        @Override
        public synchronized void workerStarted(WorkerInfo worker) {
            pids.add(worker.pid());
            startNanos.add(System.nanoTime());
        }

        @Override
        public synchronized void workerExited(WorkerInfo worker, ExitReport report) {
            endNanos.add(System.nanoTime());
        }

        @Override
        public void poolBroken(Throwable cause) {
            broken.countDown();
        }

        synchronized List<Long> pids() {
            return List.copyOf(pids);
        }

        /**
         * The times from each end to the next start; from start to start, most of the time would be the start of a
         * JVM.
         */
        synchronized List<Long> pausesMillis() {
            List<Long> millis = new ArrayList<>();
            for (int i = 1; i < startNanos.size(); i++) {
                millis.add((startNanos.get(i) - endNanos.get(i - 1)) / 1_000_000);
            }
            return millis;
        }
    }

    private static boolean noWorkerOutlivesItsSupervisor(Map<String, Object> facts) throws Exception {
        Path note = Files.createTempFile("procpool-supervise", ".txt");
        String path = note.toString();
        Task<Void> program = () -> supervise(path);
        try (ChildProcess supervisor = ChildProcess.of(program)) {
            supervisor.start();
            Await.until(GUARD, () -> !supervisor.isAlive() || note.toFile().length() > 0);
            List<Long> workers = pidsIn(note);
            long before = alive(workers);
            supervisor.kill();
            supervisor.join();
            long killed = System.nanoTime();
            Await.until(ORPHANS_END, () -> alive(workers) == 0);
            long millis = (System.nanoTime() - killed) / 1_000_000;
            long left = alive(workers);

            facts.put("supervisor", supervisor.pid().orElseThrow());
            facts.put("orphans", workers);
            facts.put("left", Parts.of("value", left, "afterMillis", millis));
            return before == ORPHANS && left == 0;
        } finally {
            Files.deleteIfExists(note);
        }
    }

    /** Keeps its workers busy for ever, and writes down their pids. */
    private static Void supervise(String note) throws Exception {
        try (Pool pool = Pool.open(ORPHANS)) {
            pool.awaitReady(GUARD);
            pool.mapAsync(new NamedTask("chaos", ResultForm.TEXT), Collections.nCopies(ORPHANS, "spin"));
            Await.until(GUARD, () -> pool.stats().busy() == ORPHANS);
            String pids =
                    pool.workers().stream().map(w -> Long.toString(w.pid())).collect(Collectors.joining(" "));
            Files.writeString(Path.of(note), pids);
            Thread.sleep(GUARD.toMillis());
            pool.terminate();
        }
        return null;
    }

    private static List<Long> pidsIn(Path note) throws IOException {
        return Arrays.stream(Files.readString(note).split(" "))
                .map(Long::valueOf)
                .toList();
    }

    /** A process that has ended and is not reaped yet, as in a container without an init, has a pid but no command. */
    private static long alive(List<Long> pids) {
        return pids.stream()
                .filter(pid ->
                        ProcessHandle.of(pid).flatMap(p -> p.info().command()).isPresent())
                .count();
    }
}
