package dev.procpool.internal.manager;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;

/**
 * A list in a manager. Thread-safe by its monitor. Elements are never compared under the monitor: an element may be the
 * proxy of a list that contains this one.
 */
final class ListStore implements ListCalls<Object> {

    private final List<Object> elements = new ArrayList<>(); // guarded by this

    @Override
    public synchronized int size() {
        return elements.size();
    }

    @Override
    public synchronized Object get(int index) {
        return elements.get(index);
    }

    @Override
    public synchronized Object set(int index, Object element) {
        return elements.set(index, element);
    }

    @Override
    public synchronized void append(Object element) {
        elements.add(element);
    }

    @Override
    public synchronized void insert(int index, Object element) {
        elements.add(index, element);
    }

    @Override
    public synchronized boolean insertAll(int index, Collection<?> added) {
        return elements.addAll(index < 0 ? elements.size() : index, added);
    }

    @Override
    public synchronized Object removeAt(int index) {
        return elements.remove(index);
    }

    @Override
    public synchronized void removeRange(int from, int to) {
        elements.subList(from, Math.min(to, elements.size())).clear();
    }

    @Override
    public boolean removeFirst(Object element) {
        while (true) {
            List<Object> before = copy();
            int index = before.indexOf(element);
            if (index < 0) {
                return false;
            }
            if (removeIfStill(index, before.get(index))) {
                return true;
            }
        }
    }

    private synchronized boolean removeIfStill(int index, Object element) {
        boolean isStill = index < elements.size() && elements.get(index) == element;
        if (isStill) {
            elements.remove(index);
        }
        return isStill;
    }

    @Override
    public boolean removeThose(Collection<?> those, boolean among) {
        Collection<?> sought = new HashSet<>(those);
        Set<Object> doomed = Collections.newSetFromMap(new IdentityHashMap<>());
        copy().stream().filter(one -> sought.contains(one) == among).forEach(doomed::add);
        synchronized (this) {
            return elements.removeIf(doomed::contains);
        }
    }

    @Override
    public int indexOf(Object element) {
        return copy().indexOf(element);
    }

    @Override
    public int lastIndexOf(Object element) {
        return copy().lastIndexOf(element);
    }

    @Override
    public synchronized List<Object> copy() {
        return new ArrayList<>(elements);
    }

    @Override
    public String toString() {
        return copy().toString();
    }
}
