package dev.procpool.protocol.message;

/**
 * The one format of everything that lies in a queue: {@link FrameWriter} builds it, {@link FrameReader} takes it apart.
 * A frame is one document of a queue and carries messages.
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
 * type                 id             payload
 *  1 Define            id             the encoded function, or a shared value ({@code SharedEncoding})
 *  2 Forget            id             -
 *  3 RunChunk          first ordinal  +--------------+-----------+-----------+-----------+-------+
 *                                     | function id  | count     | commit    | layout    | items |
 *                                     | u64          | u32       | u8        | u8        |       |
 *                                     +--------------+-----------+-----------+-----------+-------+
 *  4 Stop              0              -
 *  5 Initialize        0              the encoded initializer
 *  6 Rehearse          0              -
 *  7 SayHello          0              -
 *  8 Classes           space          classes ({@code ClassBundle})
 *  9 Enter             space          -
 * 16 Hello             pid            +--------------------+---------------------+
 *                                     | protocol version   | codec fingerprint   |
 *                                     | u32                | u64                 |
 *                                     +--------------------+---------------------+
 * 17 ItemsDone         first ordinal  +-------+------------+------------+---------------+--------+---------+
 *                                     | count | start of   | run time   | of that       | layout | results |
 *                                     |       | the first  | in ns      | on run queue  |        |         |
 *                                     | u32   | u64        | u64        | u64           | u8     |         |
 *                                     +-------+------------+------------+---------------+--------+---------+
 * 18 Ready             0              -
 * 19 InitializerFailed 0              the encoded failure
 *
 * items    by their layout, an {@link ItemLayout}: packed numbers; or packed texts, each with its length, see
 *          {@link Texts}; or for each item a varint length and that number of bytes; or the bytes of a single array;
 *          or, for records, the length (u32) and the bytes of the description of their class, and then each record
 * results  likewise, but a result that is not packed is preceded by more, see {@link ItemResult}
 * </pre>
 *
 * The start is the worker's {@code System.nanoTime()}. The supervisor says with it when an item ran, and decides
 * nothing by it.
 *
 * <p>All numbers are big endian. Frames of one direction are numbered without gaps. A gap, a foreign magic, an unknown
 * type, or a length that does not fit is a {@link ProtocolException}, never a silent loss: a truncated or overwritten
 * Chronicle queue skips messages without a word.
 */
public final class MessageFrame {

    /** The version of this format, and of the words that are mapped; supervisor and worker must have the same. */
    public static final int PROTOCOL_VERSION = 14;

    static final int MAGIC = 0x5050;

    /** The number of bytes of a frame before its first message. */
    static final int HEADER = Short.BYTES + Short.BYTES + Long.BYTES;

    /**
     * The bytes that a frame may hold beyond one payload of the largest size: the chunk or the results before that
     * payload, a failure without its original, and the messages around them.
     */
    private static final int ROOM = 4 << 20;

    private MessageFrame() {}

    /** The size of the largest frame, for payloads of up to {@code maxPayloadBytes}. */
    public static int sizeFor(int maxPayloadBytes) {
        return maxPayloadBytes + ROOM;
    }

    /** The size of the largest payload, for frames of up to {@code maxFrameBytes}. */
    public static int payloadOf(int maxFrameBytes) {
        return maxFrameBytes - ROOM;
    }

    /** The size of the largest failure that is sent without shortening it. */
    public static int failureOf(int maxFrameBytes) {
        return maxFrameBytes - ROOM / 4;
    }
}
