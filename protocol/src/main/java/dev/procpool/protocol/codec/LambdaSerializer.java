package dev.procpool.protocol.codec;

import com.esotericsoftware.kryo.kryo5.Kryo;
import com.esotericsoftware.kryo.kryo5.KryoException;
import com.esotericsoftware.kryo.kryo5.Serializer;
import com.esotericsoftware.kryo.kryo5.io.Input;
import com.esotericsoftware.kryo.kryo5.io.Output;
import java.io.Serializable;
import java.lang.invoke.SerializedLambda;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;

/**
 * Lambdas and method references: the name of the class that made them, the method behind them, and what they capture.
 * Captured values are encoded as all others, and need not be Serializable. Lambdas of the JDK (such as {@code
 * Map.Entry.comparingByKey()}) travel as their SerializedLambda, because their class is closed to reflection.
 */
final class LambdaSerializer extends Serializer<Object> {

    private static final boolean BY_PARTS = true;
    private static final int MOST_CAPTURED = 255;

    @Override
    public void write(Kryo kryo, Output output, Object lambda) {
        if (!(lambda instanceof Serializable)) {
            throw new CannotTravel(
                    lambda.getClass(),
                    "it is a lambda whose functional interface is not Serializable: " + advice(lambda),
                    null);
        }
        if (SerializerChoice.isOfTheJdk(lambda.getClass())) {
            output.writeBoolean(!BY_PARTS);
            kryo.writeClassAndObject(output, replacement(lambda));
            return;
        }
        SerializedLambda parts = parts(lambda);
        CodecKryo.of(kryo).foreign().called(lambda.getClass(), parts);
        output.writeBoolean(BY_PARTS);
        output.writeString(parts.getCapturingClass());
        output.writeString(parts.getFunctionalInterfaceClass());
        output.writeString(parts.getFunctionalInterfaceMethodName());
        output.writeString(parts.getFunctionalInterfaceMethodSignature());
        output.writeVarInt(parts.getImplMethodKind(), true);
        output.writeString(parts.getImplClass());
        output.writeString(parts.getImplMethodName());
        output.writeString(parts.getImplMethodSignature());
        output.writeString(parts.getInstantiatedMethodType());
        output.writeVarInt(parts.getCapturedArgCount(), true);
        for (int i = 0; i < parts.getCapturedArgCount(); i++) {
            try {
                kryo.writeClassAndObject(output, parts.getCapturedArg(i));
            } catch (KryoException e) {
                e.addTrace("captured[" + i + "] (lambda)");
                throw e;
            }
        }
    }

    private static String advice(Object lambda) {
        Class<?>[] interfaces = lambda.getClass().getInterfaces();
        String type = interfaces.length == 0 ? "Type" : interfaces[0].getSimpleName();
        String cast = "cast it to (" + type + " & Serializable)";
        String ours =
                switch (type) {
                    case "Callable", "Supplier", "Runnable" -> "Task";
                    case "Function", "UnaryOperator" -> "TaskFunction";
                    case "BiFunction", "BinaryOperator" -> "TaskBiFunction";
                    default -> null;
                };
        return ours == null ? cast : "declare it as a " + ours + ", or " + cast;
    }

    private static Object replacement(Object lambda) {
        try {
            return SerialMethods.writeReplace(lambda.getClass()).invoke(lambda);
        } catch (Throwable e) {
            throw SerialForm.failedWriting(lambda, e);
        }
    }

    private static SerializedLambda parts(Object lambda) {
        try {
            Method writeReplace = lambda.getClass().getDeclaredMethod("writeReplace");
            writeReplace.setAccessible(true);
            return (SerializedLambda) writeReplace.invoke(lambda);
        } catch (ReflectiveOperationException | RuntimeException e) {
            throw new CannotTravel(lambda.getClass(), "it is a lambda that cannot be taken apart: " + e, e);
        }
    }

    @Override
    public Object read(Kryo kryo, Input input, Class<? extends Object> type) {
        if (input.readBoolean() != BY_PARTS) {
            return kryo.readClassAndObject(input);
        }
        String capturing = input.readString();
        Class<?> host;
        try {
            host = Class.forName(capturing.replace('/', '.'), false, kryo.getClassLoader());
        } catch (ClassNotFoundException e) {
            throw new KryoException("the class of a lambda is missing", e);
        }
        String[] names = readStrings(input, 3);
        int kind = input.readVarInt(true);
        String[] implementation = readStrings(input, 4);
        Object[] captured = readCaptured(kryo, input);
        SerializedLambda parts = new SerializedLambda(
                host,
                names[0],
                names[1],
                names[2],
                kind,
                implementation[0],
                implementation[1],
                implementation[2],
                implementation[3],
                captured);
        return make(host, parts);
    }

    private static String[] readStrings(Input input, int count) {
        String[] strings = new String[count];
        for (int i = 0; i < count; i++) {
            strings[i] = input.readString();
        }
        return strings;
    }

    private static Object[] readCaptured(Kryo kryo, Input input) {
        int count = input.readVarInt(true);
        if (count < 0 || count > MOST_CAPTURED) {
            throw new KryoException("a lambda that captures " + count + " values");
        }
        Object[] captured = new Object[count];
        for (int i = 0; i < count; i++) {
            captured[i] = kryo.readClassAndObject(input);
        }
        return captured;
    }

    private static Object make(Class<?> host, SerializedLambda parts) {
        try {
            Method factory = host.getDeclaredMethod("$deserializeLambda$", SerializedLambda.class);
            factory.setAccessible(true);
            return factory.invoke(null, parts);
        } catch (InvocationTargetException e) {
            throw new KryoException(
                    "the lambda of " + host.getName() + " cannot be rebuilt: has its class changed? " + e.getCause(),
                    e.getCause());
        } catch (ReflectiveOperationException e) {
            throw new KryoException("the lambda of " + host.getName() + " cannot be rebuilt", e);
        }
    }
}
