package dev.procpool.internal.manager;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/** The objects of a manager, by numbers that are never used again, and their names. Thread-safe. */
final class ObjectTable {

    private final Endpoint endpoint;
    private final Map<Long, Served> objects = new ConcurrentHashMap<>();
    private final Map<String, Long> names = new ConcurrentHashMap<>();
    private final AtomicLong last = new AtomicLong();

    /** @param endpoint the place that handles of these objects lead to */
    ObjectTable(Endpoint endpoint) {
        this.endpoint = endpoint;
    }

    Endpoint endpoint() {
        return endpoint;
    }

    long add(Served object) {
        long id = last.incrementAndGet();
        objects.put(id, object);
        return id;
    }

    /** Null if there is no such object, or no longer. */
    Served get(long id) {
        return objects.get(id);
    }

    void end(long id) {
        objects.remove(id);
        names.values().removeIf(named -> named == id);
    }

    void publish(String name, long id) {
        names.put(name, id);
    }

    Optional<Long> find(String name) {
        return Optional.ofNullable(names.get(name));
    }
}
