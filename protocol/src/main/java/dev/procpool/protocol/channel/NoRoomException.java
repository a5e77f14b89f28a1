package dev.procpool.protocol.channel;

/** The file system of a queue is full; the frame was not written. Writing on would end in a SIGBUS. */
public final class NoRoomException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    NoRoomException(String message) {
        super(message);
    }
}
