package dev.procpool.demo;

import demos.Backends;
import demos.Backends.Backend;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Threads compute as fast as processes, but wait for the collector of garbage that a neighbour makes. */
public final class BackendsDemo implements Demo {

    private static final int NEEDED_PROCESSORS = 2;

    /** The speed of threads, as a part of that of processes, from which on they are equally fast. */
    private static final double EQUALLY_FAST = 0.8;

    private static final int LEAST_ROUNDS = 2;
    private static final int MOST_ROUNDS = 5;

    @Override
    public String name() {
        return "backends";
    }

    @Override
    public Class<?> program() {
        return Backends.class;
    }

    @Override
    public Evidence run(Steps steps) throws Exception {
        Map<String, Object> facts = new LinkedHashMap<>();
        int processors = Runtime.getRuntime().availableProcessors();
        facts.put("processors", processors);
        if (processors < NEEDED_PROCESSORS) {
            facts.put("reason", Parts.of("needs", "twoProcessors"));
            return new Evidence(false, facts);
        }
        steps.begins("start");
        try (Backends backends = new Backends()) {
            return measure(backends, steps, facts);
        }
    }

    private static Evidence measure(Backends backends, Steps steps, Map<String, Object> facts) throws Exception {
        List<Backend> all = Arrays.stream(Backend.values())
                .filter(backend -> backend != Backend.VIRTUAL || Backends.hasVirtualThreads())
                .toList();
        Map<Backend, Double> computing = new EnumMap<>(Backend.class);
        int computingRounds = 0;
        while (computingRounds < LEAST_ROUNDS || !areEqual(computing) && computingRounds < MOST_ROUNDS) {
            steps.begins("computing");
            computingRounds++;
            for (Backend backend : all) {
                computing.merge(backend, backends.computingSeconds(backend), Math::min);
            }
        }
        steps.begins("waiting");
        Map<Backend, Double> waiting = new EnumMap<>(Backend.class);
        for (Backend backend : all) {
            waiting.put(backend, backends.waitingSeconds(backend));
        }
        Map<Backend, Double> p99 = new EnumMap<>(Backend.class);
        int garbageRounds = 0;
        while (garbageRounds == 0 || !isLessInProcesses(p99) && garbageRounds < MOST_ROUNDS) {
            steps.begins("garbage");
            garbageRounds++;
            for (Backend backend : all.subList(1, all.size())) {
                p99.put(backend, backends.p99Millis(backend));
            }
        }
        facts.put("table", table(computing, waiting, p99));
        facts.put("computingRounds", computingRounds);
        facts.put("garbageRounds", garbageRounds);
        return new Evidence(areEqual(computing) && isLessInProcesses(p99), facts);
    }

    private static boolean areEqual(Map<Backend, Double> seconds) {
        return seconds.get(Backend.PROCESSES) >= EQUALLY_FAST * seconds.get(Backend.THREADS);
    }

    private static boolean isLessInProcesses(Map<Backend, Double> millis) {
        return millis.get(Backend.PROCESSES) < millis.get(Backend.THREADS);
    }

    private static Map<String, Object> table(
            Map<Backend, Double> computing, Map<Backend, Double> waiting, Map<Backend, Double> p99) {
        Map<String, Object> rows = new LinkedHashMap<>();
        for (Backend backend : Backend.values()) {
            Map<String, Object> row = Parts.of("missing", "virtualThreads");
            if (computing.containsKey(backend)) {
                row = Parts.of("computing", timesAsFast(computing, backend), "waiting", timesAsFast(waiting, backend));
            }
            if (p99.containsKey(backend)) {
                row.put("p99", Tenths.of(p99.get(backend)));
            }
            rows.put(backend.name().toLowerCase(Locale.ROOT), row);
        }
        return rows;
    }

    private static double timesAsFast(Map<Backend, Double> seconds, Backend backend) {
        return Tenths.of(seconds.get(Backend.SERIAL) / seconds.get(backend));
    }
}
