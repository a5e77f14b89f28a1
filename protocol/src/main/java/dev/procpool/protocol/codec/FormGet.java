package dev.procpool.protocol.codec;

import java.io.ObjectInputStream;
import java.io.ObjectStreamClass;

/** The values of the fields of a form, as {@code readObject} asks for them. */
final class FormGet extends ObjectInputStream.GetField {

    private final Class<?> owner;
    private final FormField[] fields;
    private final Object[] values;

    FormGet(Class<?> owner, FormField[] fields, Object[] values) {
        this.owner = owner;
        this.fields = fields;
        this.values = values;
    }

    private Object value(String name, Class<?> type) {
        for (int i = 0; i < fields.length; i++) {
            if (fields[i].name().equals(name)
                    && (type == Object.class ? !fields[i].type().isPrimitive() : fields[i].type() == type)) {
                return values[i];
            }
        }
        throw new IllegalArgumentException("no such field " + name + " with type " + type);
    }

    @Override
    public ObjectStreamClass getObjectStreamClass() {
        return ObjectStreamClass.lookup(owner);
    }

    @Override
    public boolean defaulted(String name) {
        for (FormField field : fields) {
            if (field.name().equals(name)) {
                return false;
            }
        }
        throw new IllegalArgumentException("no such field " + name);
    }

    @Override
    public boolean get(String name, boolean otherwise) {
        return (boolean) value(name, boolean.class);
    }

    @Override
    public byte get(String name, byte otherwise) {
        return (byte) value(name, byte.class);
    }

    @Override
    public char get(String name, char otherwise) {
        return (char) value(name, char.class);
    }

    @Override
    public short get(String name, short otherwise) {
        return (short) value(name, short.class);
    }

    @Override
    public int get(String name, int otherwise) {
        return (int) value(name, int.class);
    }

    @Override
    public long get(String name, long otherwise) {
        return (long) value(name, long.class);
    }

    @Override
    public float get(String name, float otherwise) {
        return (float) value(name, float.class);
    }

    @Override
    public double get(String name, double otherwise) {
        return (double) value(name, double.class);
    }

    @Override
    public Object get(String name, Object otherwise) {
        return value(name, Object.class);
    }
}
