package dev.procpool.protocol.codec;

import dev.procpool.protocol.codec.AllowedClasses.ClassNotAllowedException;
import dev.procpool.protocol.message.PayloadReader;
import java.nio.BufferUnderflowException;
import java.util.Arrays;
import java.util.Optional;

/** The record forms of the classes of a class loader, by the descriptions that arrive. Thread-safe. */
public final class RecordForms {

    private record Known(byte[] description, RecordForm form) {}

    private final ClassLoader loader;

    /** The form that was asked for last: most messages have objects of the same class as those before. */
    private volatile Known last; // null at first

    RecordForms(ClassLoader loader) {
        this.loader = loader;
    }

    /**
     * The form that a description is of.
     *
     * @param description is not changed any more
     * @throws DecodingException if the class is missing, not allowed, or not the same in this JVM
     */
    public RecordForm of(byte[] description) {
        Known known = last;
        if (known != null && (known.description == description || Arrays.equals(known.description, description))) {
            return known.form;
        }
        RecordForm form = find(description);
        last = new Known(description, form);
        return form;
    }

    /**
     * Reads an item among records.
     *
     * @param description the description of their class
     * @param offset where the item begins, behind its head
     * @param codec reads a value of another class
     * @throws DecodingException if the bytes are no such item, or code of the value threw, and as {@link #of}
     */
    public Object read(byte[] description, byte[] bytes, int offset, int head, PayloadCodec codec) {
        int length = head >>> 1;
        if (length == 0) {
            return null;
        } else if (!RecordForm.isOther(head)) {
            return of(description).read(bytes, offset, length);
        }
        PayloadReader in = new PayloadReader(bytes, offset, offset + length);
        try {
            in.getVarInt();
        } catch (BufferUnderflowException e) {
            throw KryoCodec.undecodable(e);
        }
        return codec.decode(bytes, in.position(), in.remaining());
    }

    /**
     * Reads an object of a class, or null.
     *
     * @throws DecodingException as the other method, and if the item is another value
     */
    public Object read(byte[] description, byte[] bytes, int offset, int head) {
        if (RecordForm.isOther(head)) {
            throw new DecodingException("there is another value among records", null);
        }
        return read(description, bytes, offset, head, null);
    }

    private RecordForm find(byte[] sent) {
        Class<?> type;
        Optional<RecordForm> form;
        try {
            type = Class.forName(RecordDescription.className(sent), false, loader);
            if (loader instanceof AllowedClasses allowed) {
                allowed.requireFields(type); // before an enum is initialized
            }
            form = RecordForm.of(type);
        } catch (ClassNotFoundException | LinkageError | ClassNotAllowedException e) {
            throw KryoCodec.undecodable(e);
        }
        if (form.isEmpty()) {
            throw new DecodingException(RecordDescription.difference(sent, type), null);
        } else if (!Arrays.equals(sent, form.get().description())) {
            throw new DecodingException(RecordDescription.difference(sent, form.get()), null);
        }
        return form.get();
    }
}
