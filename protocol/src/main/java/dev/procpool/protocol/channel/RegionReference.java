package dev.procpool.protocol.channel;

import dev.procpool.protocol.Slice;
import java.nio.ByteBuffer;

/**
 * Stands in a queue for a frame that lies in the {@link Region} of that direction.
 *
 * <pre>
 * +---------------+--------------+--------------+
 * | magic "PREF"  | offset u32   | length u32   |
 * +---------------+--------------+--------------+
 * </pre>
 */
record RegionReference(int offset, int length) {

    private static final int MAGIC = 0x50524546;
    private static final int BYTES = 12;

    /** Whether a document is one; no frame looks like it. */
    static boolean isIn(byte[] document, int length) {
        return length == BYTES && ByteBuffer.wrap(document).getInt() == MAGIC;
    }

    static RegionReference of(byte[] document) {
        ByteBuffer fields = ByteBuffer.wrap(document, Integer.BYTES, BYTES - Integer.BYTES);
        return new RegionReference(fields.getInt(), fields.getInt());
    }

    Slice toDocument() {
        return Slice.of(ByteBuffer.allocate(BYTES)
                .putInt(MAGIC)
                .putInt(offset)
                .putInt(length)
                .array());
    }
}
