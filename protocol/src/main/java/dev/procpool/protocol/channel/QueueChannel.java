package dev.procpool.protocol.channel;

import java.io.File;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.function.LongSupplier;
import net.openhft.chronicle.core.Jvm;
import net.openhft.chronicle.queue.ChronicleQueue;
import net.openhft.chronicle.queue.ExcerptAppender;
import net.openhft.chronicle.queue.ExcerptTailer;
import net.openhft.chronicle.queue.RollCycle;
import net.openhft.chronicle.queue.RollCycles;
import net.openhft.chronicle.queue.impl.StoreFileListener;
import net.openhft.chronicle.queue.impl.single.SingleChronicleQueueBuilder;

/**
 * Opens the two ends of a queue with the same settings on both sides. One writer for each queue, one process for each
 * end: a second writer would wait 15 s for a writer that was killed inside a document.
 */
public final class QueueChannel {

    /** A message may take a quarter of a block; this is the room for the queue's own header of the message. */
    private static final int SLACK = 4096;

    private static final int BLOCKS_PER_MESSAGE = 4;
    private static final long MIN_BLOCK = 1L << 20;
    private static final long BYTES_PER_FILE = 16L << 20;
    private static final String REGION = "large";
    private static final RollCycle ROLL_CYCLE = RollCycles.FAST_HOURLY;

    static {
        Jvm.disableDebugHandler();
        Jvm.disablePerfHandler();
    }

    private QueueChannel() {}

    /** Loads the classes that both ends need, by the initialization of this class, and creates no file. */
    public static void load() {
        ROLL_CYCLE.defaultIndexCount();
    }

    /**
     * Creates the queue in a directory, and its writing end.
     *
     * @param directory the directory of the queue, whose parent must exist
     * @param maxFrameBytes the largest frame
     * @throws UncheckedIOException if the parent was removed: Chronicle would make it anew
     */
    public static Sender openSender(Path directory, int maxFrameBytes) {
        Path parent = directory.toAbsolutePath().getParent();
        if (!Files.isDirectory(parent)) {
            throw new UncheckedIOException(new NoSuchFileException(parent.toString()));
        }
        SizeRolling rolling = new SizeRolling(ROLL_CYCLE, BYTES_PER_FILE);
        ChronicleQueue queue =
                builder(directory, maxFrameBytes).timeProvider(rolling).build();
        ExcerptAppender appender = queue.createAppender();
        appender.singleThreadedCheckDisabled(true);
        DiskSpace room = new DiskSpace(directory);
        RegionWriter region = new RegionWriter(directory.resolve(REGION), room);
        return new Sender(queue, appender, rolling, room, region, maxFrameBytes);
    }

    /** Opens the reading end of a queue that exists; files that were read are deleted. */
    public static Receiver openReceiver(Path directory, int maxFrameBytes) {
        return openReceiver(directory, maxFrameBytes, System::nanoTime);
    }

    static Receiver openReceiver(Path directory, int maxFrameBytes, LongSupplier nanoClock) {
        ChronicleQueue queue = builder(directory, maxFrameBytes)
                .timeProvider(() -> 0)
                .storeFileListener(new DeleteConsumed())
                .build();
        ExcerptTailer tailer = queue.createTailer();
        tailer.singleThreadedCheckDisabled(true);
        return new Receiver(queue, tailer, new RegionReader(directory.resolve(REGION)), maxFrameBytes, nanoClock);
    }

    private static SingleChronicleQueueBuilder builder(Path directory, int maxFrameBytes) {
        long wanted = BLOCKS_PER_MESSAGE * ((long) maxFrameBytes + SLACK);
        long blockSize = Math.max(MIN_BLOCK, Long.highestOneBit(wanted - 1) << 1);
        return SingleChronicleQueueBuilder.binary(directory)
                .blockSize(blockSize)
                .rollCycle(ROLL_CYCLE);
    }

    private static final class DeleteConsumed implements StoreFileListener {

        @Override
        public void onReleased(int cycle, File file) {
            // Best effort: files that are left go with the worker's directory.
            file.delete();
        }
    }
}
