package dev.procpool.demo;

import dev.procpool.ChildProcess;
import dev.procpool.Outcome;
import dev.procpool.Pool;
import dev.procpool.Results;
import dev.procpool.TaskFuture;
import dev.procpool.TaskOptions;
import dev.procpool.WorkerDiedException;
import dev.procpool.WorkerInfo;
import dev.procpool.WorkerOutOfMemoryException;
import dev.procpool.WorkerOutput;
import dev.procpool.task.Task;
import dev.procpool.tasks.NamedTask;
import dev.procpool.tasks.ResultForm;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;

/** A task that ends its JVM takes one worker of a pool with it; in a thread, it takes the whole program. */
public final class BlastDemo implements Demo {

    private static final int WORKERS = 2;
    private static final NamedTask CHAOS = new NamedTask("chaos", ResultForm.TEXT);
    private static final List<String> LETHAL = List.of("exit:7", "halt:9", "oom", "segv");
    private static final List<String> HARMLESS = List.of("stack", "ok");
    private static final String BEGUN = "begun";
    private static final String DONE = "done";
    private static final int WORK_MILLIS = 1000;
    private static final Duration GUARD = Duration.ofMinutes(1);
    private static final TaskOptions ONE_BY_ONE =
            TaskOptions.builder().chunkSize(1).keepOrder().build();

    @Override
    public String name() {
        return "blast";
    }

    @Override
    public Evidence run(Steps steps) throws Exception {
        Map<String, Object> facts = new LinkedHashMap<>();
        steps.begins("processes");
        boolean inProcesses = inProcesses(facts);
        steps.begins("threads");
        boolean inThreads = inThreads(facts);
        return new Evidence(inProcesses && inThreads, facts);
    }

    private static boolean inProcesses(Map<String, Object> facts) throws Exception {
        Path note = Files.createTempFile("procpool-blast", ".txt");
        String path = note.toString();
        try (Pool pool = Pool.builder()
                .processes(WORKERS)
                .maxHeap("64m")
                .output(WorkerOutput.discarding())
                .open()) {
            pool.awaitReady(GUARD);
            TaskFuture<Void> neighbour = pool.applyAsync(() -> work(path));
            Map<String, Outcome<Object>> outcomes = new LinkedHashMap<>();
            runAll(pool, LETHAL, outcomes);
            neighbour.get(GUARD.toSeconds(), TimeUnit.SECONDS);
            String neighbourSaid = Files.readString(note);
            runAll(pool, HARMLESS, outcomes);
            List<Long> pids = pool.workers().stream().map(WorkerInfo::pid).toList();
            long deaths = pool.stats().deaths();

            deleteCrashLog(outcomes.get("segv"));
            outcomes.forEach((task, outcome) -> facts.put(key(task), got(outcome)));
            facts.put("neighbour", Parts.of("pid", neighbour.pid().orElse(0), "done", neighbourSaid.equals(DONE)));
            facts.put("deaths", deaths);
            facts.put("workers", pids);
            return eachGotItsOwn(outcomes)
                    && pids.contains(outcomes.get("stack").pid())
                    && neighbourSaid.equals(DONE)
                    && deaths == LETHAL.size();
        } finally {
            Files.deleteIfExists(note);
        }
    }

    private static void runAll(Pool pool, List<String> tasks, Map<String, Outcome<Object>> outcomes) {
        try (Results<Outcome<Object>> results = pool.with(ONE_BY_ONE).outcomes(CHAOS, tasks)) {
            results.forEach(o -> outcomes.put(tasks.get((int) o.index()), o));
        }
    }

    private static boolean eachGotItsOwn(Map<String, Outcome<Object>> outcomes) {
        return exitCode(outcomes.get("exit:7")).equals(OptionalInt.of(7))
                && exitCode(outcomes.get("halt:9")).equals(OptionalInt.of(9))
                && outcomes.get("oom").failure() instanceof WorkerOutOfMemoryException
                && signal(outcomes.get("segv")).equals("SIGSEGV")
                && outcomes.get("stack").failure() instanceof StackOverflowError
                && "ok".equals(outcomes.get("ok").value());
    }

    private static void deleteCrashLog(Outcome<?> outcome) throws IOException {
        if (outcome.failure() instanceof WorkerDiedException died
                && died.report().crashLog() != null) {
            Files.deleteIfExists(Path.of(died.report().crashLog()));
        }
    }

    /** Runs the pool of threads in a JVM of its own, as its end would end this JVM. */
    private static boolean inThreads(Map<String, Object> facts) throws Exception {
        Path note = Files.createTempFile("procpool-blast", ".txt");
        String path = note.toString();
        Task<Void> program = () -> exitBesideWork(path);
        try (ChildProcess sacrifice = ChildProcess.of(program)) {
            sacrifice.start();
            boolean ended = sacrifice.join(GUARD);
            if (!ended) {
                sacrifice.kill();
                sacrifice.join();
            }
            int exitCode = sacrifice.exitCode().orElseThrow();
            String neighbourSaid = Files.readString(note);
            facts.put("threadsJvm", Parts.of("pid", sacrifice.pid().orElseThrow(), "exitCode", exitCode));
            facts.put("threadsNeighbour", Parts.of("done", neighbourSaid.equals(DONE)));
            return ended && exitCode == 7 && neighbourSaid.equals(BEGUN);
        } finally {
            Files.deleteIfExists(note);
        }
    }

    private static Void exitBesideWork(String note) throws Exception {
        try (Pool threads = Pool.ofThreads(WORKERS)) {
            threads.applyAsync(() -> work(note));
            Await.until(GUARD, () -> says(note, BEGUN));
            threads.apply(CHAOS, "exit:7");
        }
        return null;
    }

    private static Void work(String note) throws IOException, InterruptedException {
        Files.writeString(Path.of(note), BEGUN);
        Thread.sleep(WORK_MILLIS);
        Files.writeString(Path.of(note), DONE);
        return null;
    }

    private static boolean says(String note, String text) {
        try {
            return Files.readString(Path.of(note)).equals(text);
        } catch (IOException e) {
            return false; // it is looked at again
        }
    }

    /** The key of a fact: the task without its number. */
    private static String key(String task) {
        return task.split(":", 2)[0];
    }

    private static Map<String, Object> got(Outcome<?> outcome) {
        Map<String, Object> got = Parts.of("pid", outcome.pid());
        if (outcome.isSuccess()) {
            got.put("value", outcome.value());
        } else {
            got.put("failure", outcome.failure().getClass().getSimpleName());
        }
        exitCode(outcome).ifPresent(code -> got.put("exitCode", code));
        if (!signal(outcome).isEmpty()) {
            got.put("signal", signal(outcome));
        }
        return got;
    }

    private static OptionalInt exitCode(Outcome<?> outcome) {
        return outcome.failure() instanceof WorkerDiedException died
                ? OptionalInt.of(died.report().exitCode())
                : OptionalInt.empty();
    }

    private static String signal(Outcome<?> outcome) {
        return outcome.failure() instanceof WorkerDiedException died
                ? died.report().signal().orElse("")
                : "";
    }
}
