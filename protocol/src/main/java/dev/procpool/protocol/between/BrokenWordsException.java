package dev.procpool.protocol.between;

/** The words of an object contradict one another: a process has written over them. */
public final class BrokenWordsException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    BrokenWordsException(String message) {
        super(message);
    }
}
