package dev.procpool.protocol.codec;

import com.esotericsoftware.kryo.kryo5.Kryo;
import com.esotericsoftware.kryo.kryo5.KryoException;
import com.esotericsoftware.kryo.kryo5.Serializer;
import com.esotericsoftware.kryo.kryo5.io.Input;
import com.esotericsoftware.kryo.kryo5.io.Output;
import java.lang.reflect.Array;

/**
 * Arrays of objects. Kryo's serializer takes every array class for final, and so a {@code String[]} in an {@code
 * Object[][]} arrives as an {@code Object[]}.
 */
final class ObjectArrays extends Serializer<Object[]> {

    private final Class<?> component;
    private final boolean exact;

    ObjectArrays(Class<?> type, Kryo kryo) {
        this.component = type.getComponentType();
        this.exact = kryo.isFinal(component);
    }

    @Override
    public void write(Kryo kryo, Output output, Object[] array) {
        output.writeVarInt(array.length, true);
        Serializer<?> serializer = exact ? kryo.getSerializer(component) : null;
        int i = 0;
        try {
            for (; i < array.length; i++) {
                if (serializer != null) {
                    kryo.writeObjectOrNull(output, array[i], serializer);
                } else {
                    kryo.writeClassAndObject(output, array[i]);
                }
            }
        } catch (KryoException e) {
            e.addTrace("[" + i + "] (element)");
            throw e;
        }
    }

    @Override
    public Object[] read(Kryo kryo, Input input, Class<? extends Object[]> type) {
        Object[] array = (Object[]) Array.newInstance(component, JdkSerializers.count(input));
        kryo.reference(array);
        try {
            if (exact) {
                Serializer<?> serializer = kryo.getSerializer(component);
                for (int i = 0; i < array.length; i++) {
                    array[i] = kryo.readObjectOrNull(input, component, serializer);
                }
            } else {
                for (int i = 0; i < array.length; i++) {
                    array[i] = kryo.readClassAndObject(input);
                }
            }
        } catch (ArrayStoreException e) {
            throw new KryoException("an array of " + component.getTypeName() + " was sent a " + e.getMessage(), e);
        }
        return array;
    }
}
