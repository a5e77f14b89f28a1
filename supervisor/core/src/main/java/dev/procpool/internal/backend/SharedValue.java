package dev.procpool.internal.backend;

import dev.procpool.protocol.codec.SharedHandle;

/**
 * The supervisor's side of a shared value: the value itself, and its encoding as long as a worker may need it.
 * Thread-safe. Does not refer to its handle, so that the program may lose that.
 */
public final class SharedValue<T> implements SharedHandle.Access<T> {

    private final String className;
    private final Runnable whenUnused;
    private volatile T value;
    private byte[] encoded; // guarded by this, as all fields that follow
    private int calls;
    private boolean closed;

    /**
     * A value that is open.
     *
     * @param encoded its encoding; null where nothing is encoded
     * @param whenUnused run once, without any lock, when the value is closed and its last call is settled
     */
    public SharedValue(T value, byte[] encoded, Runnable whenUnused) {
        this.className = value.getClass().getTypeName();
        this.value = value;
        this.encoded = encoded;
        this.whenUnused = whenUnused;
    }

    /** The value of a handle that this JVM has made. */
    public static SharedValue<?> of(SharedHandle<?> handle) {
        return (SharedValue<?>) handle.access();
    }

    @Override
    public T get() {
        T there = value;
        if (there == null) {
            throw closedException();
        }
        return there;
    }

    /** @throws IllegalStateException if the value was closed */
    public void requireOpen() {
        get();
    }

    /** The encoding; null once the value is unused. */
    public synchronized byte[] encoded() {
        return encoded;
    }

    /**
     * Says that a call uses the value, until {@link #release}.
     *
     * @throws IllegalStateException if the value was closed
     */
    public synchronized void retain() {
        if (closed) {
            throw closedException();
        }
        calls++;
    }

    /** Says that a call that uses the value is settled. */
    public void release() {
        boolean unused;
        synchronized (this) {
            calls--;
            unused = dropIfUnused();
        }
        if (unused) {
            whenUnused.run();
        }
    }

    @Override
    public void close() {
        boolean unused;
        synchronized (this) {
            if (closed) {
                return;
            }
            closed = true;
            value = null;
            unused = dropIfUnused();
        }
        if (unused) {
            whenUnused.run();
        }
    }

    private boolean dropIfUnused() {
        if (!closed || calls > 0) {
            return false;
        }
        encoded = null;
        return true;
    }

    private IllegalStateException closedException() {
        return new IllegalStateException(this + " was closed");
    }

    @Override
    public String toString() {
        return "the shared value of class " + className;
    }
}
