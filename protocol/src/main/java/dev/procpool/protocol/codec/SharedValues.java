package dev.procpool.protocol.codec;

/** The shared values of a pool, as one of its processes knows them while it encodes and decodes. */
@FunctionalInterface
public interface SharedValues {

    /** The reason for which a handle is refused. */
    String ELSEWHERE = "a handle of a shared value travels in functions, items and results of its own pool only";

    /** There are no shared values where the codec is used. */
    SharedValues NONE = handle -> {
        throw new IllegalStateException(ELSEWHERE);
    };

    /**
     * A handle is being encoded.
     *
     * @throws IllegalStateException if the handle must not be sent; the message is the reason
     */
    void sending(SharedHandle<?> handle);

    /**
     * The handle with a number that was received.
     *
     * @throws IllegalStateException if there is none
     */
    default SharedHandle<?> received(long id) {
        throw new IllegalStateException(ELSEWHERE);
    }
}
