package dev.procpool.demo;

import static demos.Blast.BEGUN;
import static demos.Blast.DONE;

import demos.Blast;
import demos.Blast.Threads;
import dev.procpool.Outcome;
import dev.procpool.Pool;
import dev.procpool.TaskFuture;
import dev.procpool.WorkerDiedException;
import dev.procpool.WorkerInfo;
import dev.procpool.WorkerOutOfMemoryException;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

/** A task that ends its JVM takes one worker of a pool with it; in a thread, it takes the whole program. */
public final class BlastDemo implements Demo {

    private static final int EXIT_CODE = 7;
    private static final int HALT_CODE = 9;

    @Override
    public String name() {
        return "blast";
    }

    @Override
    public Class<?> program() {
        return Blast.class;
    }

    @Override
    public Evidence run(Steps steps) throws Exception {
        Map<String, Object> facts = new LinkedHashMap<>();
        boolean inProcesses = inProcesses(steps, facts);
        boolean inThreads = inThreads(steps, facts);
        return new Evidence(inProcesses && inThreads, facts);
    }

    private static boolean inProcesses(Steps steps, Map<String, Object> facts) throws Exception {
        steps.begins("workers");
        try (Pool pool = Blast.open()) {
            TaskFuture<String> neighbour = pool.applyAsync(Blast::work);
            Map<String, Outcome<String>> outcomes = new LinkedHashMap<>();
            runAll(pool, Blast.LETHAL, steps, outcomes);
            String neighbourSaid = neighbour.get();
            runAll(pool, Blast.HARMLESS, steps, outcomes);
            List<Long> pids = pool.workers().stream().map(WorkerInfo::pid).toList();
            long deaths = pool.stats().deaths();

            outcomes.forEach((task, outcome) -> facts.put(task, got(outcome)));
            facts.put("neighbour", Parts.of("pid", neighbour.pid().orElseThrow(), "done", neighbourSaid.equals(DONE)));
            facts.put("deaths", deaths);
            facts.put("workers", pids);
            return eachGotItsOwn(outcomes)
                    && pids.contains(outcomes.get("stack").pid())
                    && neighbourSaid.equals(DONE)
                    && deaths == Blast.LETHAL.size();
        }
    }

    private static void runAll(Pool pool, List<String> tasks, Steps steps, Map<String, Outcome<String>> outcomes)
            throws IOException {
        for (String task : tasks) {
            steps.begins("task", task);
            outcomes.put(task, Blast.run(pool, task));
        }
    }

    private static boolean eachGotItsOwn(Map<String, Outcome<String>> outcomes) {
        return exitCode(outcomes.get("exit")).equals(OptionalInt.of(EXIT_CODE))
                && exitCode(outcomes.get("halt")).equals(OptionalInt.of(HALT_CODE))
                && outcomes.get("oom").failure() instanceof WorkerOutOfMemoryException
                && signal(outcomes.get("segv")).equals("SIGSEGV")
                && outcomes.get("stack").failure() instanceof StackOverflowError
                && "ok".equals(outcomes.get("ok").value());
    }

    private static boolean inThreads(Steps steps, Map<String, Object> facts) throws InterruptedException {
        steps.begins("threads");
        Threads threads = Blast.exitInAThread();
        facts.put("threadsJvm", Parts.of("pid", threads.pid(), "exitCode", threads.exitCode()));
        facts.put("threadsNeighbour", Parts.of("done", threads.neighbourSaid().contains(DONE)));
        return threads.exitCode() == EXIT_CODE && threads.neighbourSaid().equals(List.of(BEGUN));
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
                ? OptionalInt.of(died.exitCode())
                : OptionalInt.empty();
    }

    private static String signal(Outcome<?> outcome) {
        return outcome.failure() instanceof WorkerDiedException died
                ? died.signal().orElse("")
                : "";
    }
}
