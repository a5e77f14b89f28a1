package dev.procpool.protocol.call;

/** The requests of a caller; the first byte of a body. */
public enum Request {
    /** A method of an object: object u64, signature u64, index u32, arguments u32, encoded arguments. */
    CALL,
    /** The text of an object: object u64. */
    TEXT,
    /** A new object: encoded type, encoded factory, one at a time u8. */
    SERVE,
    /** A new object of a kind that the manager knows: kind u8. */
    MAKE,
    /** A task that runs in the manager: encoded task. */
    RUN,
    /** A name for an object: object u64, encoded name. */
    PUBLISH,
    /** The object that has a name: encoded name. */
    FIND,
    /** The end of an object: object u64. */
    END,
    /** The address at which the manager listens. */
    ADDRESS,
    /** The end of the manager. */
    SHUTDOWN;

    private static final Request[] ALL = values();

    /** The request of a byte; null if there is none. */
    public static Request of(int code) {
        return code >= 0 && code < ALL.length ? ALL[code] : null;
    }
}
