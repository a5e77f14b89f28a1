package dev.procpool.protocol.message;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The types of messages, each with its code in a frame; what follows the code is drawn in {@link MessageFrame}. */
enum MessageType {
    /** {@link Command.Define}. */
    DEFINE(1),
    /** {@link Command.Forget}. */
    FORGET(2),
    /** {@link Command.RunChunk}. */
    RUN_CHUNK(3),
    /** {@link Command.Stop}. */
    STOP(4),
    /** {@link Command.Initialize}. */
    INITIALIZE(5),
    /** {@link Command.Rehearse}. */
    REHEARSE(6),
    /** {@link Command.SayHello}. */
    SAY_HELLO(7),
    /** {@link Command.Classes}. */
    CLASSES(8),
    /** {@link Command.Enter}. */
    ENTER(9),
    /** {@link Event.Hello}. */
    HELLO(16),
    /** {@link Event.ItemsDone}. */
    ITEMS_DONE(17),
    /** {@link Event.Ready}. */
    READY(18),
    /** {@link Event.InitializerFailed}. */
    INITIALIZER_FAILED(19);

    private static final int CODES = 20;
    private static final List<Optional<MessageType>> BY_CODE = byCode();

    private final int code;

    MessageType(int code) {
        this.code = code;
    }

    int code() {
        return code;
    }

    /** The type with a code, if there is one; nothing is allocated, as this is asked of each message. */
    static Optional<MessageType> ofCode(int code) {
        return code < 0 || code >= CODES ? Optional.empty() : BY_CODE.get(code);
    }

    private static List<Optional<MessageType>> byCode() {
        List<Optional<MessageType>> types = new ArrayList<>();
        for (int code = 0; code < CODES; code++) {
            types.add(Optional.empty());
        }
        for (MessageType type : values()) {
            types.set(type.code, Optional.of(type));
        }
        return List.copyOf(types);
    }
}
