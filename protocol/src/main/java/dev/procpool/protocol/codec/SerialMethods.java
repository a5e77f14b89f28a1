package dev.procpool.protocol.codec;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Constructor;

/**
 * The methods of a class that Java serialization calls, found as it finds them: by {@code
 * sun.reflect.ReflectionFactory}, which the JDK has for serialization libraries. It opens these methods of every
 * class, and nothing else.
 */
final class SerialMethods {

    private static final Class<?> FACTORY = factoryClass();
    private static final Object INSTANCE = instance();

    private static final MethodHandle CONSTRUCTOR = find("newConstructorForSerialization", Constructor.class);
    private static final MethodHandle CONSTRUCTOR_OF_ANCESTOR =
            find("newConstructorForSerialization", Constructor.class, Constructor.class);
    private static final MethodHandle PUBLIC_CONSTRUCTOR = find("newConstructorForExternalization", Constructor.class);
    private static final MethodHandle WRITE_OBJECT = find("writeObjectForSerialization", MethodHandle.class);
    private static final MethodHandle READ_OBJECT = find("readObjectForSerialization", MethodHandle.class);
    private static final MethodHandle WRITE_REPLACE = find("writeReplaceForSerialization", MethodHandle.class);
    private static final MethodHandle READ_RESOLVE = find("readResolveForSerialization", MethodHandle.class);

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

    private static MethodHandle find(String name, Class<?> result, Class<?>... more) {
        try {
            MethodType type = MethodType.methodType(result, Class.class).appendParameterTypes(more);
            return MethodHandles.publicLookup().findVirtual(FACTORY, name, type).bindTo(INSTANCE);
        } catch (ReflectiveOperationException e) {
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
        try {
            return (Constructor<?>) CONSTRUCTOR_OF_ANCESTOR.invoke(type, ofAncestor);
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalStateException(e);
        }
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
        return handle(WRITE_REPLACE, serializable, Object.class);
    }

    /** Takes the object; null if the class neither declares nor inherits such a method. */
    static MethodHandle readResolve(Class<?> serializable) {
        return handle(READ_RESOLVE, serializable, Object.class);
    }

    private static MethodHandle handle(MethodHandle question, Class<?> type, Class<?> result, Class<?>... more) {
        MethodHandle found = (MethodHandle) ask(question, type);
        return found == null
                ? null
                : found.asType(MethodType.methodType(result, Object.class).appendParameterTypes(more));
    }

    private static Object ask(MethodHandle question, Class<?> type) {
        try {
            return question.invoke(type);
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalStateException(e);
        }
    }
}
