package dev.procpool.demo;

import dev.procpool.Pool;
import dev.procpool.Results;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The same four pauses through map, imap and imapUnordered: the longest comes first in the input. */
public final class OrderDemo implements Demo {

    private static final int STEP_MILLIS = 300;
    private static final List<Integer> INPUT = List.of(4, 3, 2, 1);

    @Override
    public String name() {
        return "order";
    }

    @Override
    public Evidence run() throws Exception {
        List<Integer> map;
        Arrivals imap;
        Arrivals unordered;
        try (Pool pool = Pool.open(INPUT.size())) {
            pool.awaitReady(Duration.ofMinutes(1));
            map = pool.map(OrderDemo::pause, INPUT);
            imap = arrivals(pool.imap(OrderDemo::pause, INPUT));
            unordered = arrivals(pool.imapUnordered(OrderDemo::pause, INPUT));
        }
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("input", INPUT.toString());
        facts.put("map", map.toString());
        facts.put("imap", imap.toString());
        facts.put("imapUnordered", unordered.toString());
        boolean shown = map.equals(INPUT) && imap.values.equals(INPUT) && unordered.values.equals(List.of(1, 2, 3, 4));
        return new Evidence(shown, facts);
    }

    private static int pause(int steps) throws InterruptedException {
        Thread.sleep((long) steps * STEP_MILLIS);
        return steps;
    }

    private record Arrivals(List<Integer> values, List<Long> millis) {

        @Override
        public String toString() {
            StringBuilder text = new StringBuilder();
            for (int i = 0; i < values.size(); i++) {
                text.append(i == 0 ? "" : ", ")
                        .append(values.get(i))
                        .append(" (")
                        .append(millis.get(i))
                        .append(" ms)");
            }
            return text.toString();
        }
    }

    private static Arrivals arrivals(Results<Integer> results) {
        long start = System.nanoTime();
        Arrivals arrivals = new Arrivals(new ArrayList<>(), new ArrayList<>());
        try (results) {
            for (int value : results) {
                arrivals.values.add(value);
                arrivals.millis.add((System.nanoTime() - start) / 1_000_000);
            }
        }
        return arrivals;
    }
}
