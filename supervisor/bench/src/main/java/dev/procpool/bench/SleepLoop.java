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

/** Bare JVMs that sleep a millisecond in a loop, and count their sleeps in a mapped file. */
final class SleepLoop {

    private static final int STRIDE = 128;
    private static final VarHandle COUNT = MethodHandles.byteBufferViewVarHandle(long[].class, ByteOrder.nativeOrder());

    private SleepLoop() {}

    /** Maps the counters of {@code count} JVMs. */
    static MappedByteBuffer map(Path file, int count) throws IOException {
        try (FileChannel channel =
                FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            return channel.map(FileChannel.MapMode.READ_WRITE, 0, (long) count * STRIDE);
        }
    }

    /** A JVM that sleeps. The arguments are the file and the number of the counter. */
    public static void main(String[] args) throws Exception {
        ParentWatch.haltAtEndOfInput();
        int index = Integer.parseInt(args[1]);
        ByteBuffer counters = map(Path.of(args[0]), index + 1);
        while (true) {
            Thread.sleep(1);
            COUNT.getAndAdd(counters, index * STRIDE, 1L);
        }
    }

    /** The number of sleeps of all JVMs. */
    static long sum(ByteBuffer counters, int count) {
        long sum = 0;
        for (int i = 0; i < count; i++) {
            sum += (long) COUNT.getVolatile(counters, i * STRIDE);
        }
        return sum;
    }

    /** Whether each JVM has slept. */
    static boolean allRun(ByteBuffer counters, int count) {
        for (int i = 0; i < count; i++) {
            if ((long) COUNT.getVolatile(counters, i * STRIDE) == 0) {
                return false;
            }
        }
        return true;
    }
}
