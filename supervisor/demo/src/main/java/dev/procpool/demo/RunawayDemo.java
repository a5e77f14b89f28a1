package dev.procpool.demo;

import demos.Runaway;
import demos.Runaway.Cancelled;
import demos.Runaway.Killed;
import dev.procpool.Pool;
import dev.procpool.TaskFuture;
import java.util.LinkedHashMap;
import java.util.Map;

/** The same endless loop in a thread, which cancel cannot stop, and in a worker process, which a timeout kills. */
public final class RunawayDemo implements Demo {

    @Override
    public String name() {
        return "runaway";
    }

    @Override
    public Class<?> program() {
        return Runaway.class;
    }

    @Override
    public Evidence run(Steps steps) throws Exception {
        Map<String, Object> facts = new LinkedHashMap<>();
        steps.begins("thread");
        boolean inThread = inThread(facts);
        boolean inProcess = inProcess(steps, facts);
        return new Evidence(inThread && inProcess, facts);
    }

    private static boolean inThread(Map<String, Object> facts) throws InterruptedException {
        Cancelled thread = Runaway.cancelInThread();
        facts.put("cancelled", Parts.of("value", thread.cancelled(), "isDone", thread.isDone()));
        facts.put("turns", Parts.of("value", thread.turns(), "later", thread.turnsLater()));
        return thread.cancelled() && thread.isDone() && thread.turnsLater() > thread.turns();
    }

    private static boolean inProcess(Steps steps, Map<String, Object> facts) throws Exception {
        steps.begins("workers");
        try (Pool pool = Runaway.open()) {
            TaskFuture<String> neighbour = pool.applyAsync(Runaway::work);
            steps.begins("process");
            Killed killed = Runaway.killInProcess(pool);
            steps.begins("replacement");
            long replacement = Runaway.replacement(pool, killed);
            boolean isNeighbourDone = neighbour.get().equals("done");

            facts.put("timeout", Parts.of("millis", killed.millis()));
            facts.put("frame", killed.frame());
            facts.put("killed", Parts.of("value", killed.pid(), "isAlive", killed.isAlive()));
            facts.put("replacement", replacement);
            facts.put("neighbour", Parts.of("pid", neighbour.pid().orElseThrow(), "done", isNeighbourDone));
            return !killed.isAlive()
                    && killed.frame().contains(".loop(")
                    && replacement > 0
                    && replacement != killed.pid()
                    && isNeighbourDone;
        }
    }
}
