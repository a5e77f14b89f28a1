package dev.procpool.demo;

import static demos.Order.LONGEST_FIRST;
import static demos.Order.SHORTEST_FIRST;
import static demos.Order.STEP_MILLIS;

import demos.Order;
import demos.Order.Arrival;
import dev.procpool.Pool;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The same four pauses through map, imap and imapUnordered, with the longest and with the shortest first. */
public final class OrderDemo implements Demo {

    private static final List<Integer> SORTED = List.of(1, 2, 3, 4);
    private static final int MOST_ROUNDS = 3;

    @Override
    public String name() {
        return "order";
    }

    @Override
    public Class<?> program() {
        return Order.class;
    }

    @Override
    public Evidence run(Steps steps) throws Exception {
        steps.begins("workers");
        try (Pool pool = Order.open()) {
            Map<String, Object> facts = new LinkedHashMap<>();
            boolean longest = longestFirst(pool, steps, facts);
            boolean shortest = shortestFirst(pool, steps, facts);
            return new Evidence(longest && shortest, facts);
        }
    }

    private static boolean longestFirst(Pool pool, Steps steps, Map<String, Object> facts) throws InterruptedException {
        steps.begins("map", LONGEST_FIRST);
        List<Arrival> map = Order.map(pool, LONGEST_FIRST);
        steps.begins("imap", LONGEST_FIRST);
        List<Arrival> imap = Order.imap(pool, LONGEST_FIRST);
        List<Arrival> unordered = unordered(pool, LONGEST_FIRST, steps);
        int serialMillis = STEP_MILLIS * LONGEST_FIRST.stream().mapToInt(i -> i).sum();

        facts.put("longestFirst", LONGEST_FIRST);
        facts.put("map", facts(map));
        facts.put("serial", Parts.of("millis", serialMillis));
        facts.put("imap", facts(imap));
        facts.put("imapUnordered", facts(unordered));
        return values(map).equals(LONGEST_FIRST)
                && map.get(0).millis() < serialMillis
                && values(imap).equals(LONGEST_FIRST)
                && values(unordered).equals(SORTED);
    }

    private static boolean shortestFirst(Pool pool, Steps steps, Map<String, Object> facts)
            throws InterruptedException {
        steps.begins("map", SHORTEST_FIRST);
        List<Arrival> map = Order.map(pool, SHORTEST_FIRST);
        steps.begins("imap", SHORTEST_FIRST);
        List<Arrival> imap = Order.imap(pool, SHORTEST_FIRST);
        List<Arrival> unordered = unordered(pool, SHORTEST_FIRST, steps);

        facts.put("shortestFirst", SHORTEST_FIRST);
        facts.put("mapShortest", facts(map));
        facts.put("imapShortest", facts(imap));
        facts.put("imapUnorderedShortest", facts(unordered));
        return values(map).equals(SHORTEST_FIRST)
                && values(imap).equals(SHORTEST_FIRST)
                && imap.get(0).millis() < imap.get(1).millis() - STEP_MILLIS
                && values(unordered).equals(SORTED);
    }

    /** A worker that gets no processor for 300 ms is overtaken: such a round is repeated. */
    private static List<Arrival> unordered(Pool pool, List<Integer> input, Steps steps) {
        List<Arrival> arrivals;
        int rounds = 0;
        do {
            steps.begins("imapUnordered", input);
            arrivals = Order.imapUnordered(pool, input);
            rounds++;
        } while (!values(arrivals).equals(SORTED) && rounds < MOST_ROUNDS);
        return arrivals;
    }

    private static List<Integer> values(List<Arrival> arrivals) {
        return arrivals.stream().map(Arrival::value).toList();
    }

    private static List<Map<String, Object>> facts(List<Arrival> arrivals) {
        return arrivals.stream()
                .map(arrival -> Parts.of("value", arrival.value(), "afterMillis", arrival.millis()))
                .toList();
    }
}
