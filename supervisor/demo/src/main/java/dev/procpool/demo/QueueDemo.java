package dev.procpool.demo;

import demos.QueueOfPids;
import demos.QueueOfPids.Notes;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** Workers note their pids in a static list, and in four places that processes share. */
public final class QueueDemo implements Demo {

    private static final int WORKERS = 4;
    private static final int ITEMS = 100;

    @Override
    public String name() {
        return "queue";
    }

    @Override
    public Class<?> program() {
        return QueueOfPids.class;
    }

    @Override
    public Evidence run(Steps steps) throws Exception {
        steps.begins("workers");
        Notes notes = QueueOfPids.notes(WORKERS, ITEMS);
        List<List<Long>> shared = List.of(notes.queue(), notes.list(), notes.memory());
        Set<Long> pids = new TreeSet<>(notes.outcomes());
        boolean isSame = shared.stream().allMatch(list -> list.size() == ITEMS && pids.equals(new TreeSet<>(list)));

        Map<String, Object> places = new LinkedHashMap<>();
        places.put("staticList", counts(notes.staticList()));
        places.put("queue", counts(notes.queue()));
        places.put("managerList", counts(notes.list()));
        places.put("sharedMemory", counts(notes.memory()));
        places.put("outcomes", counts(notes.outcomes()));
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("places", places);
        facts.put("workers", itemsByPid(notes.queue()));
        facts.put("same", isSame);
        return new Evidence(notes.staticList().isEmpty() && isSame && pids.size() > 1, facts);
    }

    private static Map<String, Object> counts(List<Long> pids) {
        return Parts.of("items", pids.size(), "pids", new TreeSet<>(pids).size());
    }

    private static Map<String, Integer> itemsByPid(List<Long> pids) {
        Map<Long, Integer> sorted = new TreeMap<>();
        pids.forEach(pid -> sorted.merge(pid, 1, Integer::sum));
        Map<String, Integer> itemsByPid = new LinkedHashMap<>();
        sorted.forEach((pid, items) -> itemsByPid.put(Long.toString(pid), items));
        return itemsByPid;
    }
}
