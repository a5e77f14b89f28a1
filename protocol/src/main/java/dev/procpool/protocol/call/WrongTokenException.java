package dev.procpool.protocol.call;

import java.io.IOException;

/** One end of a connection does not know the token of the other. */
public final class WrongTokenException extends IOException {

    private static final long serialVersionUID = 1L;

    WrongTokenException(String message) {
        super(message);
    }
}
