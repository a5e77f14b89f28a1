package dev.procpool.protocol.codec;

import com.esotericsoftware.kryo.kryo5.Kryo;
import com.esotericsoftware.kryo.kryo5.KryoException;
import com.esotericsoftware.kryo.kryo5.Serializer;
import com.esotericsoftware.kryo.kryo5.io.Input;
import com.esotericsoftware.kryo.kryo5.io.Output;
import java.lang.reflect.Constructor;
import java.lang.reflect.Field;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;

/**
 * A record, by the values of its fields and its canonical constructor, as in Java serialization. Accessors are not
 * asked: they may give something else than what the record holds.
 */
final class Records extends Serializer<Object> {

    private final Class<?> type;
    private final Component[] components;
    private final Constructor<?> constructor;

    Records(Class<?> type) {
        this.type = type;
        RecordComponent[] declared = type.getRecordComponents();
        this.components = new Component[declared.length];
        Class<?>[] types = new Class<?>[declared.length];
        try {
            for (int i = 0; i < declared.length; i++) {
                types[i] = declared[i].getType();
                components[i] = new Component(type.getDeclaredField(declared[i].getName()));
            }
            this.constructor = type.getDeclaredConstructor(types);
            constructor.setAccessible(true);
        } catch (ReflectiveOperationException e) {
            throw new KryoException("record " + type.getName() + " cannot be taken apart", e);
        }
    }

    @Override
    public void write(Kryo kryo, Output output, Object object) {
        References references = References.of(kryo);
        references.begin(object);
        try {
            for (Component component : components) {
                writeTraced(kryo, output, object, component);
            }
        } finally {
            references.end();
        }
    }

    private static void writeTraced(Kryo kryo, Output output, Object object, Component component) {
        try {
            component.write(kryo, output, object);
        } catch (KryoException e) {
            throw component.traced(e);
        } catch (IllegalAccessException | RuntimeException e) {
            throw component.traced(new KryoException(e));
        }
    }

    @Override
    public Object read(Kryo kryo, Input input, Class<? extends Object> asked) {
        Object[] values = new Object[components.length];
        for (int i = 0; i < values.length; i++) {
            try {
                values[i] = components[i].read(kryo, input);
            } catch (KryoException e) {
                throw components[i].traced(e);
            }
        }
        try {
            return constructor.newInstance(values);
        } catch (InvocationTargetException e) {
            throw new KryoException(
                    "the constructor of record " + type.getName() + " threw " + e.getCause(), e.getCause());
        } catch (ReflectiveOperationException | IllegalArgumentException e) {
            throw new KryoException("record " + type.getName() + " cannot be made: " + e.getMessage(), e);
        }
    }

    private static final class Component {

        private final Field field;
        private final Class<?> type;
        private Serializer<?> exactSerializer;

        Component(Field field) {
            this.field = field;
            this.type = field.getType();
            field.setAccessible(true);
        }

        KryoException traced(KryoException e) {
            e.addTrace(field.getName() + " (" + field.getDeclaringClass().getName() + ")");
            return e;
        }

        void write(Kryo kryo, Output output, Object object) throws IllegalAccessException {
            if (!type.isPrimitive()) {
                if (kryo.isFinal(type)) {
                    kryo.writeObjectOrNull(output, field.get(object), exactSerializer(kryo));
                } else {
                    kryo.writeClassAndObject(output, field.get(object));
                }
            } else if (type == int.class) {
                output.writeVarInt(field.getInt(object), false);
            } else if (type == long.class) {
                output.writeVarLong(field.getLong(object), false);
            } else if (type == double.class) {
                output.writeDouble(field.getDouble(object));
            } else if (type == boolean.class) {
                output.writeBoolean(field.getBoolean(object));
            } else if (type == float.class) {
                output.writeFloat(field.getFloat(object));
            } else if (type == char.class) {
                output.writeChar(field.getChar(object));
            } else if (type == byte.class) {
                output.writeByte(field.getByte(object));
            } else {
                output.writeShort(field.getShort(object));
            }
        }

        Object read(Kryo kryo, Input input) {
            if (!type.isPrimitive()) {
                return kryo.isFinal(type)
                        ? kryo.readObjectOrNull(input, type, exactSerializer(kryo))
                        : kryo.readClassAndObject(input);
            } else if (type == int.class) {
                return input.readVarInt(false);
            } else if (type == long.class) {
                return input.readVarLong(false);
            } else if (type == double.class) {
                return input.readDouble();
            } else if (type == boolean.class) {
                return input.readBoolean();
            } else if (type == float.class) {
                return input.readFloat();
            } else if (type == char.class) {
                return input.readChar();
            } else if (type == byte.class) {
                return input.readByte();
            }
            return input.readShort();
        }

        private Serializer<?> exactSerializer(Kryo kryo) {
            if (exactSerializer == null) {
                exactSerializer = kryo.getSerializer(type);
            }
            return exactSerializer;
        }
    }
}
