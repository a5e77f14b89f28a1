package dev.procpool.bench;

import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * A mapped file of two sequence words and two payloads, one of each for either way; both sides spin, and the pages
 * are used again and again. It shows the best that two processes with shared memory can reach. Confined to one
 * thread.
 *
 * <pre>
 *    0  the number of payloads that went there
 *  128  the number of payloads that came back
 * 4096  the payload that went there; after it, the one that came back
 * </pre>
 */
final class MappedRing {

    private static final int THERE = 0;
    private static final int BACK = 128;
    private static final int PAYLOADS = 4096;
    private static final int SPINS_BEFORE_YIELDING = 20_000;
    private static final VarHandle WORD = MethodHandles.byteBufferViewVarHandle(long[].class, ByteOrder.nativeOrder());

    private final MappedByteBuffer mapped;
    private final byte[] payload;
    private long turns;

    private MappedRing(MappedByteBuffer mapped, int payloadBytes) {
        this.mapped = mapped;
        this.payload = new byte[payloadBytes];
    }

    /** Opens the file, and makes it if it is not there. */
    static MappedRing open(Path file, int payloadBytes) throws IOException {
        try (FileChannel channel =
                FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            return new MappedRing(
                    channel.map(FileChannel.MapMode.READ_WRITE, 0, PAYLOADS + 2L * payloadBytes), payloadBytes);
        }
    }

    /** The other side: sends everything back until its stdin ends. */
    public static void main(String[] args) throws IOException {
        ParentWatch.haltAtEndOfInput();
        MappedRing ring = open(Path.of(args[0]), Integer.parseInt(args[1]));
        while (true) {
            ring.turns++;
            ring.await(THERE);
            ring.mapped.get(PAYLOADS, ring.payload);
            ring.publish(BACK, PAYLOADS + ring.payload.length);
        }
    }

    /** There and back. */
    byte[] roundTrip() {
        turns++;
        publish(THERE, PAYLOADS);
        await(BACK);
        mapped.get(PAYLOADS + payload.length, payload);
        return payload;
    }

    private void publish(int word, int position) {
        mapped.put(position, payload);
        WORD.setRelease((ByteBuffer) mapped, word, turns);
    }

    private void await(int word) {
        for (int spins = 0; (long) WORD.getAcquire((ByteBuffer) mapped, word) != turns; spins++) {
            if (spins < SPINS_BEFORE_YIELDING) {
                Thread.onSpinWait();
            } else {
                Thread.yield();
            }
        }
    }
}
