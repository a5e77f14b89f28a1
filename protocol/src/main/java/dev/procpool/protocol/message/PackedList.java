package dev.procpool.protocol.message;

import java.io.InvalidObjectException;
import java.io.ObjectInputStream;
import java.io.Serializable;
import java.util.AbstractList;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.ListIterator;
import java.util.Objects;
import java.util.RandomAccess;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/**
 * A list of boxed numbers of one type that keeps them packed, and boxes each when it is read. The first operation that
 * is more than reading, such as a change or a sublist, boxes all of them; from then on the list behaves as the
 * {@link ArrayList} that it contains. Thread-safe as far as an {@link ArrayList} is.
 */
public final class PackedList extends AbstractList<Object> implements RandomAccess, Serializable {

    private static final long serialVersionUID = 1;

    private final transient ItemLayout layout;
    private final transient int count;

    /** The numbers; null once they are boxed. Written after {@link #boxed}. */
    private transient volatile byte[] packed;

    private transient ArrayList<Object> boxed;

    /**
     * @param layout a packed one of numbers
     * @param packed nothing but the numbers; it is not copied
     */
    public PackedList(ItemLayout layout, byte[] packed) {
        this.layout = layout;
        this.packed = packed;
        this.count = packed.length / layout.bytes();
    }

    @Override
    public int size() {
        return packed != null ? count : boxed.size();
    }

    @Override
    public Object get(int index) {
        byte[] numbers = packed;
        return numbers != null
                ? layout.get(numbers, Objects.checkIndex(index, count) * layout.bytes(), layout.bytes())
                : boxed.get(index);
    }

    @Override
    public Iterator<Object> iterator() {
        return packed != null ? super.iterator() : boxed.iterator();
    }

    private ArrayList<Object> boxed() {
        if (packed != null) {
            box();
        }
        return boxed;
    }

    private synchronized void box() {
        if (packed != null) {
            boxed = new ArrayList<>(this);
            packed = null;
        }
    }

    /** The list for an operation that changes its size: iterators over the packed numbers are to notice the change. */
    private ArrayList<Object> resized() {
        modCount++;
        return boxed();
    }

    // ---- the ArrayList

    @Override
    public ListIterator<Object> listIterator(int index) {
        return boxed().listIterator(index);
    }

    @Override
    public List<Object> subList(int from, int to) {
        return boxed().subList(from, to);
    }

    @Override
    public Object set(int index, Object element) {
        return boxed().set(index, element);
    }

    @Override
    public boolean add(Object element) {
        return resized().add(element);
    }

    @Override
    public void add(int index, Object element) {
        resized().add(index, element);
    }

    @Override
    public boolean addAll(Collection<?> elements) {
        return resized().addAll(elements);
    }

    @Override
    public boolean addAll(int index, Collection<?> elements) {
        return resized().addAll(index, elements);
    }

    @Override
    public Object remove(int index) {
        return resized().remove(index);
    }

    @Override
    public boolean remove(Object element) {
        return resized().remove(element);
    }

    @Override
    public boolean removeAll(Collection<?> elements) {
        return resized().removeAll(elements);
    }

    @Override
    public boolean retainAll(Collection<?> elements) {
        return resized().retainAll(elements);
    }

    @Override
    public boolean removeIf(Predicate<? super Object> filter) {
        return resized().removeIf(filter);
    }

    @Override
    public void replaceAll(UnaryOperator<Object> operator) {
        boxed().replaceAll(operator);
    }

    @Override
    public void sort(Comparator<? super Object> order) {
        resized().sort(order);
    }

    @Override
    public void clear() {
        resized().clear();
    }

    // ---- as a stream of bytes

    private Object writeReplace() {
        return new ArrayList<>(this);
    }

    private void readObject(ObjectInputStream in) throws InvalidObjectException {
        throw new InvalidObjectException("is written as an ArrayList");
    }
}
