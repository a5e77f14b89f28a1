package dev.procpool.protocol.codec;

import com.esotericsoftware.kryo.kryo5.KryoException;
import com.esotericsoftware.kryo.kryo5.io.Input;
import com.esotericsoftware.kryo.kryo5.io.Output;
import com.esotericsoftware.kryo.kryo5.serializers.FieldSerializer;
import com.esotericsoftware.kryo.kryo5.serializers.FieldSerializer.CachedField;

/**
 * A field that refuses an object which is not of its type. Kryo stores what it has read without a check, as fast as memory; so
 * bytes that were made for it can put anything into any field.
 */
final class CheckedField extends CachedField {

    private final CachedField unchecked;

    private CheckedField(CachedField unchecked) {
        super(unchecked.getField());
        this.unchecked = unchecked;
    }

    /** Checks all fields of a serializer. */
    static void checkAll(FieldSerializer<?> serializer) {
        CachedField[] fields = serializer.getFields();
        for (int i = 0; i < fields.length; i++) {
            if (!fields[i].getField().getType().isPrimitive()) {
                fields[i] = new CheckedField(fields[i]);
            }
        }
    }

    @Override
    public void write(Output output, Object object) {
        unchecked.write(output, object);
    }

    @Override
    public void read(Input input, Object object) {
        unchecked.read(input, object);
        Object value;
        try {
            value = getField().get(object);
        } catch (IllegalAccessException e) {
            throw new KryoException("field " + getField() + " cannot be checked", e);
        }
        if (value != null && !getField().getType().isInstance(value)) {
            throw new KryoException(
                    "field " + getField() + " was sent a " + value.getClass().getName());
        }
    }

    @Override
    public void copy(Object original, Object copy) {
        unchecked.copy(original, copy);
    }
}
