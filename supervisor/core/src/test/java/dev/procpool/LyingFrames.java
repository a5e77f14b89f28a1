package dev.procpool;

import dev.procpool.protocol.codec.Codecs;
import dev.procpool.protocol.message.Event.Hello;
import dev.procpool.protocol.message.Event.ItemsDone;
import dev.procpool.protocol.message.ItemLayout;
import dev.procpool.protocol.message.ItemResult;
import dev.procpool.protocol.message.MessageFrame;
import dev.procpool.protocol.message.PayloadBuffer;
import dev.procpool.protocol.message.Slice;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Random;

/** Events and bytes from which lies are made. */
final class LyingFrames {

    private static final int REFERENCE = 0x50524546;
    private static final int ANNOUNCEMENT = 0x50414e4e;

    private LyingFrames() {}

    static Hello hello(long pid) {
        return new Hello(MessageFrame.PROTOCOL_VERSION, pid, Codecs.fingerprint());
    }

    static ItemsDone done(long first, int count, byte[] results) {
        return new ItemsDone(first, count, 1, 1000, 0, ItemLayout.SIZED, Slice.of(results));
    }

    static ItemsDone packed(int count, ItemLayout layout, int bytes) {
        return new ItemsDone(1, count, 1, 1000, 0, layout, Slice.of(new byte[bytes]));
    }

    static ItemsDone texts(int count, byte[] results) {
        return new ItemsDone(1, count, 1, 1000, 0, ItemLayout.TEXTS, Slice.of(results));
    }

    /** One result that took 1,000 ns, {@code waitedNanos} of them without a processor. */
    static ItemsDone waited(long waitedNanos) {
        return new ItemsDone(1, 1, 1, 1000, waitedNanos, ItemLayout.SIZED, Slice.of(value(25)));
    }

    static ItemsDone array(int count) {
        return packed(count, ItemLayout.BYTES, 9_000);
    }

    static byte[] value(Object value) {
        return result(new Codecs(LyingFrames.class.getClassLoader(), 1 << 20).encode(value));
    }

    static byte[] result(byte[] payload) {
        PayloadBuffer out = new PayloadBuffer(64);
        ItemResult.begin(out, ItemResult.Status.VALUE, 1);
        out.putVarInt(payload.length);
        out.put(payload, 0, payload.length);
        return Arrays.copyOf(out.array(), out.size());
    }

    static byte[] concat(byte[] one, byte[] other) {
        byte[] both = Arrays.copyOf(one, one.length + other.length);
        System.arraycopy(other, 0, both, one.length, other.length);
        return both;
    }

    /** Says that a frame lies in the region for large payloads. */
    static byte[] reference(int offset, int length) {
        return region(REFERENCE, offset, length);
    }

    /** Says that a frame will lie in the region for large payloads. */
    static byte[] announcement(int offset, int length) {
        return region(ANNOUNCEMENT, offset, length);
    }

    private static byte[] region(int magic, int offset, int length) {
        return ByteBuffer.allocate(16)
                .putInt(magic)
                .putInt(offset)
                .putInt(length)
                .putInt(1)
                .array();
    }

    static byte[] random(int length) {
        byte[] bytes = new byte[length];
        new Random(1).nextBytes(bytes);
        return bytes;
    }

    /** A frame in which the fields of the header, whichever they are, are enormous. */
    static byte[] withHugeLength(HostileLine line) {
        byte[] bytes = line.bytesOf(done(1, 1, value(25)));
        for (int i = 8; i < Math.min(bytes.length, 24); i++) {
            bytes[i] = 127;
        }
        return bytes;
    }

    /** The layout is the byte before the results. */
    static byte[] withLayout(HostileLine line, int layout) {
        byte[] results = value(25);
        byte[] bytes = line.bytesOf(done(1, 1, results));
        bytes[bytes.length - results.length - 1] = (byte) layout;
        return bytes;
    }
}
