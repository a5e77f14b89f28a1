package dev.procpool.internal.manager;

import java.io.Serializable;
import java.util.AbstractMap;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentMap;
import java.util.function.BiConsumer;

/**
 * A map whose entries are in a manager. Thread-safe. Each method is one call; the methods with functions are those of
 * ConcurrentMap, which try again until no other process has changed the entry in between.
 */
final class ManagedMap<K, V> extends AbstractMap<K, V> implements ConcurrentMap<K, V>, Face, Serializable {

    private static final long serialVersionUID = 1L;

    @SuppressWarnings("serial") // a proxy, which travels
    private final MapCalls<K, V> calls;

    ManagedMap(MapCalls<K, V> calls) {
        this.calls = calls;
    }

    @Override
    public Object calls() {
        return calls;
    }

    @Override
    public int size() {
        return calls.size();
    }

    @Override
    public boolean isEmpty() {
        return calls.size() == 0;
    }

    @Override
    public V get(Object key) {
        return calls.get(key);
    }

    @Override
    public boolean containsKey(Object key) {
        return calls.containsKey(key);
    }

    @Override
    public V put(K key, V value) {
        return calls.put(key, value);
    }

    @Override
    public void putAll(Map<? extends K, ? extends V> entries) {
        calls.putAll(new LinkedHashMap<>(entries));
    }

    @Override
    public V putIfAbsent(K key, V value) {
        return calls.putIfAbsent(key, value);
    }

    @Override
    public V remove(Object key) {
        return calls.remove(key);
    }

    @Override
    public boolean remove(Object key, Object value) {
        return calls.removeEntry(key, value);
    }

    @Override
    public V replace(K key, V value) {
        return calls.replace(key, value);
    }

    @Override
    public boolean replace(K key, V expected, V value) {
        return calls.replaceEntry(key, expected, value);
    }

    @Override
    public void clear() {
        calls.clear();
    }

    @Override
    public void forEach(BiConsumer<? super K, ? super V> action) {
        calls.copy().forEach(action);
    }

    /** A copy, as are the other views, which are made from it. */
    @Override
    public Set<Map.Entry<K, V>> entrySet() {
        return Collections.unmodifiableMap(calls.copy()).entrySet();
    }

    @Override
    public Set<K> keySet() {
        return Collections.unmodifiableMap(calls.copy()).keySet();
    }

    @Override
    public Collection<V> values() {
        return Collections.unmodifiableMap(calls.copy()).values();
    }

    @Override
    public boolean equals(Object other) {
        return other == this
                || other instanceof Map<?, ?> map
                        && (Proxies.formOf(this)
                                        .filter(form -> Proxies.isOf(map, form))
                                        .isPresent()
                                || calls.copy().equals(map instanceof ManagedMap<?, ?> its ? its.calls.copy() : map));
    }

    @Override
    public int hashCode() {
        return calls.copy().hashCode();
    }

    @Override
    public String toString() {
        return calls.toString();
    }
}
