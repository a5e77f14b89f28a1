package dev.procpool.protocol.codec;

import dev.procpool.task.Shared;
import java.io.NotSerializableException;
import java.io.ObjectOutputStream;

/** The only kind of {@link Shared}, in supervisor and worker: its number is what is sent. Thread-safe. */
public final class SharedHandle<T> implements Shared<T> {

    private static final long serialVersionUID = 1L;

    /** The value that a handle stands for, as one process knows it. Thread-safe. */
    public interface Access<T> {

        /** The value; see {@link Shared#get}. */
        T get();

        /** Ends the sharing; see {@link Shared#close}. */
        void close();
    }

    private final long id;
    private final transient Access<T> access;

    /** @param id the number of the value within its pool */
    public SharedHandle(long id, Access<T> access) {
        this.id = id;
        this.access = access;
    }

    /** The number of the value within its pool. */
    public long id() {
        return id;
    }

    /** The value behind the handle. */
    public Access<T> access() {
        return access;
    }

    @Override
    public T get() {
        return access.get();
    }

    @Override
    public void close() {
        access.close();
    }

    /** The codec of a pool sends the number. */
    private void writeObject(ObjectOutputStream out) throws NotSerializableException {
        throw new NotSerializableException(Shared.class.getName() + ": " + SharedValues.ELSEWHERE);
    }

    @Override
    public String toString() {
        return access.toString();
    }
}
