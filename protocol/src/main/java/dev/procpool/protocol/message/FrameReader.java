package dev.procpool.protocol.message;

import dev.procpool.protocol.message.Command.Classes;
import dev.procpool.protocol.message.Command.Commit;
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
import java.nio.BufferUnderflowException;
import java.util.Arrays;
import java.util.Optional;

/** Takes the frames of one direction apart, in the format of {@link MessageFrame}. Not thread-safe. */
public final class FrameReader {

    private final String peer;
    private long sequence;
    private PayloadReader in = new PayloadReader(new byte[0], 0, 0);
    private Frame.Tail tail;
    private boolean endsInTail;

    /** The description of the records that were read last: most often those that follow have the same. */
    private byte[] form;

    /** @param peer the name of the process that writes the frames, for messages */
    public FrameReader(String peer) {
        this.peer = peer;
    }

    /** Starts with the next frame; its bytes must not change while its messages are in use. */
    public void begin(Frame frame) {
        tail = null;
        Slice head = frame.head();
        if (head.length() < MessageFrame.HEADER) {
            throw broken("a frame of " + head.length() + " bytes");
        }
        PayloadReader reader = head.reader();
        int tag = reader.getInt();
        if (tag >>> 16 != MessageFrame.MAGIC) {
            throw broken("foreign bytes (0x" + Integer.toHexString(tag) + ")");
        }
        if ((tag & 0xffff) != MessageFrame.PROTOCOL_VERSION) {
            throw broken("protocol version " + (tag & 0xffff) + ", here it is " + MessageFrame.PROTOCOL_VERSION);
        }
        long found = reader.getLong();
        if (found != sequence + 1) {
            throw broken("frame " + found + " where frame " + (sequence + 1) + " was expected");
        }
        sequence = found;
        in = reader;
        tail = frame.tail();
    }

    /** Whether the frame has another message; to be called once the message before has been taken. */
    public boolean hasNext() {
        if (in.remaining() == 0 && tail != null) {
            throw broken(tail.length() + " bytes after its last message");
        }
        return in.remaining() > 0;
    }

    /** The next message, which must be a command. */
    public Command nextCommand() {
        try {
            MessageType type = type("a command");
            long id = in.getLong();
            PayloadReader payload = payload();
            return switch (type) {
                case DEFINE -> new Define(id, rest(payload, true).toExactArray());
                case FORGET -> new Forget(id);
                case RUN_CHUNK -> runChunk(id, payload);
                case CLASSES -> new Classes(id, rest(payload, true).toExactArray());
                case ENTER -> new Enter(id);
                case STOP -> new Stop();
                case INITIALIZE -> new Initialize(rest(payload, true).toExactArray());
                case REHEARSE -> new Rehearse();
                case SAY_HELLO -> new SayHello();
                default -> throw broken("a command of type " + type.code());
            };
        } catch (BufferUnderflowException e) {
            throw broken("a command that ends too early");
        }
    }

    /** The next message, which must be an event. */
    public Event nextEvent() {
        try {
            MessageType type = type("an event");
            long id = in.getLong();
            PayloadReader payload = payload();
            return switch (type) {
                case HELLO -> new Hello(payload.getInt(), id, payload.getLong());
                case READY -> new Ready();
                case INITIALIZER_FAILED -> new InitializerFailed(rest(payload, true));
                case ITEMS_DONE -> itemsDone(id, payload);
                default -> throw broken("an event of type " + type.code());
            };
        } catch (BufferUnderflowException e) {
            throw broken("an event that ends too early");
        }
    }

    private MessageType type(String kind) {
        int code = in.getByte();
        Optional<MessageType> type = MessageType.ofCode(code);
        if (type.isEmpty()) {
            throw broken(kind + " of type " + code);
        }
        return type.get();
    }

    private RunChunk runChunk(long firstOrdinal, PayloadReader payload) {
        long functionId = payload.getLong();
        int count = payload.getInt();
        Commit commit = commit(payload.getByte());
        ItemLayout layout = layout(payload.getByte());
        byte[] itsForm = form(layout, payload);
        Slice items = rest(payload, layout == ItemLayout.BYTES); // a copy of its own: the array becomes the item
        return new RunChunk(firstOrdinal, functionId, count, commit, layout, itsForm, items);
    }

    private ItemsDone itemsDone(long firstOrdinal, PayloadReader payload) {
        int count = payload.getInt();
        long startedNanos = payload.getLong();
        long runNanos = payload.getLong();
        long queuedNanos = payload.getLong();
        ItemLayout layout = layout(payload.getByte());
        byte[] itsForm = form(layout, payload);
        Slice results = rest(payload, true);
        return new ItemsDone(firstOrdinal, count, startedNanos, runNanos, queuedNanos, layout, itsForm, results);
    }

    /** The description of records, which is not changed any more; null in the other layouts. */
    private byte[] form(ItemLayout layout, PayloadReader payload) {
        if (layout != ItemLayout.RECORDS) {
            return null;
        }
        int length = payload.getInt();
        int from = payload.position();
        payload.skip(length);
        if (form == null || !Arrays.equals(form, 0, form.length, payload.array(), from, from + length)) {
            form = Arrays.copyOfRange(payload.array(), from, from + length);
        }
        return form;
    }

    /** The part of the next message's payload that lies in the head of the frame: all of it, or all but the tail. */
    private PayloadReader payload() {
        int length = in.getInt();
        int left = in.remaining();
        boolean reachesTail = tail != null && length == (long) left + tail.length();
        if (length < 0 || length > left && !reachesTail) {
            throw broken("a message of " + length + " bytes where " + left + " are left");
        }
        endsInTail = length > left;
        int here = Math.min(length, left);
        PayloadReader payload = new PayloadReader(in.array(), in.position(), in.position() + here);
        in.skip(here);
        return payload;
    }

    private Commit commit(int code) {
        return switch (code) {
            case 0 -> Commit.BATCHED;
            case 1 -> Commit.PER_ITEM;
            default -> throw broken("commit mode " + code);
        };
    }

    private ItemLayout layout(int code) {
        return ItemLayout.ofCode(code).orElseThrow(() -> broken("item layout " + code));
    }

    /** The rest of the payload of the message: the tail, or bytes of the head. */
    private Slice rest(PayloadReader payload, boolean own) {
        if (!endsInTail) {
            return new Slice(payload.array(), payload.position(), payload.remaining());
        }
        if (payload.remaining() > 0) {
            throw broken("a payload in two pieces");
        }
        Slice read = tail.read(own);
        tail = null;
        return read;
    }

    private ProtocolException broken(String what) {
        return new ProtocolException(peer + " sent " + what + " (after frame " + sequence + ")");
    }
}
