package dev.procpool.protocol.codec;

import com.esotericsoftware.kryo.kryo5.KryoException;

/** Says what cannot be encoded and why; Kryo adds the trace of the fields that lead to it. */
final class CannotTravel extends KryoException {

    private static final long serialVersionUID = 1L;

    private final String type;
    private final String reason;

    CannotTravel(Class<?> type, String reason, Throwable cause) {
        super(reason, cause);
        this.type = type.getTypeName();
        this.reason = reason;
    }

    String type() {
        return type;
    }

    String reason() {
        return reason;
    }
}
