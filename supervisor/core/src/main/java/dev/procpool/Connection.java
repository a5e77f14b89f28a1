package dev.procpool;

import java.io.EOFException;
import java.io.IOException;
import java.io.Serializable;
import java.time.Duration;

/**
 * One end of a {@link ProcessPipe}, mirroring Python's {@code multiprocessing.connection.Connection}. Thread-safe.
 *
 * <p>The end is a handle, which travels: as an argument, captured by a lambda, in a queue. Each copy is a handle of its
 * own, as in Python: the end is open until every copy is closed, has died with its process, or is not reachable any
 * more. A copy that is on its way to another process counts as well, until it arrives, or the process has ended or the
 * item has failed that was to bring it. At most 256 copies of the ends of a pipe are on their way at a time.
 *
 * @param <O> the type of the objects that go out
 * @param <I> the type of the objects that come in
 */
public interface Connection<O, I> extends AutoCloseable, Serializable {

    /**
     * Sends an object; waits while the pipe is full.
     *
     * @throws ArgumentSerializationException if the object cannot be encoded; nothing was sent
     * @throws PayloadTooLargeException if the object has more bytes than the pipe has room for
     * @throws IOException if the other end is closed
     * @throws IllegalStateException if this handle is closed, or this end does not send
     */
    void send(O object) throws IOException, InterruptedException;

    /**
     * Receives an object; waits for it.
     *
     * @throws EOFException if there is none, and the other end is closed or its process has died
     * @throws PoolException if the object cannot be decoded; it is dropped
     * @throws IllegalStateException if this handle is closed, or this end does not receive
     */
    I receive() throws EOFException, InterruptedException;

    /**
     * Waits until {@link #receive} would not wait, up to {@code timeout}; looks once if that is zero or negative.
     *
     * @return false if the time is over; true also at the end of the pipe
     * @throws IllegalStateException if this handle is closed, or this end does not receive
     */
    boolean poll(Duration timeout) throws InterruptedException;

    /** As {@link #sendBytes(byte[], int, int)}, with all of an array. */
    default void sendBytes(byte[] bytes) throws IOException, InterruptedException {
        sendBytes(bytes, 0, bytes.length);
    }

    /**
     * Sends a part of an array as one message, which may be empty; waits while the pipe is full. The other end gets it
     * with {@link #receiveBytes}.
     *
     * @throws IllegalArgumentException if there is no such part
     * @throws PayloadTooLargeException if the message has more bytes than the pipe has room for
     * @throws IOException if the other end is closed
     * @throws IllegalStateException if this handle is closed, or this end does not send
     */
    void sendBytes(byte[] bytes, int offset, int length) throws IOException, InterruptedException;

    /** Receives a message; waits for it. Throws what {@link #receive} throws. */
    byte[] receiveBytes() throws EOFException, InterruptedException;

    /**
     * Receives a message into an array, from {@code offset} on. Throws what {@link #receive} throws.
     *
     * @return the length of the message
     * @throws IllegalArgumentException if the array ends before {@code offset}
     * @throws BufferTooShortException if the message does not fit; it has the message
     */
    int receiveBytes(byte[] into, int offset) throws IOException, InterruptedException;

    /** Closes this handle. Idempotent. A thread that waits in one of its methods goes on waiting. */
    @Override
    void close();
}
