package dev.procpool.demo;

import dev.procpool.Pool;
import dev.procpool.TaskFuture;
import dev.procpool.TaskOptions;
import dev.procpool.TaskTimeoutException;
import dev.procpool.WorkerInfo;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** The same endless loop in a thread, which cancel cannot stop, and in a worker process, which a timeout kills. */
public final class RunawayDemo implements Demo {

    private static final Duration TIMEOUT = Duration.ofMillis(500);
    private static final int WATCHED_MILLIS = 500;
    private static final int WORK_MILLIS = 1000;
    private static final Duration GUARD = Duration.ofMinutes(1);

    private static volatile long turns;
    private static volatile boolean released;

    @Override
    public String name() {
        return "runaway";
    }

    @Override
    public Evidence run(Steps steps) throws Exception {
        Map<String, Object> facts = new LinkedHashMap<>();
        steps.begins("thread");
        boolean inThread = inThread(facts);
        steps.begins("process");
        boolean inProcess = inProcess(facts);
        return new Evidence(inThread && inProcess, facts);
    }

    private static boolean inThread(Map<String, Object> facts) throws InterruptedException {
        turns = 0;
        released = false;
        try (Pool threads = Pool.ofThreads(1)) {
            try {
                TaskFuture<Long> loop = threads.applyAsync(RunawayDemo::loop);
                Await.until(GUARD, () -> turns > 0);
                boolean cancelled = loop.cancel(true);
                long atCancel = turns;
                Thread.sleep(WATCHED_MILLIS);
                long later = turns;
                boolean runsOn = Await.until(GUARD, () -> turns > later);

                facts.put("cancelled", Parts.of("value", cancelled, "isDone", loop.isDone()));
                facts.put("turns", Parts.of("value", atCancel, "later", later));
                return cancelled && loop.isDone() && later > atCancel && runsOn;
            } finally {
                released = true;
            }
        }
    }

    private static boolean inProcess(Map<String, Object> facts) throws Exception {
        try (Pool pool = Pool.open(2)) {
            pool.awaitReady(GUARD);
            TaskFuture<String> neighbour = pool.applyAsync(RunawayDemo::work);
            long start = System.nanoTime();
            TaskTimeoutException timeout = runAway(pool);
            long millis = (System.nanoTime() - start) / 1_000_000;
            boolean alive =
                    ProcessHandle.of(timeout.pid()).map(ProcessHandle::isAlive).orElse(false);
            String frame = frameOfTheLoop(timeout.workerStack());
            Await.until(GUARD, () -> replacement(pool, timeout).isPresent());
            Optional<WorkerInfo> replacement = replacement(pool, timeout);
            String work = neighbour.get(GUARD.toSeconds(), TimeUnit.SECONDS);

            facts.put("timeout", Parts.of("millis", millis));
            facts.put("frame", frame);
            facts.put("killed", Parts.of("value", timeout.pid(), "isAlive", alive));
            facts.put("replacement", replacement.map(WorkerInfo::pid).orElse(0L));
            facts.put("neighbour", Parts.of("pid", neighbour.pid().orElse(0), "done", work.equals("done")));
            return !alive && frame.contains(".loop(") && replacement.isPresent() && work.equals("done");
        }
    }

    private static TaskTimeoutException runAway(Pool pool) throws InterruptedException {
        TaskOptions limited = TaskOptions.builder().timeout(TIMEOUT).build();
        try {
            long ended = pool.with(limited).apply(RunawayDemo::loop);
            throw new IllegalStateException("the loop ended by itself after " + ended + " turns");
        } catch (TaskTimeoutException e) {
            return e;
        }
    }

    private static Optional<WorkerInfo> replacement(Pool pool, TaskTimeoutException timeout) {
        return pool.workers().stream()
                .filter(w -> w.id() == timeout.workerId() && w.pid() != 0 && w.pid() != timeout.pid())
                .findFirst();
    }

    private static String frameOfTheLoop(List<StackTraceElement> stack) {
        return stack.stream()
                .filter(f -> f.getClassName().equals(RunawayDemo.class.getName()))
                .findFirst()
                .map(f -> RunawayDemo.class.getSimpleName() + "." + f.getMethodName() + "(" + f.getFileName() + ":"
                        + f.getLineNumber() + ")")
                .orElse("-");
    }

    /** Endless in a worker, which has a flag of its own that is never set. */
    private static long loop() {
        while (!released) {
            turns++;
        }
        return turns;
    }

    private static String work() throws InterruptedException {
        Thread.sleep(WORK_MILLIS);
        return "done";
    }
}
