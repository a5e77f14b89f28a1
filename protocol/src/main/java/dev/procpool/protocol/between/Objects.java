package dev.procpool.protocol.between;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** The objects of a home and their places in the page. Guarded by the home's lock. */
final class Objects {

    /** The objects for which disk space is got at a time. */
    private static final int STEP = 64;

    private final Page page;
    private final Layout layout;
    private final Map<Integer, ObjectName> current = new LinkedHashMap<>();
    private final Deque<Integer> reusable = new ArrayDeque<>();
    private int used;
    private int reserved;
    private long lastSerial;

    Objects(Page page, Layout layout) {
        this.page = page;
        this.layout = layout;
    }

    ObjectName create() throws IOException {
        Integer free = reusable.poll();
        int index = free == null ? unused() : free;
        lastSerial++;
        ObjectName name = new ObjectName(index, lastSerial);
        page.set(layout.object(index), 0);
        page.set(Layout.nameOf(layout.object(index)), name.serial());
        current.put(index, name);
        return name;
    }

    private int unused() throws IOException {
        if (used == layout.maxObjects()) {
            throw new IllegalStateException("a process keeps at most " + used + " objects for other processes");
        }
        if (used == reserved) {
            int more = Math.min(STEP, layout.maxObjects() - reserved);
            page.reserve(layout.object(reserved), layout.object(reserved + more) - layout.object(reserved));
            reserved += more;
        }
        used++;
        page.set(Layout.USED_OBJECTS, used);
        return used - 1;
    }

    /** @param mayBeReused false if another process may still change words of the object */
    void remove(ObjectName name, boolean mayBeReused) {
        current.remove(name.index());
        if (mayBeReused) {
            reusable.add(name.index());
        }
    }

    boolean isCurrent(ObjectName name) {
        return name.equals(current.get(name.index()));
    }

    boolean isUsed(int index) {
        return index >= 0 && index < used;
    }

    /** The offsets of the words of all objects that have not ended. */
    Set<Integer> offsets() {
        return current.keySet().stream().map(layout::object).collect(Collectors.toSet());
    }
}
