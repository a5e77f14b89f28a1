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
        if (item instanceof byte[] bytes) {
            requireRoom(bytes.length);
            return run(shared -> io(() -> shared.putBytes(bytes, timeoutNanos)));
        }
        Journeys sent = new Journeys();
        ItemCodec.Encoded encoded = encode(item, sent);
        boolean isPut = false;
        try {
            isPut = put(encoded.array(), encoded.offset(), encoded.length(), timeoutNanos);
            return isPut;
        } finally {
            codec.release(encoded);
            if (!isPut) {
                sent.recall();
            }
        }
    }

    private ItemCodec.Encoded encode(Object item, Journeys sent) {
        return Journeys.areExpected() ? sent.during(() -> codec.encode(item)) : codec.encode(item);
    }

    /** Puts what needs no encoding; returns false if there was no room in time. */
    boolean put(byte[] payload, int offset, int length, long timeoutNanos) throws InterruptedException {
        requireRoom(length);
        return run(shared -> io(() -> shared.put(payload, offset, length, timeoutNanos)));
    }

    private void requireRoom(int length) {
        int most = runShortly(SharedQueue::maxPayload);
        if (length > most) {
            throw new PayloadTooLargeException(
                    "the item cannot be put: it has %,d bytes, and the queue has room for %,d; maxBytes sets the room"
                            .formatted(length, most),
                    null);
        }
    }

    private interface Put {
        boolean make() throws IOException, InterruptedException;
    }

    private static boolean io(Put put) throws InterruptedException {
        try {
            return put.make();
        } catch (IOException e) {
            throw new PoolException("the item cannot be put: " + FailureText.of(e), e);
        }
    }

    /** The value of an item that was taken; if it has none, the item counts as done. */
    Object value(SharedQueue.Item item, boolean isLeased) {
        if (item.isBytes()) {
            return item.payload();
        }
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
