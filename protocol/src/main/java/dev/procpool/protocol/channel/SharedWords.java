package dev.procpool.protocol.channel;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * The few words that supervisor and worker share, each in a cache line of its own.
 *
 * <pre>
 *   0  the worker is parked on its doorbell
 *  64  the supervisor's reader is parked, and until which item has its result; see {@link ParkedFlag}
 * 128  what is running, see {@link NowRunning}
 * 192  the first ordinal that was recalled
 * 256  the ordinal after the last that was recalled
 * </pre>
 */
public final class SharedWords {

    private static final int COMMANDS_READER = 0;
    private static final int EVENTS_READER = 64;
    private static final int NOW_RUNNING = 128;
    private static final int RECALL_FROM = 192;
    private static final int RECALL_TO = 256;
    private static final int SIZE = 4096;

    private final ParkedFlag commandsReader;
    private final ParkedFlag eventsReader;
    private final NowRunning nowRunning;

    private SharedWords(ByteBuffer mapped) {
        commandsReader = new ParkedFlag(new SharedWord(mapped, COMMANDS_READER));
        eventsReader = new ParkedFlag(new SharedWord(mapped, EVENTS_READER));
        nowRunning = new NowRunning(
                new SharedWord(mapped, NOW_RUNNING),
                new SharedWord(mapped, RECALL_FROM),
                new SharedWord(mapped, RECALL_TO));
    }

    /** Words that nobody else sees. */
    public static SharedWords unshared() {
        return new SharedWords(ByteBuffer.allocateDirect(SIZE));
    }

    /** Creates the file, all words 0. */
    public static SharedWords create(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(
                file, StandardOpenOption.CREATE_NEW, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            channel.write(ByteBuffer.allocate(SIZE));
            return new SharedWords(channel.map(FileChannel.MapMode.READ_WRITE, 0, SIZE));
        }
    }

    /** Maps the file that the other side created. */
    public static SharedWords open(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            return new SharedWords(channel.map(FileChannel.MapMode.READ_WRITE, 0, SIZE));
        }
    }

    /** Whether the worker sleeps. */
    public ParkedFlag commandsReader() {
        return commandsReader;
    }

    /** Whether the supervisor's reader sleeps. */
    public ParkedFlag eventsReader() {
        return eventsReader;
    }

    /** What the worker is running. */
    public NowRunning nowRunning() {
        return nowRunning;
    }
}
