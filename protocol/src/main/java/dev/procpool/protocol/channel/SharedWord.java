package dev.procpool.protocol.channel;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** A 64-bit word in memory that two processes map. Thread-safe and atomic between processes. */
final class SharedWord {

    private static final VarHandle LONG = MethodHandles.byteBufferViewVarHandle(long[].class, ByteOrder.nativeOrder());

    private final ByteBuffer mapped;
    private final int offset;

    SharedWord(ByteBuffer mapped, int offset) {
        this.mapped = mapped;
        this.offset = offset;
    }

    long getVolatile() {
        return (long) LONG.getVolatile(mapped, offset);
    }

    void setVolatile(long value) {
        LONG.setVolatile(mapped, offset, value);
    }

    boolean compareAndSet(long expected, long value) {
        return LONG.compareAndSet(mapped, offset, expected, value);
    }
}
