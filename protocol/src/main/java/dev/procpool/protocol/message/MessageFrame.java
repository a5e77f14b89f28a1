package dev.procpool.protocol.message;

import dev.procpool.protocol.message.Command.Commit;
import dev.procpool.protocol.message.Command.DefineFunction;
import dev.procpool.protocol.message.Command.ForgetFunction;
import dev.procpool.protocol.message.Command.Initialize;
import dev.procpool.protocol.message.Command.Rehearse;
import dev.procpool.protocol.message.Command.RunChunk;
import dev.procpool.protocol.message.Command.Stop;
import dev.procpool.protocol.message.Event.Hello;
import dev.procpool.protocol.message.Event.InitializerFailed;
import dev.procpool.protocol.message.Event.ItemsDone;
import dev.procpool.protocol.message.Event.Ready;
import java.util.ArrayList;
import java.util.List;

/**
 * The one format of everything that lies in a queue. A frame is one document of a queue and carries messages.
 *
 * <pre>
 * frame    +---------------+------------------+-----------------+--------------+---
 *          | magic "PP"    | protocol version | sequence number | message      | message ...
 *          | u16           | u16              | u64, from 1     |              |
 *          +---------------+------------------+-----------------+--------------+---
 *
 * message  +------+---------------------+----------+------------------------------+
 *          | type | id                  | length   | payload                      |
 *          | u8   | u64                 | u32      | length bytes                 |
 *          +------+---------------------+----------+------------------------------+
 *
 * type               id               payload
 *  1 DefineFunction  function id      the encoded function
 *  2 ForgetFunction  function id      -
 *  3 RunChunk        first ordinal    function id u64 | count u32 | commit u8 | layout u8 | items: packed, or varint length, bytes; ...; or one array
 *  4 Stop            0                -
 *  5 Initialize      0                the encoded initializer
 *  6 Rehearse        0                -
 * 16 Hello           pid              protocol version u32 | codec fingerprint u64
 * 17 ItemsDone       first ordinal    count u32 | run time in ns u64 | of that without a processor u64 | layout u8 | results: packed, or see {@link ItemResult}; or one array
 * 18 Ready           0                -
 * 19 InitializerFailed 0              the failure
 * </pre>
 *
 * All numbers are big endian. Frames of one direction are numbered without gaps; a gap, a foreign magic, an unknown
 * type or a length that does not fit is a {@link ProtocolException}, never a silent loss: a truncated or overwritten
 * Chronicle queue skips messages without a word.
 */
public final class MessageFrame {

    /** Both sides must have the same. */
    public static final int PROTOCOL_VERSION = 9;

    /**
     * What a frame may hold beyond one payload of the largest size: the chunk or the results before it, a failure without
     * its original, and the messages around them.
     */
    private static final int ROOM = 4 << 20;

    private static final int MAGIC = 0x5050;
    private static final int HEADER = 12;

    private static final int DEFINE_FUNCTION = 1;
    private static final int FORGET_FUNCTION = 2;
    private static final int RUN_CHUNK = 3;
    private static final int STOP = 4;
    private static final int INITIALIZE = 5;
    private static final int REHEARSE = 6;
    private static final int HELLO = 16;
    private static final int ITEMS_DONE = 17;
    private static final int READY = 18;
    private static final int INITIALIZER_FAILED = 19;

    private MessageFrame() {}

    /** The size of the largest frame, for payloads of up to this size. */
    public static int sizeFor(int maxPayloadBytes) {
        return maxPayloadBytes + ROOM;
    }

    /** The size of the largest payload, for frames of up to this size. */
    public static int payloadOf(int maxFrameBytes) {
        return maxFrameBytes - ROOM;
    }

    /** The size of the largest failure that is sent without shortening it. */
    public static int failureOf(int maxFrameBytes) {
        return maxFrameBytes - ROOM / 4;
    }

    /** Builds the frames of one direction. Not thread-safe. */
    public static final class Writer {

        /** Payloads from this size on are not copied into the frame: it refers to them. */
        private static final int LARGE_PAYLOAD = 8 << 10;

        private final PayloadBuffer buffer = new PayloadBuffer(1024);

        /** The frame up to and including its last large payload. */
        private final List<Slice> pieces = new ArrayList<>();

        private int bytesOfPieces;

        /** Where in the buffer the piece begins that is being written. */
        private int pieceStart;

        private long sequence;

        /** Starts the next frame; the one before must have been sent, or it is missed by the reader. */
        public void begin() {
            clear();
            sequence++;
            buffer.putInt(MAGIC << 16 | PROTOCOL_VERSION);
            buffer.putLong(sequence);
        }

        /** The number of bytes of the frame so far. */
        public int size() {
            return bytesOfPieces + buffer.size() - pieceStart;
        }

        /** Whether the frame has no message yet. */
        public boolean isEmpty() {
            return size() <= HEADER;
        }

        public void add(Command command) {
            if (command instanceof RunChunk run) {
                Slice items = run.items();
                header(RUN_CHUNK, run.firstOrdinal(), 14 + items.length());
                buffer.putLong(run.functionId());
                buffer.putInt(run.count());
                buffer.putByte(run.commit().ordinal());
                buffer.putByte(run.layout().ordinal());
                payload(items);
            } else if (command instanceof DefineFunction define) {
                header(DEFINE_FUNCTION, define.functionId(), define.payload().length);
                payload(Slice.of(define.payload()));
            } else if (command instanceof ForgetFunction forget) {
                header(FORGET_FUNCTION, forget.functionId(), 0);
            } else if (command instanceof Stop) {
                header(STOP, 0, 0);
            } else if (command instanceof Initialize initialize) {
                header(INITIALIZE, 0, initialize.payload().length);
                payload(Slice.of(initialize.payload()));
            } else if (command instanceof Rehearse) {
                header(REHEARSE, 0, 0);
            }
        }

