package dev.procpool.internal.between;

import dev.procpool.ProcessBarrier;
import dev.procpool.ProcessCondition;
import dev.procpool.ProcessEvent;
import dev.procpool.ProcessLock;
import dev.procpool.ProcessQueue;
import dev.procpool.ProcessReadWriteLock;
import dev.procpool.ProcessSemaphore;
import dev.procpool.SharedArray;
import dev.procpool.SharedDouble;
import dev.procpool.SharedLong;
import dev.procpool.protocol.between.Elements;
import dev.procpool.protocol.between.ObjectKind;
import dev.procpool.protocol.between.QueueShape;
import dev.procpool.protocol.between.SharedSemaphore;
import dev.procpool.task.Task;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/** Creates objects. */
public final class NewObjects {

    private static final long[] ALL_ZERO = {};

    private NewObjects() {}

    /** Creates a lock. */
    public static ProcessLock lock(boolean isReentrant) {
        return (ProcessLock)
                Handles.HERE.create(isReentrant ? ObjectKind.REENTRANT_LOCK : ObjectKind.LOCK, ALL_ZERO, 0);
    }

    /** Creates an event. */
    public static ProcessEvent event() {
        return (ProcessEvent) Handles.HERE.create(ObjectKind.EVENT, ALL_ZERO, 0);
    }

    /** Creates a semaphore. */
    public static ProcessSemaphore semaphore(int permits, boolean isBounded) {
        int most = isBounded ? SharedSemaphore.MAX_BOUNDED_PERMITS : SharedSemaphore.MAX_PERMITS;
        if (permits < 0 || permits > most) {
            throw new IllegalArgumentException("permits " + permits + " is not between 0 and " + most);
        }
        ObjectKind kind = isBounded ? ObjectKind.BOUNDED_SEMAPHORE : ObjectKind.SEMAPHORE;
        return (ProcessSemaphore)
                Handles.HERE.create(kind, new long[] {permits}, isBounded ? SharedSemaphore.bytesOfBooks() : 0);
    }

    /** Creates a condition of a lock. */
    public static ProcessCondition condition(ProcessLock lock) {
        return ConditionHandle.create(lock);
    }

    /**
     * Creates a barrier.
     *
     * @param timeout how long a party waits that does not say it, or null for no limit
     * @param action run by the last party, or null
     */
    public static ProcessBarrier barrier(int parties, Duration timeout, Task<?> action) {
        return BarrierHandle.create(parties, timeout, action);
    }

    /** Creates a lock of readers and writers. */
    public static ProcessReadWriteLock readWriteLock() {
        return ReadWriteHandle.create();
    }

    /** Creates a queue. */
    public static <T> ProcessQueue<T> queue(QueueSettings settings) {
        return queue(settings.shape(), settings.classes());
    }

    /** Creates a queue, or one direction of a pipe. */
    @SuppressWarnings("unchecked")
    static <T> QueueHandle<T> queue(QueueShape shape, Optional<Set<String>> classes) {
        return (QueueHandle<T>) Handles.HERE.create(ObjectKind.QUEUE, shape.words(), shape.regionBytes(), classes);
    }

    /** Creates a value. */
    public static SharedLong longValue(long value) {
        return (SharedLong) Handles.HERE.create(ObjectKind.LONG, new long[] {value}, 0);
    }

    /** Creates a value. */
    public static SharedDouble doubleValue(double value) {
        return (SharedDouble) Handles.HERE.create(ObjectKind.DOUBLE, new long[] {Double.doubleToRawLongBits(value)}, 0);
    }

    /** Creates an array. */
    public static SharedArray.OfInt ints(int length) {
        return (SharedArray.OfInt) array(ObjectKind.INTS, length, Integer.BYTES);
    }

    /** Creates an array. */
    public static SharedArray.OfLong longs(int length) {
        return (SharedArray.OfLong) array(ObjectKind.LONGS, length, Long.BYTES);
    }

    /** Creates an array. */
    public static SharedArray.OfDouble doubles(int length) {
        return (SharedArray.OfDouble) array(ObjectKind.DOUBLES, length, Double.BYTES);
    }

    /** Creates an array. */
    public static SharedArray.OfByte bytes(int length) {
        return (SharedArray.OfByte) array(ObjectKind.BYTES, length, Byte.BYTES);
    }

    private static Object array(ObjectKind kind, int length, int bytesOfOne) {
        return Handles.HERE.create(kind, Elements.words(length), Elements.bytes(length, bytesOfOne));
    }
}
