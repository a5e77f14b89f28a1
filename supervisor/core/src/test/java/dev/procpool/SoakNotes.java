package dev.procpool;

import java.util.Map;
import java.util.Queue;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;

/** The figures of a soak, and what was wrong in it. Thread-safe. */
final class SoakNotes {

    private final Map<String, AtomicLong> figures = new ConcurrentHashMap<>();
    private final Queue<String> wrongs = new ConcurrentLinkedQueue<>();

    void count(String what) {
        figures.computeIfAbsent(what, key -> new AtomicLong()).incrementAndGet();
    }

    long figure(String what) {
        return figures.getOrDefault(what, new AtomicLong()).get();
    }

    Map<String, AtomicLong> figures() {
        return new TreeMap<>(figures);
    }

    void wrong(String what) {
        wrongs.add(what);
    }

    Queue<String> wrongs() {
        return wrongs;
    }

    /** Notes the outcome of an item, and whether its plan allows that outcome. */
    void check(SoakPlan plan, int item, Object value, Throwable failure) {
        count("items");
        if (failure == null) {
            count("values");
            if (!SoakItem.isRight(item, value)) {
                wrong("item " + item + " (" + SoakItem.of(item) + ") has the value " + value);
            }
        } else {
            count(failure.getClass().getSimpleName());
            if (!SoakItem.of(item).mayFailWith(failure, plan)) {
                wrong("item " + item + " (" + SoakItem.of(item) + ") of " + plan + " failed with " + failure);
            }
        }
    }
}
