package dev.procpool.protocol.codec;

import com.esotericsoftware.kryo.kryo5.KryoException;
import dev.procpool.protocol.message.ItemLayout;
import dev.procpool.protocol.message.PayloadBuffer;
import dev.procpool.protocol.message.PayloadReader;
import java.lang.invoke.MethodHandle;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.nio.BufferUnderflowException;
import java.util.List;
import java.util.Optional;

/**
 * How the objects of one class lie side by side, without the class and without references: for records, and classes
 * that travel by their fields, whose fields are primitives, boxes, strings, enums and such records. No object of them
 * contains itself; two fields with the same string or record arrive with equal ones.
 *
 * <pre>
 * item     +--------------------+-------------------------------------------------+
 *          | length * 2 + other | the fields in the order of the description, or  |
 *          | varint             | length and encoding of another value by a codec |
 *          +--------------------+-------------------------------------------------+
 * </pre>
 *
 * A null has no bytes but its head. Thread-safe. Fields are read and written by reflection at first, as method handles
 * take longer to make than thousands of objects to send.
 */
public final class RecordForm {

    /** The largest number of bytes of an object, its head included. A larger object goes as another value. */
    public static final int MOST_BYTES = ItemLayout.MOST_BYTES;

    /** Objects that are written, or read, before a method handle for that is worth its making. */
    private static final int MANY = 100_000;

    private static final int OTHER = 1;
    private static final int LARGEST_HEAD = 5;
    private static final int VAR_BITS = 7;

    /** An item of fewer bytes has a head of one byte. */
    private static final int SHORT = 1 << VAR_BITS - 1;

    private static final ClassValue<Optional<RecordForm>> FORMS = new ClassValue<>() {
        @Override
        protected Optional<RecordForm> computeValue(Class<?> type) {
            return RecordShape.formOf(type);
        }
    };

    private final Class<?> type;
    private final RecordField[] fields;
    private final Constructor<?> constructor;
    private final byte[] description;

    // Races on these are harmless: a handle is immutable, and may be made twice.
    private MethodHandle writer;
    private MethodHandle reader;
    private int written;
    private int read;

    RecordForm(Class<?> type, List<RecordField> fields, Constructor<?> constructor) {
        this.type = type;
        this.fields = fields.toArray(RecordField[]::new);
        this.constructor = constructor;
        this.description = RecordDescription.of(this);
    }

    /** The form of a class; empty if its objects travel the usual way. */
    public static Optional<RecordForm> of(Class<?> type) {
        return type.isHidden() || SerializerChoice.isOfTheJdk(type) ? Optional.empty() : FORMS.get(type);
    }

    /** The class of the objects; objects of classes that extend it do not have this form. */
    public Class<?> type() {
        return type;
    }

    RecordField[] fields() {
        return fields;
    }

    Constructor<?> constructor() {
        return constructor;
    }

    /** The name of the class, and names and types of its fields. Not to be changed. */
    public byte[] description() {
        return description;
    }

    /** Makes the method handles now. */
    void compile() {
        writer = RecordHandles.writer(this);
        reader = RecordHandles.reader(this);
    }

    /** Whether an object is of the class, or null. */
    public boolean fits(Object value) {
        return value == null || value.getClass() == type;
    }

    /**
     * Appends an object that fits.
     *
     * @return false if it is larger than {@link #MOST_BYTES}; nothing was appended then
     */
    public boolean write(Object value, PayloadBuffer out) {
        int start = out.size();
        out.putByte(0);
        if (value == null) {
            return true;
        }
        try {
            writeFields(out, value);
        } catch (FieldValues.TooLongException e) {
            out.truncate(start);
            return false;
        }
        if (out.size() - start >= MOST_BYTES) {
            out.truncate(start);
            return false;
        }
        finish(out, start, 0);
        return true;
    }

