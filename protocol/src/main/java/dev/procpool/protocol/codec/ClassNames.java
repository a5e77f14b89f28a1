package dev.procpool.protocol.codec;

import com.esotericsoftware.kryo.kryo5.Kryo;
import com.esotericsoftware.kryo.kryo5.KryoException;
import com.esotericsoftware.kryo.kryo5.Serializer;
import com.esotericsoftware.kryo.kryo5.io.Input;
import com.esotericsoftware.kryo.kryo5.io.Output;
import java.lang.reflect.Proxy;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Class objects by name. Kryo writes a class as it would for an object of it: that of a proxy arrives as that of its
 * handler, and that of an enum constant with a body as that of the enum.
 */
final class ClassNames extends Serializer<Class<?>> {

    private static final Map<String, Class<?>> PRIMITIVE = Stream.of(
                    boolean.class,
                    byte.class,
                    char.class,
                    short.class,
                    int.class,
                    long.class,
                    float.class,
                    double.class,
                    void.class)
            .collect(Collectors.toUnmodifiableMap(Class::getName, Function.identity()));

    @Override
    public void write(Kryo kryo, Output output, Class<?> type) {
        if (type.isHidden()) {
            throw new CannotTravel(type, "it is the class of a lambda, or another hidden one, which has no name", null);
        }
        boolean proxy = Proxy.isProxyClass(type);
        output.writeBoolean(proxy);
        if (proxy) {
            ProxySerializer.writeInterfaces(output, type);
        } else {
            CodecKryo.of(kryo).foreign().named(type);
            output.writeString(type.getName());
        }
    }

    @Override
    public Class<?> read(Kryo kryo, Input input, Class<? extends Class<?>> type) {
        if (!input.readBoolean()) {
            return load(kryo, input.readString());
        }
        Class<?>[] interfaces = ProxySerializer.readInterfaces(kryo, input);
        return Proxy.newProxyInstance(
                        ProxySerializer.loader(kryo, interfaces), interfaces, (proxy, method, arguments) -> null)
                .getClass();
    }

    static Class<?> load(Kryo kryo, String name) {
        Class<?> primitive = PRIMITIVE.get(String.valueOf(name));
        if (primitive != null) {
            return primitive;
        }
        try {
            return Class.forName(name, false, kryo.getClassLoader());
        } catch (ClassNotFoundException e) {
            throw new KryoException("class " + name + " is missing", e);
        }
    }
}
