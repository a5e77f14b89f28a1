package dev.procpool.demo;

import demos.Crossover;
import demos.Crossover.Race;
import demos.Crossover.Result;
import demos.Crossover.Row;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

/** From how many items on a new pool is faster than a loop, for three works. */
public final class CrossoverDemo implements Demo {

    private static final int WORKERS = 2;

    @Override
    public String name() {
        return "crossover";
    }

    @Override
    public Class<?> program() {
        return Crossover.class;
    }

    @Override
    public Evidence run(Steps steps) throws Exception {
        Result result = Crossover.measure(WORKERS, step -> steps.begins(step.toString()));

        Map<String, Object> rows = new LinkedHashMap<>();
        result.rows().forEach(row -> rows.put("micros" + row.workMicros(), items(row)));
        Map<String, Object> races = new LinkedHashMap<>();
        List<String> names = List.of("few", "many");
        for (int i = 0; i < result.races().size(); i++) {
            races.put(names.get(i), times(result.races().get(i)));
        }
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("start", Parts.of("millis", result.startMillis()));
        facts.put("transport", Parts.of("micros", Tenths.of(result.transportMicros())));
        facts.put("speedup", Tenths.of(result.speedup()));
        facts.put("rows", rows);
        facts.put("races", races);
        return new Evidence(isShown(result), facts);
    }

    private static Map<String, Object> items(Row row) {
        return Parts.of("law", orNull(row.law()), "measured", orNull(row.measured()));
    }

    private static Integer orNull(OptionalInt items) {
        return items.isPresent() ? (Integer) items.getAsInt() : null;
    }

    private static Map<String, Object> times(Race race) {
        Map<String, Object> times = Parts.of("items", race.items());
        times.put("loopMillis", race.loopMillis());
        times.put("poolMillis", race.poolMillis());
        return times;
    }

    /**
     * The shortest items never gain, and the longest do. With items of a millisecond the loop wins if there are few,
     * and the pool if there are many; the latter has not run where it would take long.
     */
    private static boolean isShown(Result result) {
        Row shortest = result.rows().get(0);
        Row longest = result.rows().get(result.rows().size() - 1);
        List<Race> races = result.races();
        return shortest.law().isEmpty()
                && longest.measured().isPresent()
                && !races.isEmpty()
                && !races.get(0).isWonByPool()
                && (races.size() == 1 || races.get(1).isWonByPool());
    }
}
