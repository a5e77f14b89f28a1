package dev.procpool.demo;

import demos.Supervise;
import demos.Supervise.Orphans;
import demos.Supervise.Start;
import dev.procpool.PoolBrokenException;
import dev.procpool.WorkerStartException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A worker that dies again and again until its pool gives up; and a killed supervisor, whose workers follow it. */
public final class SuperviseDemo implements Demo {

    private static final int DEATHS = 4;
    private static final int WORKERS = 2;

    @Override
    public String name() {
        return "supervise";
    }

    @Override
    public Class<?> program() {
        return Supervise.class;
    }

    @Override
    public Evidence run(Steps steps) throws Exception {
        Map<String, Object> facts = new LinkedHashMap<>();
        boolean gaveUp = restartsHaveLimits(steps, facts);
        steps.begins("orphans");
        boolean noOrphans = noWorkerOutlivesItsSupervisor(facts);
        return new Evidence(gaveUp && noOrphans, facts);
    }

    private static boolean restartsHaveLimits(Steps steps, Map<String, Object> facts) throws InterruptedException {
        List<Start> starts = new ArrayList<>();
        steps.begins("worker");
        PoolBrokenException broken = Supervise.killAgainAndAgain(start -> {
            starts.add(start);
            steps.begins("start", Long.toString(start.pid()));
        });
        List<Long> pids = starts.stream().map(Start::pid).toList();
        List<Long> pauses = starts.stream().skip(1).map(Start::pauseMillis).toList();
        Map<String, Object> firstDeath = firstDeath(broken.getCause());

        facts.put("pids", pids);
        facts.put("pauses", pauses);
        facts.put("firstDeath", firstDeath);
        return pids.size() == DEATHS && isGrowing(pauses) && pids.get(0).equals(firstDeath.get("pid"));
    }

    /** The death that the pool names when it gives up. */
    private static Map<String, Object> firstDeath(Throwable cause) {
        Map<String, Object> death = new LinkedHashMap<>();
        if (cause instanceof WorkerStartException start) {
            start.report().ifPresent(report -> {
                death.put("pid", report.pid());
                death.put("failure", start.getClass().getSimpleName());
                death.put("exitCode", report.exitCode());
                report.signal().ifPresent(signal -> death.put("signal", signal));
            });
        }
        return death;
    }

    private static boolean isGrowing(List<Long> values) {
        return values.stream().sorted().distinct().toList().equals(values);
    }

    private static boolean noWorkerOutlivesItsSupervisor(Map<String, Object> facts) throws InterruptedException {
        Orphans orphans = Supervise.killASupervisor();
        facts.put("supervisor", orphans.supervisor());
        facts.put("orphans", orphans.workers());
        facts.put("left", Parts.of("value", orphans.left(), "afterMillis", orphans.millis()));
        return orphans.workers().size() == WORKERS && orphans.left() == 0;
    }
}
