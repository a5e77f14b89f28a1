package dev.procpool.protocol.call;

/** The answers of a manager; the first byte of a body. */
public enum Answer {
    /** The encoded result. */
    VALUE,
    /** The failure that the code of the object has thrown: an encoded RemoteFailure. */
    THROWN,
    /** An argument cannot be decoded there: an encoded RemoteFailure. */
    UNREADABLE,
    /** The result cannot be encoded there: an encoded RemoteFailure. */
    UNENCODABLE,
    /** There is no such object, or no longer. */
    NO_OBJECT,
    /** The request is not one that this caller may make: a text. */
    REFUSED;

    private static final Answer[] ALL = values();

    /** The answer of a byte; null if there is none. */
    public static Answer of(int code) {
        return code >= 0 && code < ALL.length ? ALL[code] : null;
    }
}
