package dev.procpool.bench;

import java.util.Arrays;
import java.util.List;

/** The parts of the table: rows that follow each other. */
public enum Group {
    /** Ints, calls and large payloads. */
    CALLS("Calls and numbers", Row.MAP_SINGLE),
    /** Many strings, records and beans. */
    TEXT("Text and records, many items", Row.MAP_TEXT),
    /** Starts, idle pools, processor time. */
    POOLS("Pools and their processes", Row.FIRST_RESULT),
    /** Whole processes of the command line. */
    SHELL("At the shell, whole processes", Row.RUN_COMMAND),
    /** Locks, queues and managers; Python has no pool then. */
    BETWEEN("Objects between processes", Row.LOCK_CPU),
    /** Very many items with a small heap. */
    SOAK("Soak", Row.SOAK);

    private final String title;
    private final Row first;

    Group(String title, Row first) {
        this.title = title;
        this.first = first;
    }

    public String title() {
        return title;
    }

    static Group of(Row row) {
        Group found = CALLS;
        for (Group each : values()) {
            if (each.first.compareTo(row) <= 0) {
                found = each;
            }
        }
        return found;
    }

    /** The rows of this group, in their order. */
    public List<Row> rows() {
        return Arrays.stream(Row.values()).filter(row -> of(row) == this).toList();
    }
}
