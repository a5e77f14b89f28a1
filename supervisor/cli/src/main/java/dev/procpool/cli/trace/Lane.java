package dev.procpool.cli.trace;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A row of a chart: what one worker id did. Neighbours are drawn as one where there are too many to draw. Not
 * thread-safe.
 */
final class Lane {

    /** The number of process ids that are kept from the beginning. */
    private static final int FIRST_PIDS = 3;

    private final String name;
    private final List<Long> firstPids = new ArrayList<>();
    private long lastPid;
    private int processes;
    private List<Bar> startUps = new ArrayList<>();
    private List<Bar> items = new ArrayList<>();
    private List<Bar> deaths = new ArrayList<>();
    private List<Bar> retries = new ArrayList<>();

    Lane(String name) {
        this.name = name;
    }

    String name() {
        return name;
    }

    void add(Span span) {
        seen(span.place().pid());
        (span.items() == null ? startUps : items).add(Bar.of(span));
    }

    void add(Mark mark) {
        seen(mark.place().pid());
        (mark.kind() == Mark.Kind.DEATH ? deaths : retries).add(Bar.of(mark));
    }

    private void seen(long pid) {
        if (pid == lastPid || firstPids.contains(pid)) {
            return;
        }
        processes++;
        lastPid = pid;
        if (firstPids.size() < FIRST_PIDS) {
            firstPids.add(pid);
        }
    }

    /** The process ids in words; only the first ones and the last one where there are many. */
    String pids() {
        String first = firstPids.stream().map(String::valueOf).collect(Collectors.joining(", ", "pid ", ""));
        if (processes <= FIRST_PIDS) {
            return first;
        }
        return first + (processes > FIRST_PIDS + 1 ? ", … " : ", ") + lastPid;
    }

    /** How many bars the row has. */
    int size() {
        return startUps.size() + items.size() + deaths.size() + retries.size();
    }

    /** Sorts the bars; makes one of neighbours that are not longer than {@code nanos} together, unless that is 0. */
    void merge(long nanos) {
        startUps = merged(startUps, nanos);
        items = merged(items, nanos);
        deaths = merged(deaths, nanos);
        retries = merged(retries, nanos);
    }

    private static List<Bar> merged(List<Bar> bars, long nanos) {
        bars.sort(Comparator.comparingLong(Bar::fromNanos));
        List<Bar> merged = new ArrayList<>();
        for (Bar bar : bars) {
            int last = merged.size() - 1;
            if (nanos > 0 && last >= 0 && merged.get(last).isMergedWith(bar, nanos)) {
                merged.set(last, merged.get(last).with(bar));
            } else {
                merged.add(bar);
            }
        }
        return merged;
    }

    List<Bar> startUps() {
        return startUps;
    }

    List<Bar> items() {
        return items;
    }

    List<Bar> deaths() {
        return deaths;
    }

    List<Bar> retries() {
        return retries;
    }
}
