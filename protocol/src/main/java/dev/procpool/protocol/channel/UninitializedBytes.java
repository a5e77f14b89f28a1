package dev.procpool.protocol.channel;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.Optional;

/**
 * Allocates arrays that are not zeroed first, as they are filled at once: for a large frame, zeroing is one more walk
 * over its memory. The JDK has such arrays for its own use. Arrays are zeroed where the package of the JDK is not
 * exported to procpool, in code that is not compiled yet, and where they do not fit into the thread's allocation
 * buffer. Thread-safe.
 */
final class UninitializedBytes {

    /** Null if arrays are zeroed. Not an Optional, as the JIT compiler does not inline through one. */
    private static final MethodHandle ALLOCATE =
            find("jdk.internal.misc.Unsafe").orElse(null);

    private UninitializedBytes() {}

    /**
     * The JDK's method that allocates an array without zeroing it, as {@code (Class, int)Object}; empty if it is not
     * accessible.
     */
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

    /** An array with arbitrary content: the caller fills all of it before any other code sees it. */
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
