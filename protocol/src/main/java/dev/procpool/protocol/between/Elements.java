package dev.procpool.protocol.between;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Objects;

/**
 * The values of an object between processes: one in its main word, or several in its region. Thread-safe. Accesses to
 * single elements are atomic and volatile; copies of several are neither.
 */
public final class Elements {

    /** The word with the lock of the values. */
    public static final int LOCK = Layout.FREE;

    /** The word with the number of elements in the region. */
    static final int LENGTH = Layout.FREE + 1;

    private static final VarHandle LONGS = MethodHandles.byteBufferViewVarHandle(long[].class, ByteOrder.nativeOrder())
            .withInvokeExactBehavior();
    private static final VarHandle INTS = MethodHandles.byteBufferViewVarHandle(int[].class, ByteOrder.nativeOrder())
            .withInvokeExactBehavior();
    private static final boolean IS_BIG_ENDIAN = ByteOrder.nativeOrder() == ByteOrder.BIG_ENDIAN;
    private static final int BYTE = 0xff;

    private final ByteBuffer memory;
    private final int length;

    private Elements(ByteBuffer memory, int length) {
        this.memory = memory;
        this.length = length;
    }

    static Elements of(Attached object) {
        Region region = object.region();
        if (region == null) {
            ByteBuffer word = object.words().buffer().position(object.at()).limit(object.at() + Long.BYTES);
            return new Elements(word.slice().order(ByteOrder.nativeOrder()), 1);
        }
        return new Elements(region.buffer(), (int) object.words().get(object.word(LENGTH)));
    }

    /** The words of a new object with elements in its region. */
    public static long[] words(int length) {
        long[] words = new long[LENGTH + 1];
        words[LENGTH] = length;
        return words;
    }

    /**
     * The size of the region for a number of elements.
     *
     * @throws IllegalArgumentException if the region would be larger than 2 GiB
     */
    public static long bytes(int length, int bytesOfOne) {
        long bytes = Math.max(1, (long) length * bytesOfOne) + Long.BYTES - 1 & -Long.BYTES;
        if (length < 0 || bytes > Region.MAX_BYTES) {
            throw new IllegalArgumentException("length " + length + " is not between 0 and "
                    + Region.MAX_BYTES / bytesOfOne + " elements of " + bytesOfOne + " bytes");
        }
        return bytes;
    }

    public int length() {
        return length;
    }

    private int at(int index, int bytesOfOne) {
        return Objects.checkIndex(index, length) * bytesOfOne;
    }

    // ---- long

    public long getLong(int index) {
        return (long) LONGS.getVolatile(memory, at(index, Long.BYTES));
    }

    public void setLong(int index, long value) {
        LONGS.setVolatile(memory, at(index, Long.BYTES), value);
    }

    public long addAndGetLong(int index, long delta) {
        return (long) LONGS.getAndAdd(memory, at(index, Long.BYTES), delta) + delta;
    }

    public boolean compareAndSetLong(int index, long expected, long value) {
        return LONGS.compareAndSet(memory, at(index, Long.BYTES), expected, value);
    }

    // ---- double: its bits, as a long

    public double getDouble(int index) {
        return Double.longBitsToDouble(getLong(index));
    }

    public void setDouble(int index, double value) {
        setLong(index, Double.doubleToRawLongBits(value));
    }

    public double addAndGetDouble(int index, double delta) {
        while (true) {
            long bits = getLong(index);
            double sum = Double.longBitsToDouble(bits) + delta;
            if (compareAndSetLong(index, bits, Double.doubleToRawLongBits(sum))) {
                return sum;
            }
        }
    }

    /** Compares bits, as {@link java.util.concurrent.atomic.AtomicReference} compares references. */
    public boolean compareAndSetDouble(int index, double expected, double value) {
        return compareAndSetLong(index, Double.doubleToRawLongBits(expected), Double.doubleToRawLongBits(value));
    }

    // ---- int

    public int getInt(int index) {
        return (int) INTS.getVolatile(memory, at(index, Integer.BYTES));
    }

    public void setInt(int index, int value) {
        INTS.setVolatile(memory, at(index, Integer.BYTES), value);
    }

    public int addAndGetInt(int index, int delta) {
        return (int) INTS.getAndAdd(memory, at(index, Integer.BYTES), delta) + delta;
    }

    public boolean compareAndSetInt(int index, int expected, int value) {
        return INTS.compareAndSet(memory, at(index, Integer.BYTES), expected, value);
    }

    // ---- byte: a part of the int around it, as no processor compares single bytes everywhere

    public byte getByte(int index) {
        int at = at(index, Byte.BYTES);
        return (byte) ((int) INTS.getVolatile(memory, around(at)) >>> shift(at));
    }

    public void setByte(int index, byte value) {
        int at = at(index, Byte.BYTES);
        int all;
        do {
            all = (int) INTS.getVolatile(memory, around(at));
        } while (!INTS.compareAndSet(memory, around(at), all, with(all, at, value)));
    }

    public byte addAndGetByte(int index, byte delta) {
        while (true) {
            byte before = getByte(index);
            byte sum = (byte) (before + delta);
            if (compareAndSetByte(index, before, sum)) {
                return sum;
            }
        }
    }

    public boolean compareAndSetByte(int index, byte expected, byte value) {
        int at = at(index, Byte.BYTES);
        while (true) {
            int all = (int) INTS.getVolatile(memory, around(at));
            if ((byte) (all >>> shift(at)) != expected) {
                return false;
            }
            if (INTS.compareAndSet(memory, around(at), all, with(all, at, value))) {
                return true;
            }
        }
    }

    private static int around(int at) {
        return at & -Integer.BYTES;
    }

    private static int shift(int at) {
        int place = at & Integer.BYTES - 1;
        return (IS_BIG_ENDIAN ? Integer.BYTES - 1 - place : place) * Byte.SIZE;
    }

    private static int with(int all, int at, byte value) {
        return all & ~(BYTE << shift(at)) | (value & BYTE) << shift(at);
    }

    // ---- copies

    /**
     * A view of some elements, for a copy.
     *
     * @throws IndexOutOfBoundsException if there are no such elements
     */
    public ByteBuffer view(int from, int count, int bytesOfOne) {
        Objects.checkFromIndexSize(from, count, length);
        return memory.duplicate()
                .order(ByteOrder.nativeOrder())
                .position(from * bytesOfOne)
                .limit((from + count) * bytesOfOne);
    }
}
