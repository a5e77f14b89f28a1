package dev.procpool.protocol.codec;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Field;

/**
 * Reads and writes fields that are closed to reflection, by {@code sun.misc.Unsafe}, as Kryo does for the fields of
 * users' classes. Each method handle is made when it is first used: all of them together cost a new JVM more than its
 * first item. The caller checks types: a reference of a wrong type in a field ends the JVM sooner or later.
 */
final class ClosedMemory {

    private static final Class<?> UNSAFE = unsafeClass();
    private static final Object INSTANCE = instance();

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
            return (long) Offset.HANDLE.invokeExact(field);
        } catch (Throwable e) {
            throw rethrown(e);
        }
    }

    static Object getReference(Object object, long offset) {
        try {
            return (Object) GetReference.HANDLE.invokeExact(object, offset);
        } catch (Throwable e) {
            throw rethrown(e);
        }
    }

    /** Stores a reference whose type the caller has checked. */
    static void putReference(Object object, long offset, Object value) {
        try {
            PutReference.HANDLE.invokeExact(object, offset, value);
        } catch (Throwable e) {
            throw rethrown(e);
        }
    }

    /** The value of a field of type {@code type}, boxed if that is primitive. */
    static Object get(Class<?> type, Object object, long offset) {
        try {
            if (!type.isPrimitive()) {
                return (Object) GetReference.HANDLE.invokeExact(object, offset);
            } else if (type == int.class) {
                return (int) GetInt.HANDLE.invokeExact(object, offset);
            } else if (type == long.class) {
                return (long) GetLong.HANDLE.invokeExact(object, offset);
            } else if (type == boolean.class) {
                return (boolean) GetBoolean.HANDLE.invokeExact(object, offset);
            } else if (type == double.class) {
                return (double) GetDouble.HANDLE.invokeExact(object, offset);
            } else if (type == float.class) {
                return (float) GetFloat.HANDLE.invokeExact(object, offset);
            } else if (type == byte.class) {
                return (byte) GetByte.HANDLE.invokeExact(object, offset);
            } else if (type == char.class) {
                return (char) GetChar.HANDLE.invokeExact(object, offset);
            }
            return (short) GetShort.HANDLE.invokeExact(object, offset);
        } catch (Throwable e) {
            throw rethrown(e);
        }
    }

    /** Stores a value whose type the caller has checked, boxed if {@code type} is primitive. */
    static void put(Class<?> type, Object object, long offset, Object value) {
        try {
            if (!type.isPrimitive()) {
                PutReference.HANDLE.invokeExact(object, offset, value);
            } else if (type == int.class) {
                PutInt.HANDLE.invokeExact(object, offset, (int) value);
            } else if (type == long.class) {
                PutLong.HANDLE.invokeExact(object, offset, (long) value);
            } else if (type == boolean.class) {
                PutBoolean.HANDLE.invokeExact(object, offset, (boolean) value);
            } else if (type == double.class) {
                PutDouble.HANDLE.invokeExact(object, offset, (double) value);
            } else if (type == float.class) {
                PutFloat.HANDLE.invokeExact(object, offset, (float) value);
            } else if (type == byte.class) {
                PutByte.HANDLE.invokeExact(object, offset, (byte) value);
            } else if (type == char.class) {
                PutChar.HANDLE.invokeExact(object, offset, (char) value);
            } else {
                PutShort.HANDLE.invokeExact(object, offset, (short) value);
            }
        } catch (Throwable e) {
            throw rethrown(e);
        }
    }

    /** Makes an object of a class without any constructor; takes nothing. */
    static MethodHandle allocator(Class<?> type) {
        return find("allocateInstance", MethodType.methodType(Object.class, Class.class))
                .bindTo(type);
    }

    private static RuntimeException rethrown(Throwable e) {
        if (e instanceof Error error) {
            throw error;
        }
        return e instanceof RuntimeException unchecked ? unchecked : new IllegalStateException(e);
    }

    private static final class Offset {
        static final MethodHandle HANDLE = find("objectFieldOffset", MethodType.methodType(long.class, Field.class));
    }

    private static final class GetReference {
        static final MethodHandle HANDLE = getter("getObject", Object.class);
    }

    private static final class PutReference {
        static final MethodHandle HANDLE = putter("putObject", Object.class);
    }

    private static final class GetBoolean {
        static final MethodHandle HANDLE = getter("getBoolean", boolean.class);
    }

    private static final class PutBoolean {
        static final MethodHandle HANDLE = putter("putBoolean", boolean.class);
    }

    private static final class GetByte {
        static final MethodHandle HANDLE = getter("getByte", byte.class);
    }

    private static final class PutByte {
        static final MethodHandle HANDLE = putter("putByte", byte.class);
    }

    private static final class GetChar {
        static final MethodHandle HANDLE = getter("getChar", char.class);
    }

    private static final class PutChar {
        static final MethodHandle HANDLE = putter("putChar", char.class);
    }

    private static final class GetShort {
        static final MethodHandle HANDLE = getter("getShort", short.class);
    }

    private static final class PutShort {
        static final MethodHandle HANDLE = putter("putShort", short.class);
    }

    private static final class GetInt {
        static final MethodHandle HANDLE = getter("getInt", int.class);
    }

    private static final class PutInt {
        static final MethodHandle HANDLE = putter("putInt", int.class);
    }

    private static final class GetLong {
        static final MethodHandle HANDLE = getter("getLong", long.class);
    }

    private static final class PutLong {
        static final MethodHandle HANDLE = putter("putLong", long.class);
    }

    private static final class GetFloat {
        static final MethodHandle HANDLE = getter("getFloat", float.class);
    }

    private static final class PutFloat {
        static final MethodHandle HANDLE = putter("putFloat", float.class);
    }

    private static final class GetDouble {
        static final MethodHandle HANDLE = getter("getDouble", double.class);
    }

    private static final class PutDouble {
        static final MethodHandle HANDLE = putter("putDouble", double.class);
    }
}
