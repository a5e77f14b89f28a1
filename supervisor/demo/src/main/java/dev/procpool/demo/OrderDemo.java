package dev.procpool.demo;

import dev.procpool.Pool;
import dev.procpool.Results;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The same four pauses through map, imap and imapUnordered, with the longest and with the shortest first. */
public final class OrderDemo implements Demo {

    private static final int STEP_MILLIS = 300;
    private static final List<Integer> LONGEST_FIRST = List.of(4, 3, 2, 1);
    private static final List<Integer> SHORTEST_FIRST = List.of(1, 4, 2, 3);
    private static final List<Integer> SORTED = List.of(1, 2, 3, 4);

    @Override
    public String name() {
        return "order";
    }

    @Override
    public Evidence run(Steps steps) throws Exception {
        try (Pool pool = Pool.open(LONGEST_FIRST.size())) {
            steps.begins("workers");
            pool.awaitReady(Duration.ofMinutes(1));
            steps.begins("pauses");
            Map<String, Object> facts = new LinkedHashMap<>();
            boolean longest = longestFirst(pool, facts);
            boolean shortest = shortestFirst(pool, facts);
            return new Evidence(longest && shortest, facts);
        }
    }

    private static boolean longestFirst(Pool pool, Map<String, Object> facts) throws InterruptedException {
        long start = System.nanoTime();
        List<Integer> map = pool.map(OrderDemo::pause, LONGEST_FIRST);
        long millis = millisSince(start);
        long serialMillis =
                (long) STEP_MILLIS * LONGEST_FIRST.stream().mapToInt(i -> i).sum();
        Arrivals imap = Arrivals.of(pool.imap(OrderDemo::pause, LONGEST_FIRST));
        Arrivals unordered = Arrivals.of(pool.imapUnordered(OrderDemo::pause, LONGEST_FIRST));

        facts.put("longestFirst", LONGEST_FIRST);
        facts.put("map", map);
        facts.put("mapTook", Parts.of("millis", millis));
        facts.put("serial", Parts.of("millis", serialMillis));
        facts.put("imap", imap.facts());
        facts.put("imapUnordered", unordered.facts());
        return map.equals(LONGEST_FIRST)
                && millis < serialMillis
                && imap.values.equals(LONGEST_FIRST)
                && unordered.values.equals(SORTED);
    }

    private static boolean shortestFirst(Pool pool, Map<String, Object> facts) {
        Arrivals imap = Arrivals.of(pool.imap(OrderDemo::pause, SHORTEST_FIRST));
        Arrivals unordered = Arrivals.of(pool.imapUnordered(OrderDemo::pause, SHORTEST_FIRST));

        facts.put("shortestFirst", SHORTEST_FIRST);
        facts.put("imapShortest", imap.facts());
        facts.put("imapUnorderedShortest", unordered.facts());
        return imap.values.equals(SHORTEST_FIRST)
                && imap.millis.get(0) < imap.millis.get(1) - STEP_MILLIS
                && unordered.values.equals(SORTED);
    }

    private static int pause(int steps) throws InterruptedException {
        Thread.sleep((long) steps * STEP_MILLIS);
        return steps;
    }

    private static long millisSince(long startNanos) {
        return (System.nanoTime() - startNanos) / 1_000_000;
    }

    /** Results, and when they came. */
    private record Arrivals(List<Integer> values, List<Long> millis) {

        static Arrivals of(Results<Integer> results) {
            long start = System.nanoTime();
            Arrivals arrivals = new Arrivals(new ArrayList<>(), new ArrayList<>());
            try (results) {
                for (int value : results) {
                    arrivals.values.add(value);
                    arrivals.millis.add(millisSince(start));
                }
            }
            return arrivals;
        }

        List<Map<String, Object>> facts() {
            List<Map<String, Object>> facts = new ArrayList<>();
            for (int i = 0; i < values.size(); i++) {
                facts.add(Parts.of("value", values.get(i), "afterMillis", millis.get(i)));
            }
            return facts;
        }
    }
}
