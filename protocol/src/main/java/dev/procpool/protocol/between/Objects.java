package dev.procpool.protocol.between;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The objects of a home and their places in the page. Guarded by the home's lock. */
final class Objects {

    /** The objects for which disk space is got at a time. */
    private static final int STEP = 64;

    /** The places that stay empty for a while: a thread that was slow to see the end of an object changes no other. */
    private static final int RESTING = 64;

    private final Region page;
    private final Layout layout;
    private final Map<Integer, HomeObject> current = new LinkedHashMap<>();
    private final Deque<Integer> reusable = new ArrayDeque<>();
    private int used;
    private int reserved;

    Objects(Region page, Layout layout) {
        this.page = page;
        this.layout = layout;
    }

    /**
     * Makes an object.
     *
     * @param serial a number that no other object of the home has
     * @param words the object's words; those that are the same for all kinds are ignored
     * @param region the object's own memory, or null
     * @param regionBytes its size
     */
    ObjectName create(ObjectKind kind, long serial, long[] words, Region region, long regionBytes) throws IOException {
        int index = reusable.size() > RESTING || used == layout.maxObjects() ? reusable() : unused();
        ObjectName name = new ObjectName(index, serial);
        int at = layout.object(index);
        for (int i = 0; i < Layout.WORDS_OF_AN_OBJECT; i++) {
            page.set(Layout.word(at, i), i < words.length ? words[i] : 0);
        }
        page.set(Layout.word(at, Layout.KIND), kind.number());
        page.set(Layout.word(at, Layout.REGION), regionBytes);
        page.set(Layout.word(at, Layout.SERIAL), serial);
        current.put(index, new HomeObject(name, kind, at, region));
        return name;
    }

    private int reusable() {
        if (reusable.isEmpty()) {
            throw new IllegalStateException("a process keeps at most " + used + " objects for other processes");
        }
        return reusable.remove();
    }

    private int unused() throws IOException {
        if (used == reserved) {
            int more = Math.min(STEP, layout.maxObjects() - reserved);
            page.reserve(layout.object(reserved), (long) layout.object(reserved + more) - layout.object(reserved));
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

    /** The object with a name, or null if it has ended. */
    HomeObject get(ObjectName name) {
        HomeObject object = current.get(name.index());
        return object != null && object.name().equals(name) ? object : null;
    }

    /** The object that has a word, or null. */
    HomeObject with(long wordAt) {
        return current.get(layout.objectWith(wordAt));
    }

    /** All objects that have not ended. */
    Collection<HomeObject> all() {
        return List.copyOf(current.values());
    }
}
