package dev.procpool.protocol;

import java.io.InvalidObjectException;
import java.io.ObjectInputStream;
import java.io.Serializable;
import java.util.AbstractList;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.RandomAccess;

/**
 * A list of boxed numbers of one type that keeps them packed: each is boxed when it is read, and all of them when the list is
 * changed for the first time. As thread-safe as an {@link ArrayList}, and like that in all but the identity of its elements.
 */
public final class PackedList extends AbstractList<Object> implements RandomAccess, Serializable {

    private static final long serialVersionUID = 1;

    private final transient ItemLayout layout;
    private final transient int count;
    private transient byte[] packed;

    /** All of them, once there was a change; null before. */
    private transient List<Object> boxed;

    /**
     * @param layout a packed one
     * @param packed nothing but the numbers; it is not copied
     */
    public PackedList(ItemLayout layout, byte[] packed) {
        this.layout = layout;
        this.packed = packed;
        this.count = packed.length / layout.bytes();
    }

    @Override
    public int size() {
        return boxed == null ? count : boxed.size();
    }

    @Override
    public Object get(int index) {
        return boxed == null ? layout.get(packed, Objects.checkIndex(index, count) * layout.bytes()) : boxed.get(index);
    }

    private List<Object> boxed() {
        if (boxed == null) {
            boxed = new ArrayList<>(this);
            packed = null;
        }
        return boxed;
    }

    @Override
    public Object set(int index, Object element) {
        return boxed().set(index, element);
    }

    @Override
    public void add(int index, Object element) {
        modCount++;
        boxed().add(index, element);
    }

    @Override
    public Object remove(int index) {
        modCount++;
        return boxed().remove(index);
    }

    @Override
    protected void removeRange(int from, int to) {
        modCount++;
        boxed().subList(from, to).clear();
    }

    @Override
    public void sort(Comparator<? super Object> order) {
        modCount++;
        boxed().sort(order);
    }

    private Object writeReplace() {
        return new ArrayList<>(this);
    }

    private void readObject(ObjectInputStream in) throws InvalidObjectException {
        throw new InvalidObjectException("is written as an ArrayList");
    }
}
