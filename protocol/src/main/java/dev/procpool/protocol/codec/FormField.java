package dev.procpool.protocol.codec;

import com.esotericsoftware.kryo.kryo5.Kryo;
import com.esotericsoftware.kryo.kryo5.KryoException;
import com.esotericsoftware.kryo.kryo5.io.Input;
import com.esotericsoftware.kryo.kryo5.io.Output;
import java.io.ObjectStreamClass;
import java.io.ObjectStreamField;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;

/**
 * One field of the serial form of a class. A form may name fields that the class does not have: their values come
 * from {@code putFields} and go to {@code readFields} only.
 */
final class FormField {

    private static final long NO_FIELD = -1;

    private final Class<?> owner;
    private final String name;
    private final Class<?> type;
    private final long offset;

    private FormField(Class<?> owner, String name, Class<?> type, long offset) {
        this.owner = owner;
        this.name = name;
        this.type = type;
        this.offset = offset;
    }

    /** The fields of the form of a Serializable class, in the order of Java serialization. */
    static FormField[] ofForm(Class<?> owner) {
        ObjectStreamField[] named = ObjectStreamClass.lookup(owner).getFields();
        FormField[] fields = new FormField[named.length];
        for (int i = 0; i < named.length; i++) {
            fields[i] = new FormField(owner, named[i].getName(), named[i].getType(), offset(owner, named[i]));
        }
        return fields;
    }

    /** The fields that a class declares and that are not transient. */
    static FormField[] declaredBy(Class<?> owner) {
        return java.util.Arrays.stream(owner.getDeclaredFields())
                .filter(field ->
                        !Modifier.isStatic(field.getModifiers()) && !Modifier.isTransient(field.getModifiers()))
                .map(field -> new FormField(owner, field.getName(), field.getType(), ClosedMemory.offset(field)))
                .toArray(FormField[]::new);
    }

    private static long offset(Class<?> owner, ObjectStreamField named) {
        try {
            Field field = owner.getDeclaredField(named.getName());
            return field.getType() == named.getType() && !Modifier.isStatic(field.getModifiers())
                    ? ClosedMemory.offset(field)
                    : NO_FIELD;
        } catch (NoSuchFieldException e) {
            return NO_FIELD;
        }
    }

    String name() {
        return name;
    }

    Class<?> type() {
        return type;
    }

    /** The value of a field that was not set. */
    Object nothing() {
        if (!type.isPrimitive()) {
            return null;
        }
        return java.lang.reflect.Array.get(java.lang.reflect.Array.newInstance(type, 1), 0);
    }

    Object get(Object object) {
        if (owner == Throwable.class
                && object.getClass() == NullPointerException.class
                && name.equals("detailMessage")) {
            // The JVM finds out what was null when it is asked for the message, and only where the exception was
            // thrown.
            return ((Throwable) object).getMessage();
        }
        return offset == NO_FIELD ? nothing() : ClosedMemory.get(type, object, offset);
    }

    void put(Object object, Object value) {
        if (offset != NO_FIELD) {
            ClosedMemory.put(type, object, offset, value);
        }
    }

    void write(Kryo kryo, Output output, Object value) {
        if (!type.isPrimitive()) {
            try {
                kryo.writeClassAndObject(output, value);
            } catch (KryoException e) {
                e.addTrace(name + " (" + owner.getName() + ")");
                throw e;
            }
        } else if (type == int.class) {
            output.writeInt((int) value);
        } else if (type == long.class) {
            output.writeLong((long) value);
        } else if (type == boolean.class) {
            output.writeBoolean((boolean) value);
        } else if (type == double.class) {
            output.writeDouble((double) value);
        } else if (type == float.class) {
            output.writeFloat((float) value);
        } else if (type == byte.class) {
            output.writeByte((byte) value);
        } else if (type == char.class) {
            output.writeChar((char) value);
        } else {
            output.writeShort((short) value);
        }
    }

    /** A value of the type of this field. */
    Object read(Kryo kryo, Input input) {
        if (!type.isPrimitive()) {
            return readReference(kryo, input);
        } else if (type == int.class) {
            return input.readInt();
        } else if (type == long.class) {
            return input.readLong();
        } else if (type == boolean.class) {
            return input.readBoolean();
        } else if (type == double.class) {
            return input.readDouble();
        } else if (type == float.class) {
            return input.readFloat();
        } else if (type == byte.class) {
            return input.readByte();
        } else if (type == char.class) {
            return input.readChar();
        }
        return input.readShort();
    }

    private Object readReference(Kryo kryo, Input input) {
        try {
            Object value = kryo.readClassAndObject(input);
            CheckedField.require(type, value, owner, name);
            return value;
        } catch (KryoException e) {
            e.addTrace(name + " (" + owner.getName() + ")");
            throw e;
        }
    }
}
