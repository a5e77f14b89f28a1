package dev.procpool.protocol.codec;

import com.esotericsoftware.kryo.kryo5.Kryo;
import com.esotericsoftware.kryo.kryo5.KryoException;
import com.esotericsoftware.kryo.kryo5.Serializer;
import com.esotericsoftware.kryo.kryo5.io.Input;
import com.esotericsoftware.kryo.kryo5.io.Output;
import com.esotericsoftware.kryo.kryo5.serializers.FieldSerializer;
import com.esotericsoftware.kryo.kryo5.serializers.FieldSerializer.CachedField;
import java.lang.reflect.Field;

/**
 * A field that refuses an object which is not of its type, before it is stored. Kryo stores what it has read without
 * a check: bytes that were made for it, or a {@code writeReplace} that gives an object of another class, put anything
 * into any field, and the JVM ends with SIGSEGV when it uses that.
 *
 * <p>A field is written and read by its erased type. Kryo would write a field of a type variable by the type that a
 * subclass gives to the variable, and by the annotations of the field.
 */
final class CheckedField extends CachedField {

    private final CachedField unchecked;
    private final Kryo kryo;
    private final Field field;
    private final Class<?> type;
    private final Class<?> exact;
    private final long offset;
    private Serializer<?> exactSerializer;

    private CheckedField(CachedField unchecked, Kryo kryo) {
        super(unchecked.getField());
        this.unchecked = unchecked;
        this.kryo = kryo;
        this.field = unchecked.getField();
        this.type = field.getType();
        this.exact = kryo.isFinal(type) ? type : null;
        this.offset = ClosedMemory.offset(field);
    }

    /** Checks all fields of a serializer. */
    static void checkAll(FieldSerializer<?> serializer, Kryo kryo) {
        CachedField[] fields = serializer.getFields();
        for (int i = 0; i < fields.length; i++) {
            if (!fields[i].getField().getType().isPrimitive()) {
                fields[i] = new CheckedField(fields[i], kryo);
            }
        }
    }

    /** Refuses a value that is not of the type of a field. */
    static void require(Class<?> type, Object value, Class<?> owner, String name) {
        if (value != null && !type.isInstance(value)) {
            throw new KryoException("field " + owner.getName() + "." + name + " is a " + type.getTypeName()
                    + " and was sent a " + value.getClass().getTypeName());
        }
    }

    @Override
    public void write(Output output, Object object) {
        try {
            Object value = ClosedMemory.getReference(object, offset);
            if (exact == null) {
                kryo.writeClassAndObject(output, value);
            } else {
                kryo.writeObjectOrNull(output, value, exactSerializer());
            }
        } catch (KryoException e) {
            e.addTrace(trace());
            throw e;
        } catch (RuntimeException e) {
            throw traced(e);
        }
    }

    @Override
    public void read(Input input, Object object) {
        try {
            Object value = exact == null
                    ? kryo.readClassAndObject(input)
                    : kryo.readObjectOrNull(input, exact, exactSerializer());
            require(type, value, field.getDeclaringClass(), field.getName());
            ClosedMemory.putReference(object, offset, value);
        } catch (KryoException e) {
            e.addTrace(trace());
            throw e;
        } catch (RuntimeException e) {
            throw traced(e);
        }
    }

    private KryoException traced(RuntimeException e) {
        KryoException traced = new KryoException(e);
        traced.addTrace(trace());
        return traced;
    }

    private String trace() {
        return field.getName() + " (" + field.getDeclaringClass().getName() + ")";
    }

    private Serializer<?> exactSerializer() {
        if (exactSerializer == null) {
            exactSerializer = kryo.getSerializer(exact);
        }
        return exactSerializer;
    }

    @Override
    public void copy(Object original, Object copy) {
        unchecked.copy(original, copy);
    }
}
