package dev.procpool.protocol.channel;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.Optional;

/**
 * Arrays that need not be zeroed, as they are filled at once: of a large frame that would be one more walk over its memory. The JDK
 * has them for itself only; where its package is not exported to us, and in code that is not compiled yet, they are zeroed. Thread-safe.
 */
final class UninitializedBytes {

    private static final Optional<MethodHandle> FOUND = find("jdk.internal.misc.Unsafe");
    private static final MethodHandle ALLOCATE = FOUND.orElse(null);

    private UninitializedBytes() {}

    /** How arrays are allocated that are not zeroed, as {@code (Class, int)Object}; empty if this JVM keeps that for itself. */
    static Optional<MethodHandle> find(String className) {
        try {
            Class<?> unsafe = Class.forName(className);
            MethodHandles.Lookup lookup = MethodHandles.lookup();
            Object instance = lookup.findStatic(unsafe, "getUnsafe", MethodType.methodType(unsafe))
                    .invoke();
            MethodType type = MethodType.methodType(Object.class, Class.class, int.class);
            return Optional.of(lookup.findVirtual(unsafe, "allocateUninitializedArray", type)
                    .bindTo(instance));
        } catch (Throwable e) {
            return Optional.empty();
        }
    }

    /** An array with anything in it. */
    static byte[] allocate(int length) {
        if (ALLOCATE == null) { // and not an Optional, which the compiler does not see through
            return new byte[length];
        }
        try {
            return (byte[]) (Object) ALLOCATE.invokeExact((Class<?>) byte.class, length);
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalStateException(e);
        }
    }
}
