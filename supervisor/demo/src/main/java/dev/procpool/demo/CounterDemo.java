package dev.procpool.demo;

import static demos.Counter.INCREMENTS;
import static demos.Counter.PLAIN_INCREMENTS;
import static demos.Counter.TASKS;

import demos.Counter;
import demos.Counter.Race;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A static counter, incremented by four threads and by four worker processes. */
public final class CounterDemo implements Demo {

    @Override
    public String name() {
        return "counter";
    }

    @Override
    public Class<?> program() {
        return Counter.class;
    }

    @Override
    public Evidence run(Steps steps) throws Exception {
        steps.begins("threads");
        Race race = Counter.plainInThreads();
        int atomicByThreads = Counter.atomicInThreads();
        steps.begins("workers");
        List<Integer> inWorkers = Counter.atomicInWorkers();
        int here = Counter.atomicHere();

        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("plain", Parts.of("value", race.value(), "of", TASKS * PLAIN_INCREMENTS));
        facts.put("rounds", race.rounds());
        facts.put("atomic", atomicByThreads);
        facts.put("workers", inWorkers);
        facts.put("supervisor", here);
        boolean shown = race.value() < TASKS * PLAIN_INCREMENTS
                && atomicByThreads == TASKS * INCREMENTS
                && here == 0
                && inWorkers.equals(Collections.nCopies(TASKS, INCREMENTS));
        return new Evidence(shown, facts);
    }
}
