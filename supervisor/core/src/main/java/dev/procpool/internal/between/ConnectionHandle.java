package dev.procpool.internal.between;

import dev.procpool.BufferTooShortException;
import dev.procpool.Connection;
import dev.procpool.HomeGoneException;
import dev.procpool.internal.base.Times;
import dev.procpool.protocol.between.SharedQueue;
import java.io.EOFException;
import java.io.IOException;
import java.lang.ref.Cleaner;
import java.lang.ref.Reference;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;

/** A handle of an end of a pipe. Thread-safe. */
final class ConnectionHandle<O, I> implements Connection<O, I> {

    private static final long serialVersionUID = 1L;

    private static final Cleaner CLEANER = Cleaner.create();

    private final transient Hold hold;
    private final transient Cleaner.Cleanable end;

    /**
     * The ends that the handle holds, without a reference to the handle.
     *
     * @param out null if the end does not send
     * @param in null if the end does not receive
     */
    private record Hold(PipeDirection out, PipeDirection in, AtomicBoolean open) implements Runnable {

        @Override
        public void run() {
            open.set(false);
            if (out != null) {
                out.release();
            }
            if (in != null) {
                in.release();
            }
        }
    }

    private ConnectionHandle(Hold hold) {
        this.hold = hold;
        this.end = CLEANER.register(this, hold);
        Journeys.expect();
    }

    /** A handle that has arrived, or a new one where the journeys are 0. */
    static <O, I> ConnectionHandle<O, I> arrived(PipeDirection out, long outJourney, PipeDirection in, long inJourney) {
        if (out != null) {
            out.arrive(outJourney);
        }
        if (in != null) {
            in.arrive(inJourney);
        }
        return new ConnectionHandle<>(new Hold(out, in, new AtomicBoolean(true)));
    }

    private PipeDirection sending() {
        return required(hold.out, "receives only");
    }

    PipeDirection receiving() {
        return required(hold.in, "sends only");
    }

    private PipeDirection required(PipeDirection direction, String otherwise) {
        if (!hold.open.get()) {
            throw new IllegalStateException("the connection is closed");
        }
        if (direction == null) {
            throw new IllegalStateException("this end of the pipe " + otherwise);
        }
        return direction;
    }

    @Override
    public void send(O object) throws IOException, InterruptedException {
        PipeDirection out = sending();
        Objects.requireNonNull(object, "object");
        send(out, () -> out.calls().put(object, Times.LONGEST_WAIT));
    }

    @Override
    public void sendBytes(byte[] bytes, int offset, int length) throws IOException, InterruptedException {
        if (offset < 0 || length < 0 || length > bytes.length - offset) {
            throw new IllegalArgumentException(
                    "offset " + offset + " and length " + length + " in an array of " + bytes.length);
        }
        PipeDirection out = sending();
        send(out, () -> out.calls().put(bytes, offset, length, Times.LONGEST_WAIT));
    }

    /** Puts something into the queue; returns whether it is there. */
    private interface Put {
        boolean make() throws InterruptedException;
    }

    private void send(PipeDirection out, Put put) throws IOException, InterruptedException {
        try {
            while (!put.make()) {
                if (out.end().isOtherClosed()) {
                    throw new IOException("the other end of the pipe is closed");
                }
            }
        } catch (HomeGoneException e) {
            throw new IOException("the pipe has ended: " + e.getMessage(), e);
        } finally {
            Reference.reachabilityFence(this);
        }
    }

    @Override
    @SuppressWarnings("unchecked")
    public I receive() throws EOFException, InterruptedException {
        return (I) receiving().calls().value(next(), false);
    }

    @Override
    public byte[] receiveBytes() throws EOFException, InterruptedException {
        return next().payload();
    }

    @Override
    public int receiveBytes(byte[] into, int offset) throws IOException, InterruptedException {
        if (offset < 0 || offset > into.length) {
            throw new IllegalArgumentException("offset " + offset + " in an array of " + into.length);
        }
        byte[] message = receiveBytes();
        if (message.length > into.length - offset) {
            throw new BufferTooShortException(message, into.length - offset);
        }
        System.arraycopy(message, 0, into, offset, message.length);
        return message.length;
    }

    private SharedQueue.Item next() throws EOFException, InterruptedException {
        PipeDirection in = receiving();
        try {
            SharedQueue.Item item = null;
            while (item == null) {
                item = in.calls().run(queue -> queue.take(Times.LONGEST_WAIT));
                if (item == null && in.end().isOtherClosed()) {
                    throw new EOFException("the other end of the pipe is closed");
                }
            }
            return item;
        } catch (HomeGoneException e) {
            throw (EOFException) new EOFException("the pipe has ended: " + e.getMessage()).initCause(e);
        } finally {
            Reference.reachabilityFence(this);
        }
    }

    @Override
    public boolean poll(Duration timeout) throws InterruptedException {
        PipeDirection in = receiving();
        long nanos = Times.nanos(Objects.requireNonNull(timeout, "timeout"));
        try {
            return in.calls().run(queue -> in.end().awaitItem(nanos));
        } catch (HomeGoneException e) {
            return true; // the end of the pipe
        } finally {
            Reference.reachabilityFence(this);
        }
    }

    @Override
    public void close() {
        end.clean();
    }

    private Object writeReplace() {
        PipeDirection out = hold.out;
        PipeDirection in = hold.in;
        if (!hold.open.get()) {
            throw new IllegalStateException("the connection is closed");
        }
        long outJourney = out == null ? 0 : out.depart();
        long inJourney = in == null ? 0 : in.depart();
        return new ConnectionForm(
                out == null ? null : out.queue(), outJourney, in == null ? null : in.queue(), inJourney);
    }

    @Override
    public String toString() {
        return "connection to " + (hold.out == null ? hold.in.queue() : hold.out.queue());
    }
}
