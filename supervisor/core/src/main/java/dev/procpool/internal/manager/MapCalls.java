package dev.procpool.internal.manager;

import java.util.Map;

/** The calls that the methods of a shared map are made of; as in ConcurrentMap where the names are the same. */
interface MapCalls<K, V> {

    int size();

    V get(Object key);

    boolean containsKey(Object key);

    V put(K key, V value);

    void putAll(Map<? extends K, ? extends V> entries);

    V putIfAbsent(K key, V value);

    V remove(Object key);

    boolean removeEntry(Object key, Object value);

    V replace(K key, V value);

    boolean replaceEntry(K key, V expected, V value);

    void clear();

    Map<K, V> copy();
}
