package dev.procpool.internal.manager;

import dev.procpool.Namespace;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.stream.Collectors;

/** A namespace in a manager. Thread-safe by its monitor. */
final class NamespaceStore implements Namespace {

    private final Map<String, Object> values = new LinkedHashMap<>(); // guarded by this

    @Override
    @SuppressWarnings("unchecked")
    public synchronized <T> T get(String name) {
        return (T) values.get(requireThere(name));
    }

    @Override
    public synchronized void set(String name, Object value) {
        if (name.startsWith("_")) {
            throw new IllegalArgumentException("name must not begin with an underscore: " + name);
        }
        values.put(name, value);
    }

    @Override
    public synchronized void remove(String name) {
        values.remove(requireThere(name));
    }

    private String requireThere(String name) {
        if (!values.containsKey(name)) {
            throw new NoSuchElementException("the namespace has no " + name);
        }
        return name;
    }

    @Override
    public synchronized Map<String, Object> values() {
        return new LinkedHashMap<>(values);
    }

    @Override
    public boolean equals(Object other) {
        return other == this || other instanceof Namespace namespace && values().equals(namespace.values());
    }

    @Override
    public int hashCode() {
        return values().hashCode();
    }

    @Override
    public String toString() {
        return values().entrySet().stream()
                .map(entry -> entry.getKey() + "=" + entry.getValue())
                .collect(Collectors.joining(", ", "Namespace(", ")"));
    }
}
