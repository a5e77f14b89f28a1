package dev.procpool.demo;

import demos.Lanes;
import demos.Lanes.Run;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** One queue of items, served by one, two and four workers. */
public final class LanesDemo implements Demo {

    private static final List<Integer> LANES = List.of(1, 2, 4);

    @Override
    public String name() {
        return "lanes";
    }

    @Override
    public Class<?> program() {
        return Lanes.class;
    }

    @Override
    public Evidence run(Steps steps) throws Exception {
        Map<Integer, Duration> times = new LinkedHashMap<>();
        Map<String, Object> rows = new LinkedHashMap<>();
        boolean allWorked = true;
        for (int lanes : LANES) {
            steps.begins("serve", lanes);
            Run run = Lanes.serve(lanes, steps::shows);
            times.put(lanes, run.took());
            rows.put(
                    Integer.toString(lanes),
                    Parts.of(
                            "seconds", Tenths.of(run.took()), "pids", run.pids().size()));
            allWorked &= run.pids().size() == lanes;
        }
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("times", rows);
        return new Evidence(allWorked && times.get(4).compareTo(times.get(1)) < 0, facts);
    }
}
