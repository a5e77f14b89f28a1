package dev.procpool.protocol.code;

import java.lang.invoke.SerializedLambda;

/** Is told by a codec of the classes that it encodes and that the other side may lack. */
public interface CodeNotes {

    /** For encodings that no other class may go into than those that the other side has. */
    CodeNotes NONE = type -> {
        throw new IllegalStateException("class " + type.getName() + " comes from "
                + type.getClassLoader().getClass().getName()
                + ", which workers lack, and is sent with functions and items only");
    };

    /**
     * An object of the class is being encoded, or the class itself.
     *
     * @throws IllegalStateException if it cannot be sent; the message is the reason
     */
    void names(Class<?> type);

    /**
     * A lambda or a method reference is being encoded, which the other side may call.
     *
     * @param host the class that has made it
     * @throws IllegalStateException if its class cannot be sent; the message is the reason
     */
    default void calls(Class<?> host, SerializedLambda lambda) {
        names(host);
    }
}
