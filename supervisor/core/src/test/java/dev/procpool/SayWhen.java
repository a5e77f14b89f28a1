package dev.procpool;

import java.util.Iterator;
import java.util.List;

/** An input that fails after some items, as in CPython's tests. */
final class SayWhen extends RuntimeException {

    private static final long serialVersionUID = 1L;

    SayWhen() {
        super("somebody said when");
    }

    /** The numbers from 0 to {@code total}, whose iterator throws instead of giving number {@code failAt}. */
    static Iterable<Integer> numbers(int total, int failAt) {
        return () -> new Iterator<>() {
            private int next;

            @Override
            public boolean hasNext() {
                return next < total;
            }

            @Override
            public Integer next() {
                if (next == failAt) {
                    throw new SayWhen();
                }
                return next++;
            }
        };
    }

    static List<Integer> range(int total) {
        return java.util.stream.IntStream.range(0, total).boxed().toList();
    }
}
