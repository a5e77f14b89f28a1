package dev.procpool.protocol.channel;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * The few words that supervisor and worker share, each in a cache line of its own.
 *
 * <pre>
 *   0  the worker is parked on its doorbell
 *  64  the supervisor's reader is parked, and until which item has its result; see {@link ParkedFlag}
 * 128  the running item, see {@link NowRunning}
 * 192  the first ordinal that was recalled
 * 256  the ordinal after the last one that was recalled
 * 320  the progress of the running item, see {@link ProgressWords}
 * </pre>
 */
public final class SharedWords {

    private static final int COMMANDS_READER = 0;
    private static final int EVENTS_READER = 64;
    private static final int NOW_RUNNING = 128;
    private static final int RECALL_FROM = 192;
    private static final int RECALL_TO = 256;
    private static final int PROGRESS = 320;
    private static final int SIZE = 4096;

    private final ParkedFlag workerParked;
    private final ParkedFlag readerParked;
    private final NowRunning nowRunning;
    private final ProgressWords progress;

    private SharedWords(MappedMemory memory) {
        workerParked = new ParkedFlag(memory.word(COMMANDS_READER));
        readerParked = new ParkedFlag(memory.word(EVENTS_READER));
        nowRunning = new NowRunning(memory.word(NOW_RUNNING), memory.word(RECALL_FROM), memory.word(RECALL_TO));
        progress = new ProgressWords(memory, PROGRESS);
    }

    /** Words that no other process sees. */
    public static SharedWords unshared() {
        return new SharedWords(MappedMemory.unshared(SIZE));
    }

    /** Creates the file, all words 0. */
    public static void create(Path file) throws IOException {
        Files.write(file, new byte[SIZE], StandardOpenOption.CREATE_NEW);
    }

    /**
     * Maps the file that was created.
     *
     * @throws NoSuchFileException if it was removed meanwhile
     */
    public static SharedWords open(Path file) throws IOException {
        if (!Files.exists(file)) {
            throw new NoSuchFileException(file.toString()); // to open it would create it
        }
        try (RandomAccessFile opened = new RandomAccessFile(file.toFile(), "rw")) {
            return new SharedWords(MappedMemory.map(opened, SIZE));
        }
    }

    /** Whether the worker sleeps. */
    public ParkedFlag workerParked() {
        return workerParked;
    }

    /** Whether the supervisor's reader sleeps. */
    public ParkedFlag readerParked() {
        return readerParked;
    }

    /** The item that the worker is running. */
    public NowRunning nowRunning() {
        return nowRunning;
    }

    /** The progress of the item that the worker is running. */
    public ProgressWords progress() {
        return progress;
    }
}
