package dev.procpool.worker;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Path;
import java.util.Optional;

/**
 * How long a thread has waited for a processor, as Linux counts it: whoever measures how long something took can tell what others took
 * from it. Confined to that thread.
 *
 * <p>The source is {@code /proc/thread-self/schedstat}, the second number of which is the time on a run queue in nanoseconds. To ask
 * costs one to five microseconds. Elsewhere, and where that file is not to be had, nothing is ever known to have been waited.
 */
final class RunQueueDelay {

    private static final Path SOURCE = Path.of("/proc/thread-self/schedstat");
    private static final long NONE = -1;

    private final byte[] text = new byte[96];
    private final Path source;
    private Optional<RandomAccessFile> file = Optional.empty();
    private long before;

    RunQueueDelay() {
        this(SOURCE);
    }

    RunQueueDelay(Path source) {
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
            long sum = secondNumber(text, file.get().read(text));
            if (sum != NONE) {
                return sum;
            }
        } catch (IOException e) {
            // It is not asked again, either.
        }
        file = Optional.empty();
        return before;
    }

    /** By hand: a worker that sleeps most of the time takes minutes until strings, and what splits them, are compiled. */
    private static long secondNumber(byte[] line, int length) {
        int first = 0;
        while (first < length && line[first] != ' ') {
            first++;
        }
        first++;
        int end = first;
        long number = 0;
        while (end < length && line[end] >= '0' && line[end] <= '9') {
            number = 10 * number + line[end] - '0';
            end++;
        }
        return end == first ? NONE : number;
    }
}
