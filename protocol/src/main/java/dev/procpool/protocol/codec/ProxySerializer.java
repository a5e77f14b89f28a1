package dev.procpool.protocol.codec;

import com.esotericsoftware.kryo.kryo5.Kryo;
import com.esotericsoftware.kryo.kryo5.KryoException;
import com.esotericsoftware.kryo.kryo5.Serializer;
import com.esotericsoftware.kryo.kryo5.io.Input;
import com.esotericsoftware.kryo.kryo5.io.Output;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;

/** Dynamic proxies: the names of their interfaces, and their handler. Every JVM makes the class of a proxy anew. */
final class ProxySerializer extends Serializer<Object> {

    @Override
    public void write(Kryo kryo, Output output, Object proxy) {
        for (Class<?> one : proxy.getClass().getInterfaces()) {
            CodecKryo.of(kryo).foreign().named(one);
        }
        writeInterfaces(output, proxy.getClass());
        try {
            kryo.writeClassAndObject(output, Proxy.getInvocationHandler(proxy));
        } catch (KryoException e) {
            e.addTrace("handler (proxy)");
            throw e;
        }
    }

    @Override
    public Object read(Kryo kryo, Input input, Class<? extends Object> type) {
        Class<?>[] interfaces = readInterfaces(kryo, input);
        Object handler = kryo.readClassAndObject(input);
        CheckedField.require(InvocationHandler.class, handler, Proxy.class, "h");
        if (handler == null) {
            throw new KryoException("a proxy without a handler");
        }
        return Proxy.newProxyInstance(loader(kryo, interfaces), interfaces, (InvocationHandler) handler);
    }

    static void writeInterfaces(Output output, Class<?> proxyClass) {
        Class<?>[] interfaces = proxyClass.getInterfaces();
        output.writeVarInt(interfaces.length, true);
        for (Class<?> one : interfaces) {
            output.writeString(one.getName());
        }
    }

    static Class<?>[] readInterfaces(Kryo kryo, Input input) {
        Class<?>[] interfaces = new Class<?>[JdkSerializers.count(input)];
        for (int i = 0; i < interfaces.length; i++) {
            interfaces[i] = ClassNames.load(kryo, input.readString());
        }
        return interfaces;
    }

    /** Interfaces that are not public are seen by their own loader only. */
    static ClassLoader loader(Kryo kryo, Class<?>[] interfaces) {
        for (Class<?> one : interfaces) {
            if (!java.lang.reflect.Modifier.isPublic(one.getModifiers())) {
                return one.getClassLoader();
            }
        }
        return kryo.getClassLoader();
    }
}
