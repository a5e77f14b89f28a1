package dev.procpool.protocol.channel;

import dev.procpool.protocol.ProtocolException;
import dev.procpool.protocol.Slice;
import java.nio.ByteBuffer;

/**
 * Stands in a queue for what lies in the {@link Region} of that direction: the last payload of the frame that follows, or, where
 * nothing follows, a whole frame.
 *
 * <pre>
 * +---------------+--------------+--------------+---
 * | magic "PREF"  | offset u32   | length u32   | the frame up to there
 * +---------------+--------------+--------------+---
 * </pre>
 */
record RegionReference(int offset, int length) {

    private static final int MAGIC = 0x50524546;
    static final int BYTES = 12;

    /** Whether a document begins with one; no frame looks like it. */
    static boolean isIn(byte[] document, int length) {
        return length >= BYTES && ByteBuffer.wrap(document).getInt() == MAGIC;
    }

    static RegionReference of(byte[] document) {
        ByteBuffer fields = ByteBuffer.wrap(document, Integer.BYTES, BYTES - Integer.BYTES);
        return new RegionReference(fields.getInt(), fields.getInt());
    }

    /** @throws ProtocolException if it does not lie within a region */
    void check() {
        if (offset < 0 || length < 1 || offset > Region.CAPACITY - length) {
            throw new ProtocolException("a frame of " + length + " bytes at " + offset + " of a region");
        }
    }

    Slice toDocument() {
        return Slice.of(ByteBuffer.allocate(BYTES)
                .putInt(MAGIC)
                .putInt(offset)
                .putInt(length)
                .array());
    }
}
