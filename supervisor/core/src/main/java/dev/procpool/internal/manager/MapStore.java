package dev.procpool.internal.manager;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

/**
 * A map in a manager, in the order of insertion, without nulls. Thread-safe by its monitor. Values are never compared
 * under the monitor: a value may be the proxy of a map that contains this one.
 */
final class MapStore implements MapCalls<Object, Object> {

    private final Map<Object, Object> entries = new LinkedHashMap<>(); // guarded by this

    @Override
    public synchronized int size() {
        return entries.size();
    }

    @Override
    public synchronized Object get(Object key) {
        return entries.get(key);
    }

    @Override
    public synchronized boolean containsKey(Object key) {
        return entries.containsKey(key);
    }

    @Override
    public synchronized Object put(Object key, Object value) {
        return entries.put(Objects.requireNonNull(key, "key"), Objects.requireNonNull(value, "value"));
    }

    @Override
    public synchronized void putAll(Map<?, ?> added) {
        added.forEach(this::put);
    }

    @Override
    public synchronized Object putIfAbsent(Object key, Object value) {
        Object before = entries.get(key);
        return before != null ? before : put(key, value);
    }

    @Override
    public synchronized Object remove(Object key) {
        return entries.remove(key);
    }

    @Override
    public boolean removeEntry(Object key, Object value) {
        while (true) {
            Object now = get(key);
            if (now == null || !now.equals(value)) {
                return false;
            }
            synchronized (this) {
                if (entries.get(key) == now) {
                    entries.remove(key);
                    return true;
                }
            }
        }
    }

    @Override
    public synchronized Object replace(Object key, Object value) {
        return entries.containsKey(key) ? put(key, value) : null;
    }

    @Override
    public boolean replaceEntry(Object key, Object expected, Object value) {
        while (true) {
            Object now = get(key);
            if (now == null || !now.equals(expected)) {
                return false;
            }
            synchronized (this) {
                if (entries.get(key) == now) {
                    put(key, value);
                    return true;
                }
            }
        }
    }

    @Override
    public synchronized void clear() {
        entries.clear();
    }

    @Override
    public synchronized Map<Object, Object> copy() {
        return new LinkedHashMap<>(entries);
    }

    @Override
    public String toString() {
        return copy().toString();
    }
}
