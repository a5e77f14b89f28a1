package dev.procpool.protocol.message;

import dev.procpool.protocol.message.Command.Classes;
import dev.procpool.protocol.message.Command.Define;
import dev.procpool.protocol.message.Command.Enter;
import dev.procpool.protocol.message.Command.Forget;
import dev.procpool.protocol.message.Command.Initialize;
import dev.procpool.protocol.message.Command.Rehearse;
import dev.procpool.protocol.message.Command.RunChunk;
import dev.procpool.protocol.message.Command.SayHello;
import dev.procpool.protocol.message.Command.Stop;
import dev.procpool.protocol.message.Event.Hello;
import dev.procpool.protocol.message.Event.InitializerFailed;
import dev.procpool.protocol.message.Event.ItemsDone;
import dev.procpool.protocol.message.Event.Ready;
import java.util.ArrayList;
import java.util.List;

/** Builds the frames of one direction, in the format of {@link MessageFrame}. Not thread-safe. */
public final class FrameWriter {

    /** Payloads of this size and larger are not copied into the buffer: the frame refers to them. */
    private static final int LARGE_PAYLOAD = 8 << 10;

    private static final int TRIMMED_CAPACITY = 1 << 20;

    /** The bytes of a {@link RunChunk} before its items: function id, count, commit, layout. */
    private static final int BEFORE_ITEMS = Long.BYTES + Integer.BYTES + Byte.BYTES + Byte.BYTES;

    /** The bytes of an {@link ItemsDone} before its results: count, three times, layout. */
    private static final int BEFORE_RESULTS = Integer.BYTES + 3 * Long.BYTES + Byte.BYTES;

    private static final int HELLO_BYTES = Integer.BYTES + Long.BYTES;

    private final PayloadBuffer buffer = new PayloadBuffer(1024);

    /** The pieces of the frame up to and including its last large payload. */
    private final List<Slice> pieces = new ArrayList<>();

    private int bytesOfPieces;

    /** The index in the buffer at which the piece begins that is being written. */
    private int pieceStart;

    private long sequence;

    /** Starts the next frame. The frame before must have been sent: the reader takes a gap for damage. */
    public void begin() {
        clear();
        sequence++;
        buffer.putInt(MessageFrame.MAGIC << 16 | MessageFrame.PROTOCOL_VERSION);
        buffer.putLong(sequence);
    }

    /** The number of bytes of the frame so far. */
    public int size() {
        return bytesOfPieces + buffer.size() - pieceStart;
    }

    /** Whether the frame has no message yet. */
    public boolean isEmpty() {
        return size() <= MessageFrame.HEADER;
    }

    /** Appends a command. */
    public void add(Command command) {
        if (command instanceof RunChunk run) {
            Slice items = run.items();
            header(MessageType.RUN_CHUNK, run.firstOrdinal(), BEFORE_ITEMS + bytes(run.form()) + items.length());
            buffer.putLong(run.functionId());
            buffer.putInt(run.count());
            buffer.putByte(run.commit().ordinal());
            buffer.putByte(run.layout().ordinal());
            putForm(run.form());
            payload(items);
        } else if (command instanceof Define define) {
            header(MessageType.DEFINE, define.id(), define.payload().length);
            payload(Slice.of(define.payload()));
        } else if (command instanceof Forget forget) {
            header(MessageType.FORGET, forget.id(), 0);
        } else if (command instanceof Classes classes) {
            header(MessageType.CLASSES, classes.id(), classes.payload().length);
            payload(Slice.of(classes.payload()));
        } else if (command instanceof Enter enter) {
            header(MessageType.ENTER, enter.id(), 0);
        } else if (command instanceof Stop) {
            header(MessageType.STOP, 0, 0);
        } else if (command instanceof Initialize initialize) {
            header(MessageType.INITIALIZE, 0, initialize.payload().length);
            payload(Slice.of(initialize.payload()));
        } else if (command instanceof Rehearse) {
            header(MessageType.REHEARSE, 0, 0);
        } else if (command instanceof SayHello) {
            header(MessageType.SAY_HELLO, 0, 0);
        }
    }

    /** Appends an event. */
    public void add(Event event) {
        if (event instanceof ItemsDone done) {
            Slice results = done.results();
            int before = BEFORE_RESULTS + bytes(done.form());
            header(MessageType.ITEMS_DONE, done.firstOrdinal(), before + results.length());
            buffer.putInt(done.count());
            buffer.putLong(done.startedNanos());
            buffer.putLong(done.runNanos());
            buffer.putLong(done.queuedNanos());
            buffer.putByte(done.layout().ordinal());
            putForm(done.form());
            payload(results);
        } else if (event instanceof Hello hello) {
            header(MessageType.HELLO, hello.pid(), HELLO_BYTES);
            buffer.putInt(hello.protocolVersion());
            buffer.putLong(hello.codecFingerprint());
        } else if (event instanceof Ready) {
            header(MessageType.READY, 0, 0);
        } else if (event instanceof InitializerFailed failed) {
            Slice failure = failed.failure();
            header(MessageType.INITIALIZER_FAILED, 0, failure.length());
            payload(failure);
        }
    }

    /** The pieces of the frame, valid until the next {@link #begin} and while its payloads do not change. */
    public List<Slice> pieces() {
        if (pieces.isEmpty()) {
            return List.of(rest());
        }
        List<Slice> all = new ArrayList<>(pieces);
        if (buffer.size() > pieceStart) {
            all.add(rest());
        }
        return all;
    }

    /**
     * To be called once the frame is sent: releases its payloads, and the memory that an unusually large frame needed.
     */
    public void trim() {
        clear();
        buffer.trim(TRIMMED_CAPACITY);
    }

    private void clear() {
        buffer.clear();
        pieces.clear();
        bytesOfPieces = 0;
        pieceStart = 0;
    }

    private static int bytes(byte[] form) {
        return form == null ? 0 : Integer.BYTES + form.length;
    }

    private void putForm(byte[] form) {
        if (form != null) {
            buffer.putInt(form.length);
            buffer.put(form, 0, form.length);
        }
    }

    private void payload(Slice payload) {
        if (payload.length() < LARGE_PAYLOAD) {
            buffer.put(payload.array(), payload.offset(), payload.length());
            return;
        }
        Slice before = rest();
        pieces.add(before);
        pieces.add(payload);
        bytesOfPieces += before.length() + payload.length();
        pieceStart = buffer.size();
    }

    /** The bytes that follow the last large payload. */
    private Slice rest() {
        return new Slice(buffer.array(), pieceStart, buffer.size() - pieceStart);
    }

    private void header(MessageType type, long id, int length) {
        buffer.putByte(type.code());
        buffer.putLong(id);
        buffer.putInt(length);
    }
}
