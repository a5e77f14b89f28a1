package dev.procpool.worker;

import dev.procpool.protocol.start.WorkerProperties;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The time that a thread has waited for a processor, as Linux counts it: so the run time of an item can be told from
 * time that other threads took. Confined to the thread that is counted.
 *
 * <p>The supervisor names the source, a file the second number of which is the time on a run queue in nanoseconds. To
 * read it costs one to five microseconds. If there is none, and where the file cannot be read, the time is always 0.
 */
final class RunQueueDelay {

    private static final long NONE = -1;

    private final byte[] text = new byte[96];
    private final Optional<Path> source;
    private Optional<RandomAccessFile> file = Optional.empty();
    private long before;

    /** The time as this process was told to find it. */
    RunQueueDelay() {
        this(Optional.ofNullable(System.getProperty(WorkerProperties.RUN_QUEUE)).map(Path::of));
    }

    RunQueueDelay(Path source) {
        this(Optional.of(source));
    }

    private RunQueueDelay(Optional<Path> source) {
        this.source = source;
    }

    /** Begins to count. */
    void begin() {
        file = open();
        before = read();
    }

    /** The nanoseconds that the thread has waited since the last call, or since counting began; 0 if unknown. */
    long waitedNanos() {
        long now = read();
        long waited = Math.max(0, now - before);
        before = now;
        return waited;
    }

    private Optional<RandomAccessFile> open() {
        if (source.isEmpty()) {
            return Optional.empty();
        }
        try {
            // Not a channel, which an interrupt closes. It stays open for as long as the process lives.
            return Optional.of(new RandomAccessFile(source.get().toFile(), "r"));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /** The sum until now; the last known sum if it cannot be read. */
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
            // As for a sum that makes no sense: the file is not read again.
        }
        file = Optional.empty();
        return before;
    }

    /**
     * Parsed by hand: in a worker that sleeps most of the time it takes minutes until code that splits strings is
     * compiled.
     */
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
