package dev.procpool;

import java.io.IOException;

/** A message of a {@link Connection} does not fit into the array that was given for it. */
public final class BufferTooShortException extends IOException {

    private static final long serialVersionUID = 1L;

    private final byte[] received;

    /** An exception with the whole message that was received. */
    public BufferTooShortException(byte[] received, int room) {
        super("a message of " + received.length + " bytes does not fit into " + room);
        this.received = received.clone();
    }

    /** The whole message, which is no longer in the pipe. */
    public byte[] received() {
        return received.clone();
    }
}