    /**
     * Appends any value.
     *
     * @throws EncodingException as {@link PayloadCodec#encode}; nothing was appended then
     */
    public static void writeOther(Object value, PayloadCodec codec, PayloadBuffer out) {
        int start = out.size();
        out.putByte(0);
        try {
            codec.encode(value, out);
        } catch (EncodingException e) {
            out.truncate(start);
            throw e;
        }
        finish(out, start, OTHER);
    }

    /** Writes the head of an item that begins with a byte of room for it. */
    private static void finish(PayloadBuffer out, int start, int other) {
        int length = out.size() - start - 1;
        int head = length << 1 | other;
        if (length < SHORT) {
            out.array()[start] = (byte) head; // most items
            return;
        }
        int bits = Integer.SIZE - Integer.numberOfLeadingZeros(head);
        int bytes = (bits + VAR_BITS - 1) / VAR_BITS;
        out.ensureCapacity(start + LARGEST_HEAD + length);
        System.arraycopy(out.array(), start + 1, out.array(), start + bytes, length);
        out.truncate(start);
        out.putVarInt(head);
        out.advance(length);
    }

    void writeFields(PayloadBuffer out, Object value) {
        MethodHandle all = writer;
        if (all == null) {
            writeByReflection(out, value);
            return;
        }
        try {
            all.invokeExact(out, value);
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalStateException(e);
        }
    }

    private void writeByReflection(PayloadBuffer out, Object value) {
        try {
            for (RecordField field : fields) {
                field.write(out, value);
            }
        } catch (IllegalAccessException e) {
            throw new IllegalStateException(e);
        }
        if (++written == MANY) {
            writer = RecordHandles.writer(this);
        }
    }

    /** Whether an item is another value than an object, or null, as its head says. */
    static boolean isOther(int head) {
        return (head & OTHER) != 0;
    }

    /**
     * Reads an object that {@link #write} has appended.
     *
     * @param offset where it begins, behind its head
     * @throws DecodingException if the bytes are no such object, or the constructor of a record threw
     */
    Object read(byte[] bytes, int offset, int length) {
        PayloadReader in = new PayloadReader(bytes, offset, offset + length);
        try {
            Object value = readFields(in);
            if (in.remaining() > 0) {
                throw new KryoException(in.remaining() + " bytes are left over");
            }
            return value;
        } catch (KryoException | LinkageError e) {
            throw KryoCodec.undecodable(e);
        } catch (OutOfMemoryError e) {
            throw new DecodingException("the value needs more memory than there is: " + e.getMessage(), e);
        }
    }

    Object readFields(PayloadReader in) {
        MethodHandle all = reader;
        if (all == null) {
            return readByReflection(in);
        }
        try {
            return (Object) all.invokeExact(in);
        } catch (KryoException | LinkageError | OutOfMemoryError e) {
            throw e;
        } catch (BufferUnderflowException e) {
            throw new KryoException("the bytes end too early", e);
        } catch (Throwable e) {
            throw failed(e);
        }
    }

    private Object readByReflection(PayloadReader in) {
        if (++read == MANY) {
            reader = RecordHandles.reader(this);
        }
        Object[] values = new Object[fields.length];
        try {
            for (int i = 0; i < values.length; i++) {
                values[i] = fields[i].read(in);
            }
            if (type.isRecord()) {
                return constructor.newInstance(values);
            }
            Object value = constructor.newInstance();
            for (int i = 0; i < values.length; i++) {
                fields[i].field().set(value, values[i]);
            }
            return value;
        } catch (BufferUnderflowException e) {
            throw new KryoException("the bytes end too early", e);
        } catch (InvocationTargetException e) {
            throw failed(e.getCause());
        } catch (ReflectiveOperationException e) {
            throw new KryoException(type.getName() + " cannot be made: " + e.getMessage(), e);
        }
    }

    private KryoException failed(Throwable e) {
        return new KryoException("the constructor of record " + type.getName() + " threw " + e, e);
    }
}
