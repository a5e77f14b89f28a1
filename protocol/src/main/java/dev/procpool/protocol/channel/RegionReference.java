package dev.procpool.protocol.channel;

import dev.procpool.protocol.message.ProtocolException;
import dev.procpool.protocol.message.Slice;
import java.nio.ByteBuffer;

/**
 * Stands in a queue for bytes in the {@link Region} of that direction: the last payload of the frame that follows, or,
 * where nothing follows, a whole frame. Very large payloads are announced before they are written there, by a document
 * of their own.
 *
 * <pre>
 * +---------------+--------------+--------------+--------------+---
 * | magic "PREF"  | offset u32   | length u32   | number u32   | the frame up to there
 * +---------------+--------------+--------------+--------------+---
 * | magic "PANN"  | offset u32   | length u32   | number u32   |
 * +---------------+--------------+--------------+--------------+
 * </pre>
 *
 * @param number counts the frames that were written into the region; it begins anew after 2³²
 */
record RegionReference(int offset, int length, int number) {

    private static final int MAGIC = 0x50524546;
    private static final int ANNOUNCEMENT = 0x50414e4e;
    static final int BYTES = 16;

    /** Whether a document begins with a reference; no frame begins with the same bytes. */
    static boolean isIn(byte[] document, int length) {
        return length >= BYTES && begins(document, MAGIC);
    }

    /** Whether a document is an announcement; no frame begins with the same bytes. */
    static boolean isAnnouncedIn(byte[] document, int length) {
        return length == BYTES && begins(document, ANNOUNCEMENT);
    }

    /** Runs for each frame, so nothing is allocated. */
    private static boolean begins(byte[] document, int magic) {
        return document[0] == (byte) (magic >>> 24)
                && document[1] == (byte) (magic >>> 16)
                && document[2] == (byte) (magic >>> 8)
                && document[3] == (byte) magic;
    }

    static RegionReference of(byte[] document) {
        ByteBuffer fields = ByteBuffer.wrap(document, Integer.BYTES, BYTES - Integer.BYTES);
        return new RegionReference(fields.getInt(), fields.getInt(), fields.getInt());
    }

    /** @throws ProtocolException if the bytes do not lie within a region */
    void check() {
        if (offset < 0 || length < 1 || offset > Region.CAPACITY - length) {
            throw new ProtocolException("a frame of " + length + " bytes at " + offset + " of a region");
        }
    }

    Slice toDocument() {
        return toDocument(MAGIC);
    }

    Slice toAnnouncement() {
        return toDocument(ANNOUNCEMENT);
    }

    private Slice toDocument(int magic) {
        return Slice.of(ByteBuffer.allocate(BYTES)
                .putInt(magic)
                .putInt(offset)
                .putInt(length)
                .putInt(number)
                .array());
    }
}
