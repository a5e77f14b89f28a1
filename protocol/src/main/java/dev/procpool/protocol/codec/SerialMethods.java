package dev.procpool.protocol.codec;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodType;
import java.lang.reflect.Constructor;
import java.lang.reflect.Method;
import java.util.Arrays;

/**
 * The methods of a class that Java serialization calls, found as it finds them: by {@code
 * sun.reflect.ReflectionFactory}, which the JDK has for serialization libraries. It opens these methods of every
 * class, and nothing else.
 */
final class SerialMethods {

    private static final Class<?> FACTORY = factoryClass();
    private static final Object INSTANCE = instance();

    private static final Method CONSTRUCTOR = find("newConstructorForSerialization", Class.class);
    private static final Method CONSTRUCTOR_OF_ANCESTOR =
            find("newConstructorForSerialization", Class.class, Constructor.class);
    private static final Method PUBLIC_CONSTRUCTOR = find("newConstructorForExternalization", Class.class);
    private static final Method WRITE_OBJECT = find("writeObjectForSerialization", Class.class);
    private static final Method READ_OBJECT = find("readObjectForSerialization", Class.class);
    private static final Method WRITE_REPLACE = find("writeReplaceForSerialization", Class.class);
    private static final Method READ_RESOLVE = find("readResolveForSerialization", Class.class);

    /** The methods of one class that replace its objects; null where there is none. */
    private record Replacers(MethodHandle writeReplace, MethodHandle readResolve) {}

    private static final ClassValue<Replacers> REPLACERS = new ClassValue<>() {
        @Override
        protected Replacers computeValue(Class<?> type) {
            return new Replacers(handle(WRITE_REPLACE, type, Object.class), handle(READ_RESOLVE, type, Object.class));
        }
    };

    private SerialMethods() {}

    private static Class<?> factoryClass() {
        try {
            return Class.forName("sun.reflect.ReflectionFactory");
        } catch (ClassNotFoundException e) {
            throw new IllegalStateException("the module jdk.unsupported is missing", e);
        }
    }

    private static Object instance() {
        try {
            return FACTORY.getMethod("getReflectionFactory").invoke(null);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("this JDK has no ReflectionFactory that can be used", e);
        }
    }

    private static Method find(String name, Class<?>... parameters) {
        try {
            return FACTORY.getMethod(name, parameters);
        } catch (NoSuchMethodException e) {
            throw new IllegalStateException("ReflectionFactory has no " + name, e);
        }
    }

    /**
     * Makes an object without the constructors of its Serializable classes; null if the first class above has none
     * without arguments.
     */
    static Constructor<?> constructor(Class<?> serializable) {
        return (Constructor<?>) ask(CONSTRUCTOR, serializable);
    }

    /** Makes an object of {@code type} with the constructor of a class that it extends, and no other. */
    static Constructor<?> constructor(Class<?> type, Constructor<?> ofAncestor) {
        return (Constructor<?>) ask(CONSTRUCTOR_OF_ANCESTOR, type, ofAncestor);
    }

    /** The public constructor without arguments of an Externalizable class; null if there is none. */
    static Constructor<?> publicConstructor(Class<?> externalizable) {
        return (Constructor<?>) ask(PUBLIC_CONSTRUCTOR, externalizable);
    }

    /** Takes the object and a stream; null if the class declares no such method. */
    static MethodHandle writeObject(Class<?> serializable) {
        return handle(WRITE_OBJECT, serializable, void.class, java.io.ObjectOutputStream.class);
    }

    /** Takes the object and a stream; null if the class declares no such method. */
    static MethodHandle readObject(Class<?> serializable) {
        return handle(READ_OBJECT, serializable, void.class, java.io.ObjectInputStream.class);
    }

    /** Takes the object; null if the class neither declares nor inherits such a method. */
    static MethodHandle writeReplace(Class<?> serializable) {
        return REPLACERS.get(serializable).writeReplace();
    }

    /** Takes the object; null if the class neither declares nor inherits such a method. */
    static MethodHandle readResolve(Class<?> serializable) {
        return REPLACERS.get(serializable).readResolve();
    }

    private static MethodHandle handle(Method question, Class<?> type, Class<?> result, Class<?>... more) {
        MethodHandle found = (MethodHandle) ask(question, type);
        return found == null
                ? null
                : found.asType(MethodType.methodType(result, Object.class).appendParameterTypes(more));
    }

    private static Object ask(Method question, Object... arguments) {
        try {
            return question.invoke(INSTANCE, arguments);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(question + " of " + Arrays.toString(arguments) + " failed", e);
        }
    }
}
