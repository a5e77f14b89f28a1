package dev.procpool.protocol.codec;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Field;

/**
 * Reads and writes fields that are closed to reflection, by {@code sun.misc.Unsafe}, as Kryo does for the fields of
 * users' classes. The caller checks types: a reference of a wrong type in a field ends the JVM sooner or later.
 */
final class ClosedMemory {

    private static final Class<?> UNSAFE = unsafeClass();
    private static final Object INSTANCE = instance();

    private static final MethodHandle OFFSET =
            find("objectFieldOffset", MethodType.methodType(long.class, Field.class));
    private static final MethodHandle GET_REFERENCE = getter("getObject", Object.class);
    private static final MethodHandle GET_BOOLEAN = getter("getBoolean", boolean.class);
    private static final MethodHandle GET_BYTE = getter("getByte", byte.class);
    private static final MethodHandle GET_CHAR = getter("getChar", char.class);
    private static final MethodHandle GET_SHORT = getter("getShort", short.class);
    private static final MethodHandle GET_INT = getter("getInt", int.class);
    private static final MethodHandle GET_LONG = getter("getLong", long.class);
    private static final MethodHandle GET_FLOAT = getter("getFloat", float.class);
    private static final MethodHandle GET_DOUBLE = getter("getDouble", double.class);
    private static final MethodHandle PUT_REFERENCE = putter("putObject", Object.class);
    private static final MethodHandle PUT_BOOLEAN = putter("putBoolean", boolean.class);
    private static final MethodHandle PUT_BYTE = putter("putByte", byte.class);
    private static final MethodHandle PUT_CHAR = putter("putChar", char.class);
    private static final MethodHandle PUT_SHORT = putter("putShort", short.class);
    private static final MethodHandle PUT_INT = putter("putInt", int.class);
    private static final MethodHandle PUT_LONG = putter("putLong", long.class);
    private static final MethodHandle PUT_FLOAT = putter("putFloat", float.class);
    private static final MethodHandle PUT_DOUBLE = putter("putDouble", double.class);

    private ClosedMemory() {}

    private static Class<?> unsafeClass() {
        try {
            return Class.forName("sun.misc.Unsafe");
        } catch (ClassNotFoundException e) {
            throw new IllegalStateException("the module jdk.unsupported is missing", e);
        }
    }

    private static Object instance() {
        try {
            Field field = UNSAFE.getDeclaredField("theUnsafe");
            field.setAccessible(true);
            return field.get(null);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("this JDK has no sun.misc.Unsafe that can be used", e);
        }
    }

    private static MethodHandle getter(String name, Class<?> type) {
        return find(name, MethodType.methodType(type, Object.class, long.class));
    }

    private static MethodHandle putter(String name, Class<?> type) {
        return find(name, MethodType.methodType(void.class, Object.class, long.class, type));
    }

    private static MethodHandle find(String name, MethodType type) {
        try {
            return MethodHandles.publicLookup().findVirtual(UNSAFE, name, type).bindTo(INSTANCE);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("sun.misc.Unsafe has no " + name, e);
        }
    }

    /** Where a field lies in the objects of its class, which is neither a record nor hidden. */
    static long offset(Field field) {
        try {
            return (long) OFFSET.invokeExact(field);
        } catch (Throwable e) {
            throw rethrown(e);
        }
    }

    static Object getReference(Object object, long offset) {
        try {
            return (Object) GET_REFERENCE.invokeExact(object, offset);
        } catch (Throwable e) {
            throw rethrown(e);
        }
    }

    /** Stores a reference whose type the caller has checked. */
    static void putReference(Object object, long offset, Object value) {
        try {
            PUT_REFERENCE.invokeExact(object, offset, value);
        } catch (Throwable e) {
            throw rethrown(e);
        }
    }

    /** The value of a field of type {@code type}, boxed if that is primitive. */
    static Object get(Class<?> type, Object object, long offset) {
        try {
            if (!type.isPrimitive()) {
                return (Object) GET_REFERENCE.invokeExact(object, offset);
            } else if (type == int.class) {
                return (int) GET_INT.invokeExact(object, offset);
            } else if (type == long.class) {
                return (long) GET_LONG.invokeExact(object, offset);
            } else if (type == boolean.class) {
                return (boolean) GET_BOOLEAN.invokeExact(object, offset);
            } else if (type == double.class) {
                return (double) GET_DOUBLE.invokeExact(object, offset);
            } else if (type == float.class) {
                return (float) GET_FLOAT.invokeExact(object, offset);
            } else if (type == byte.class) {
                return (byte) GET_BYTE.invokeExact(object, offset);
            } else if (type == char.class) {
                return (char) GET_CHAR.invokeExact(object, offset);
            }
            return (short) GET_SHORT.invokeExact(object, offset);
        } catch (Throwable e) {
            throw rethrown(e);
        }
    }

    /** Stores a value whose type the caller has checked, boxed if {@code type} is primitive. */
    static void put(Class<?> type, Object object, long offset, Object value) {
        try {
            if (!type.isPrimitive()) {
                PUT_REFERENCE.invokeExact(object, offset, value);
            } else if (type == int.class) {
                PUT_INT.invokeExact(object, offset, (int) value);
            } else if (type == long.class) {
                PUT_LONG.invokeExact(object, offset, (long) value);
            } else if (type == boolean.class) {
                PUT_BOOLEAN.invokeExact(object, offset, (boolean) value);
            } else if (type == double.class) {
                PUT_DOUBLE.invokeExact(object, offset, (double) value);
            } else if (type == float.class) {
                PUT_FLOAT.invokeExact(object, offset, (float) value);
            } else if (type == byte.class) {
                PUT_BYTE.invokeExact(object, offset, (byte) value);
            } else if (type == char.class) {
                PUT_CHAR.invokeExact(object, offset, (char) value);
            } else {
                PUT_SHORT.invokeExact(object, offset, (short) value);
            }
        } catch (Throwable e) {
            throw rethrown(e);
        }
    }

    private static RuntimeException rethrown(Throwable e) {
        if (e instanceof Error error) {
            throw error;
        }
        return e instanceof RuntimeException unchecked ? unchecked : new IllegalStateException(e);
    }
}
