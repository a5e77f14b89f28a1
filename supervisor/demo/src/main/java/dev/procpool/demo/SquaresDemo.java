package dev.procpool.demo;

import demos.Squares;
import dev.procpool.Outcome;
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
    public Class<?> program() {
        return Squares.class;
    }

    @Override
    public Evidence run(Steps steps) throws Exception {
        steps.begins("workers");
        List<Outcome<Integer>> outcomes = Squares.squares(WORKERS, LAST);
        List<Integer> squares = outcomes.stream().map(Outcome::value).toList();
        Map<Long, Integer> itemsByPid = new TreeMap<>();
        outcomes.forEach(o -> itemsByPid.merge(o.pid(), 1, Integer::sum));
        long here = ProcessHandle.current().pid();

        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("squares", squares);
        facts.put("supervisor", here);
        facts.put("workers", byText(itemsByPid));
        boolean right = squares.equals(
                IntStream.rangeClosed(1, LAST).mapToObj(x -> x * x).toList());
        return new Evidence(right && itemsByPid.size() == WORKERS && !itemsByPid.containsKey(here), facts);
    }

    private static Map<String, Integer> byText(Map<Long, Integer> itemsByPid) {
        Map<String, Integer> byText = new LinkedHashMap<>();
        itemsByPid.forEach((pid, items) -> byText.put(Long.toString(pid), items));
        return byText;
    }
}