        public void add(Event event) {
            if (event instanceof ItemsDone done) {
                Slice results = done.results();
                header(ITEMS_DONE, done.firstOrdinal(), 21 + results.length());
                buffer.putInt(done.count());
                buffer.putLong(done.runNanos());
                buffer.putLong(done.queuedNanos());
                buffer.putByte(done.layout().ordinal());
                payload(results);
            } else if (event instanceof Hello hello) {
                header(HELLO, hello.pid(), 12);
                buffer.putInt(hello.protocolVersion());
                buffer.putLong(hello.codecFingerprint());
            } else if (event instanceof Ready) {
                header(READY, 0, 0);
            } else if (event instanceof InitializerFailed failed) {
                Slice failure = failed.failure();
                header(INITIALIZER_FAILED, 0, failure.length());
                payload(failure);
            }
        }

        /** The frame piece by piece, valid until the next {@link #begin} and for as long as its payloads do not change. */
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

        /** The frame is sent: lets go of its payloads, and of the memory that an unusually large frame needed. */
        public void trim() {
            clear();
            buffer.trim(TRIMMED_CAPACITY);
        }

        private static final int TRIMMED_CAPACITY = 1 << 20;

        private void clear() {
            buffer.clear();
            pieces.clear();
            bytesOfPieces = 0;
            pieceStart = 0;
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

        /** What follows the last large payload. */
        private Slice rest() {
            return new Slice(buffer.array(), pieceStart, buffer.size() - pieceStart);
        }

        private void header(int type, long id, int length) {
            buffer.putByte(type);
            buffer.putLong(id);
            buffer.putInt(length);
        }
    }

    /** Takes the frames of one direction apart. Not thread-safe. */
    public static final class Reader {

        private final String peer;
        private long sequence;
        private PayloadReader in = new PayloadReader(new byte[0], 0, 0);
        private Frame.Tail tail;
        private boolean endsInTail;

        /** @param peer who wrote the frames, for messages */
        public Reader(String peer) {
            this.peer = peer;
        }

        /** Starts with the next frame; its bytes must stay as they are while its messages are in use. */
        public void begin(Frame frame) {
            tail = null;
            Slice head = frame.head();
            if (head.length() < HEADER) {
                throw broken("a frame of " + head.length() + " bytes");
            }
            PayloadReader reader = head.reader();
            int tag = reader.getInt();
            if (tag >>> 16 != MAGIC) {
                throw broken("foreign bytes (0x" + Integer.toHexString(tag) + ")");
            }
            if ((tag & 0xffff) != PROTOCOL_VERSION) {
                throw broken("protocol version " + (tag & 0xffff) + ", here it is " + PROTOCOL_VERSION);
            }
            long found = reader.getLong();
            if (found != sequence + 1) {
                throw broken("frame " + found + " where frame " + (sequence + 1) + " was expected");
            }
            sequence = found;
            in = reader;
            tail = frame.tail();
        }

        /** Whether there is another message, once the one before has been taken. */
        public boolean hasNext() {
            if (in.remaining() == 0 && tail != null) {
                throw broken(tail.length() + " bytes after its last message");
            }
            return in.remaining() > 0;
        }

        /** The next message, which must be a command. */
        public Command nextCommand() {
            try {
                int type = in.getByte();
                long id = in.getLong();
                PayloadReader payload = payload();
                return switch (type) {
                    case DEFINE_FUNCTION ->
                        new DefineFunction(id, rest(payload, true).toExactArray());
                    case FORGET_FUNCTION -> new ForgetFunction(id);
                    case RUN_CHUNK -> runChunk(id, payload);
                    case STOP -> new Stop();
                    case INITIALIZE -> new Initialize(rest(payload, true).toExactArray());
                    case REHEARSE -> new Rehearse();
                    default -> throw broken("a command of type " + type);
                };
            } catch (java.nio.BufferUnderflowException e) {
                throw broken("a command that ends too early");
            }
        }

        /** The next message, which must be an event. */
        public Event nextEvent() {
            try {
                int type = in.getByte();
                long id = in.getLong();
                PayloadReader payload = payload();
                return switch (type) {
                    case HELLO -> new Hello(payload.getInt(), id, payload.getLong());
                    case READY -> new Ready();
                    case INITIALIZER_FAILED -> new InitializerFailed(rest(payload, true));
                    case ITEMS_DONE ->
                        new ItemsDone(
                                id,
                                payload.getInt(),
                                payload.getLong(),
                                payload.getLong(),
                                layout(payload.getByte()),
                                rest(payload, true));
                    default -> throw broken("an event of type " + type);
                };
            } catch (java.nio.BufferUnderflowException e) {
                throw broken("an event that ends too early");
            }
        }

        private RunChunk runChunk(long firstOrdinal, PayloadReader payload) {
            long functionId = payload.getLong();
            int count = payload.getInt();
            Commit commit = commit(payload.getByte());
            ItemLayout layout = layout(payload.getByte());
            Slice items = rest(payload, layout == ItemLayout.BYTES); // that array becomes the item
            return new RunChunk(firstOrdinal, functionId, count, commit, layout, items);
        }

        /** The part of the next message's payload that lies in the head; all of it, or all but the tail. */
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

        /** What is left of the payload of the message: the tail, or bytes of the head. */
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
}
