package dev.procpool.internal.manager;

import java.util.Collection;
import java.util.List;

/** The calls that the methods of a shared list are made of. */
interface ListCalls<E> {

    int size();

    E get(int index);

    E set(int index, E element);

    void append(E element);

    void insert(int index, E element);

    /** @param index -1 for the end */
    boolean insertAll(int index, Collection<? extends E> elements);

    E removeAt(int index);

    void removeRange(int from, int to);

    boolean removeFirst(Object element);

    /** Removes the elements that are among {@code elements}, or those that are not. */
    boolean removeThose(Collection<?> elements, boolean among);

    int indexOf(Object element);

    int lastIndexOf(Object element);

    List<E> copy();
}
