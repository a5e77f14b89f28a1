package dev.procpool.internal.between;

import dev.procpool.PayloadTooLargeException;
import dev.procpool.PoolException;
import dev.procpool.internal.base.FailureText;
import dev.procpool.protocol.between.BrokenWordsException;
import dev.procpool.protocol.between.HomeLostException;
import dev.procpool.protocol.between.SharedQueue;
import java.io.IOException;

/** A queue between processes, with items instead of bytes and the exceptions of the public interface. Thread-safe. */
record QueueCalls(SharedQueue queue, ItemCodec codec) {

    /** An operation on the queue. */
    interface Operation<R> {
        R run(SharedQueue queue) throws InterruptedException;
    }

    /** An operation on the queue that does not wait for other processes. */
    interface ShortOperation<R> {
        R run(SharedQueue queue);
    }

    <R> R run(Operation<R> operation) throws InterruptedException {
        try {
            return operation.run(queue);
        } catch (HomeLostException e) {
            throw Bound.gone(e);
        } catch (BrokenWordsException e) {
            throw new PoolException(e.getMessage(), e);
        }
    }

    <R> R runShortly(ShortOperation<R> operation) {
        try {
            return run(operation::run);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e); // a short operation has no interruptible wait
        }
    }

    /** Returns false if there was no room in time. */
    boolean put(Object item, long timeoutNanos) throws InterruptedException {
        return putEncoded(codec.encode(item), timeoutNanos);
    }

    /** Returns false if there was no room in time. */
    boolean putEncoded(ItemCodec.Encoded item, long timeoutNanos) throws InterruptedException {
        int most = runShortly(SharedQueue::maxPayload);
        if (item.length() > most) {
            throw new PayloadTooLargeException(
                    "the item cannot be put: it has %,d bytes, and the queue has room for %,d; maxBytes sets the room"
                            .formatted(item.length(), most),
                    null);
        }
        return run(shared -> {
            try {
                return shared.put(item.array(), item.offset(), item.length(), timeoutNanos);
            } catch (IOException e) {
                throw new PoolException("the item cannot be put: " + FailureText.of(e), e);
            }
        });
    }

    /** The value of an item that was taken; if it has none, the item counts as done. */
    Object value(SharedQueue.Item item, boolean isLeased) {
        try {
            return codec.decode(item.payload());
        } catch (PoolException e) {
            runShortly(shared -> {
                if (isLeased) {
                    shared.done(item);
                } else {
                    shared.discard(item);
                }
                return null;
            });
            throw e;
        }
    }
}
