package dev.procpool.demo;

import dev.procpool.Outcome;
import dev.procpool.Pool;
import dev.procpool.Results;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;

/** The first program of every article on pools: squares of 1 to 100, and the pids of the workers that computed them. */
public final class SquaresDemo implements Demo {

    private static final int WORKERS = 4;
    private static final int LAST = 100;

    @Override
    public String name() {
        return "squares";
    }

    @Override
    public Evidence run(Steps steps) throws Exception {
        List<Integer> numbers = IntStream.rangeClosed(1, LAST).boxed().toList();
        List<Outcome<Integer>> outcomes = new ArrayList<>();
        try (Pool pool = Pool.open(WORKERS)) {
            steps.begins("workers");
            pool.awaitReady(Duration.ofMinutes(1));
            try (Results<Outcome<Integer>> results = pool.outcomes(SquaresDemo::square, numbers)) {
                results.forEach(outcomes::add);
            }
        }
        outcomes.sort(Comparator.comparingLong(Outcome::index));
        List<Integer> squares = outcomes.stream().map(Outcome::value).toList();
        Map<Long, Integer> itemsByPid = new TreeMap<>();
        outcomes.forEach(o -> itemsByPid.merge(o.pid(), 1, Integer::sum));
        long here = ProcessHandle.current().pid();

        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("squares", squares);
        facts.put("supervisor", here);
        facts.put("workers", byText(itemsByPid));
        boolean right = squares.equals(numbers.stream().map(x -> x * x).toList());
        return new Evidence(right && itemsByPid.size() == WORKERS && !itemsByPid.containsKey(here), facts);
    }

    private static Map<String, Integer> byText(Map<Long, Integer> itemsByPid) {
        Map<String, Integer> byText = new LinkedHashMap<>();
        itemsByPid.forEach((pid, items) -> byText.put(Long.toString(pid), items));
        return byText;
    }

    /** The pause keeps the first workers from squaring all numbers before the last worker has woken up. */
    private static int square(int x) throws InterruptedException {
        Thread.sleep(1);
        return x * x;
    }
}
