package dev.procpool.protocol.channel;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.Optional;

/**
 * Arrays that need not be zeroed, as they are filled at once: of a large frame that would be one more walk over its memory. The JDK
 * has them for itself only; where its package is not exported to us, in code that is not compiled yet, and where they do not fit into
 * the thread's allocation buffer, they are zeroed. Thread-safe.
 */
final class UninitializedBytes {

    /** Null where arrays are zeroed; and not an Optional, which the compiler does not see through. */
    private static final MethodHandle ALLOCATE =
            find("jdk.internal.misc.Unsafe").orElse(null);

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
        } catch (VirtualMachineError e) {
            throw e;
        } catch (Throwable e) {
            return Optional.empty();
        }
    }

    /** An array with anything in it: the caller fills all of it before anybody else sees it. */
    static byte[] allocate(int length) {
        return allocate(ALLOCATE, length);
    }

    /** @param how null if arrays are to be zeroed */
    static byte[] allocate(MethodHandle how, int length) {
        if (how == null) {
            return new byte[length];
        }
        try {
            return (byte[]) (Object) how.invokeExact((Class<?>) byte.class, length);
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalStateException(e);
        }
    }
}
