package dev.procpool.protocol.between;

import java.io.IOException;
import java.lang.ref.Cleaner;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Maps files for reading and writing, up to a number of mappings at the same time. A mapping ends when the garbage
 * collector finds its buffer, and Linux lets a process have 65,530 of them (vm.max_map_count): a JVM that needs one
 * more for its heap or a thread is killed. Thread-safe.
 */
public final class MappedBuffers {

    /** Those of this process, most of the rest is left to the JVM and the program. */
    private static final int MOST = 40_000;

    private static final MappedBuffers OF_PROCESS = new MappedBuffers(MOST);

    private static final Cleaner CLEANER = Cleaner.create();
    private static final long COLLECTION_MILLIS = 1000;
    private static final long LOOK_MILLIS = 5;

    private final int most;
    private final AtomicInteger mapped = new AtomicInteger();

    /** @param most the number of mappings at the same time */
    MappedBuffers(int most) {
        this.most = most;
    }

    /** The mappings of this process. */
    public static MappedBuffers ofProcess() {
        return OF_PROCESS;
    }

    /**
     * Maps a part of a file. Collects garbage first if there are too many mappings.
     *
     * @throws IOException if there are too many mappings that are in use, or the file cannot be mapped
     */
    public ByteBuffer map(FileChannel channel, long from, long size) throws IOException {
        if (mapped.get() >= most) {
            collect();
        }
        ByteBuffer buffer = channel.map(MapMode.READ_WRITE, from, size);
        mapped.incrementAndGet();
        CLEANER.register(buffer, mapped::decrementAndGet);
        return buffer;
    }

    private synchronized void collect() throws IOException {
        if (mapped.get() < most) {
            return; // another thread has just collected
        }
        System.gc();
        long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(COLLECTION_MILLIS);
        boolean interrupted = false;
        while (mapped.get() >= most && System.nanoTime() < deadline) {
            try {
                Thread.sleep(LOOK_MILLIS);
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        if (mapped.get() >= most) {
            throw new IOException(
                    "this process has " + most
                            + " mappings of objects between processes and of shared memory in use, which is the most it may have");
        }
    }
}
