package dev.procpool.internal.manager;

import java.io.Serializable;
import java.util.AbstractList;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import java.util.Spliterator;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/**
 * A list whose elements are in a manager. Thread-safe. Each method is one call, and those that go through all elements
 * use a copy.
 */
final class ManagedList<E> extends AbstractList<E> implements Face, Serializable {

    private static final long serialVersionUID = 1L;

    @SuppressWarnings("serial") // a proxy, which travels
    private final ListCalls<E> calls;

    ManagedList(ListCalls<E> calls) {
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
    public E get(int index) {
        return calls.get(index);
    }

    @Override
    public E set(int index, E element) {
        return calls.set(index, element);
    }

    @Override
    public boolean add(E element) {
        calls.append(element);
        return true;
    }

    @Override
    public void add(int index, E element) {
        calls.insert(index, element);
    }

    @Override
    public boolean addAll(Collection<? extends E> elements) {
        return calls.insertAll(-1, new ArrayList<>(elements));
    }

    @Override
    public boolean addAll(int index, Collection<? extends E> elements) {
        Objects.checkIndex(index, Integer.MAX_VALUE);
        return calls.insertAll(index, new ArrayList<>(elements));
    }

    @Override
    public E remove(int index) {
        return calls.removeAt(index);
    }

    @Override
    public boolean remove(Object element) {
        return calls.removeFirst(element);
    }

    @Override
    public boolean removeAll(Collection<?> elements) {
        return calls.removeThose(new ArrayList<>(elements), true);
    }

    @Override
    public boolean retainAll(Collection<?> elements) {
        return calls.removeThose(new ArrayList<>(elements), false);
    }

    @Override
    public boolean removeIf(Predicate<? super E> filter) {
        throw new UnsupportedOperationException("a shared list removes elements, not those that a function chooses");
    }

    @Override
    public void replaceAll(UnaryOperator<E> operator) {
        throw new UnsupportedOperationException("a shared list replaces one element at a time");
    }

    @Override
    public void sort(Comparator<? super E> order) {
        throw new UnsupportedOperationException("sort a copy of the shared list: List.copyOf(list)");
    }

    @Override
    public void clear() {
        calls.removeRange(0, Integer.MAX_VALUE);
    }

    @Override
    protected void removeRange(int from, int to) {
        calls.removeRange(from, to);
    }

    @Override
    public int indexOf(Object element) {
        return calls.indexOf(element);
    }

    @Override
    public int lastIndexOf(Object element) {
        return calls.lastIndexOf(element);
    }

    @Override
    public boolean contains(Object element) {
        return calls.indexOf(element) >= 0;
    }

    @Override
    public boolean containsAll(Collection<?> elements) {
        return calls.copy().containsAll(elements);
    }

    @Override
    public Iterator<E> iterator() {
        return Collections.unmodifiableList(calls.copy()).iterator();
    }

    @Override
    public void forEach(Consumer<? super E> action) {
        calls.copy().forEach(action);
    }

    @Override
    public Spliterator<E> spliterator() {
        return calls.copy().spliterator();
    }

    @Override
    public Object[] toArray() {
        return calls.copy().toArray();
    }

    @Override
    public <T> T[] toArray(T[] array) {
        return calls.copy().toArray(array);
    }

    @Override
    public boolean equals(Object other) {
        return other == this
                || other instanceof List<?> list
                        && (Proxies.formOf(this)
                                        .filter(form -> Proxies.isOf(list, form))
                                        .isPresent()
                                || calls.copy().equals(list instanceof ManagedList<?> its ? its.calls.copy() : list));
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
