package dev.procpool.protocol.codec;

import java.io.IOException;
import java.io.ObjectOutput;
import java.io.ObjectOutputStream;

/** The values of the fields of a form, as {@code writeObject} sets them. */
final class FormPut extends ObjectOutputStream.PutField {

    private final Class<?> owner;
    private final FormField[] fields;
    private final Object[] values;

    FormPut(Class<?> owner, FormField[] fields) {
        this.owner = owner;
        this.fields = fields;
        this.values = new Object[fields.length];
        for (int i = 0; i < fields.length; i++) {
            values[i] = fields[i].nothing();
        }
    }

    /** The value of the field with this index. */
    Object value(int index) {
        return values[index];
    }

    private void set(String name, Object value, Class<?> type) {
        for (int i = 0; i < fields.length; i++) {
            if (fields[i].name().equals(name)
                    && (type == Object.class ? !fields[i].type().isPrimitive() : fields[i].type() == type)) {
                CheckedField.require(
                        fields[i].type().isPrimitive() ? Object.class : fields[i].type(), value, owner, name);
                values[i] = value;
                return;
            }
        }
        throw new IllegalArgumentException("no such field " + name + " with type " + type);
    }

    @Override
    public void put(String name, boolean value) {
        set(name, value, boolean.class);
    }

    @Override
    public void put(String name, byte value) {
        set(name, value, byte.class);
    }

    @Override
    public void put(String name, char value) {
        set(name, value, char.class);
    }

    @Override
    public void put(String name, short value) {
        set(name, value, short.class);
    }

    @Override
    public void put(String name, int value) {
        set(name, value, int.class);
    }

    @Override
    public void put(String name, long value) {
        set(name, value, long.class);
    }

    @Override
    public void put(String name, float value) {
        set(name, value, float.class);
    }

    @Override
    public void put(String name, double value) {
        set(name, value, double.class);
    }

    @Override
    public void put(String name, Object value) {
        set(name, value, Object.class);
    }

    @Override
    @Deprecated
    public void write(ObjectOutput out) throws IOException {
        throw new IOException("PutField.write is not supported: use ObjectOutputStream.writeFields");
    }
}
