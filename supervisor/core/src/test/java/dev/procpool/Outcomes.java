package dev.procpool;

import java.util.ArrayList;
import java.util.List;

/** Outcomes of a call, collected. */
final class Outcomes {

    private Outcomes() {}

    /** All of them, in the order in which they arrive. */
    static <R> List<Outcome<R>> all(Results<Outcome<R>> results) {
        List<Outcome<R>> all = new ArrayList<>();
        results.forEach(all::add);
        return all;
    }

    /** The outcome of the item with this index. */
    static <R> Outcome<R> at(List<Outcome<R>> outcomes, long index) {
        return outcomes.stream().filter(o -> o.index() == index).findFirst().orElseThrow();
    }
}
