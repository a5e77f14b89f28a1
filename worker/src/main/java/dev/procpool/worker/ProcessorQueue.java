package dev.procpool.worker;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;

/**
 * How long a thread has waited for a processor, as Linux counts it: whoever measures how long something took can tell what others took
 * from it. Confined to that thread.
 *
 * <p>The source is {@code /proc/thread-self/schedstat}, the second number of which is the time on a run queue in nanoseconds. To ask
 * costs one to five microseconds. Elsewhere, and where that file is not to be had, nothing is ever known to have been waited.
 */
final class ProcessorQueue {

    private static final Path SOURCE = Path.of("/proc/thread-self/schedstat");

    private final byte[] text = new byte[96];
    private final Path source;
    private Optional<RandomAccessFile> file = Optional.empty();
    private long before;

    ProcessorQueue() {
        this(SOURCE);
    }

    ProcessorQueue(Path source) {
        this.source = source;
    }

    /** From now on what it waits is counted. */
    void begin() {
        file = open();
        before = read();
    }

    /** How long it has waited since this was asked last, or counting began, in nanoseconds; 0 for not known. */
    long waitedNanos() {
        long now = read();
        long waited = Math.max(0, now - before);
        before = now;
        return waited;
    }

    private Optional<RandomAccessFile> open() {
        try {
            // Not a channel, which an interrupt closes. It stays open for as long as the process lives.
            return Optional.of(new RandomAccessFile(source.toFile(), "r"));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /** The sum until now; what was known before if there is none. */
    private long read() {
        if (file.isEmpty()) {
            return before;
        }
        try {
            file.get().seek(0);
            int length = file.get().read(text);
            String[] numbers = new String(text, 0, Math.max(0, length), StandardCharsets.US_ASCII).split(" ");
            return Long.parseLong(numbers[1]);
        } catch (IOException | RuntimeException e) {
            file = Optional.empty();
            return before;
        }
    }
}
