package dev.procpool.internal.pool;

import dev.procpool.TaskOptions;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * The number of items of an input that may be read before the consumer of their results has taken them.
 *
 * <p>Without {@link TaskOptions#buffer} it grows as results are taken, by at most one item for each result. So of an
 * input whose first {@code n} results were taken at most {@code 2n + 1024} items are read (more if chunks are large).
 * It follows the consumer, whose pace counts without its waits: a stream that waits for its workers should read further
 * ahead, not less far. With the bound of bytes the results of a fast stream stay few megabytes.
 *
 * <p>{@link #await} is called by the thread that reads, the methods of the consumer by the consumer; {@link #end} by
 * any thread.
 */
final class ReadAhead {

    private static final int FIRST = 1024;
    private static final int MOST = 16 * 1024;
    private static final long MOST_BYTES = 8 << 20;

    /** The consumer has results for this time when its input stands still. */
    private static final long MOST_NANOS = 10_000_000;

    /** A bound with which the count of permits never overflows. */
    private static final int MAX_BUFFER = Integer.MAX_VALUE / 2;

    private static final int CHUNKS_AHEAD_PER_WORKER = 4;

    /** The thread that reads is woken for this part of the items, not for each result. */
    private static final int PARTS = 4;

    private final LongSupplier clock;
    private final Semaphore room;

    /** Whether a chunk may be so large that it needs the last free place. */
    private final boolean releasesAll;

    private final int least;
    private final int most;

    // ---- confined to the thread that reads

    private int mayRead;

    // ---- confined to the consumer

    private final MeanBytes meanBytes = new MeanBytes();
    private int items;
    private int taken;
    private long sinceNanos;
    private long waitedNanos;

    /**
     * @param workers the number of workers
     * @param grows whether the size of results is known, so that more of them may wait
     */
    ReadAhead(TaskOptions options, int workers, boolean grows) {
        this(options, workers, grows, System::nanoTime);
    }

    /** @param clock the time as {@code System.nanoTime()} says it */
    ReadAhead(TaskOptions options, int workers, boolean grows, LongSupplier clock) {
        this.clock = clock;
        this.sinceNanos = clock.getAsLong();
        boolean isGiven = options.buffer() > 0;
        int chunk = Math.max(1, options.chunkSize());
        long chunks = (long) CHUNKS_AHEAD_PER_WORKER * workers * chunk;
        long first = isGiven ? Math.max(options.buffer(), chunk) : Math.max(FIRST, chunks);
        this.least = (int) Math.min(MAX_BUFFER, first);
        this.most = isGiven || !grows ? least : Math.max(least, MOST);
        this.releasesAll = isGiven || chunk > 1;
        this.items = least;
        this.room = new Semaphore(least);
    }

    // ---- the thread that reads

    /** Takes the right to read an item, if it need not wait for it. */
    boolean tryTake() {
        if (mayRead == 0) {
            mayRead = room.drainPermits();
        }
        if (mayRead == 0) {
            return false;
        }
        mayRead--;
        return true;
    }

    /** Waits for {@link #tryTake} to succeed, or for some time; returns whether it may succeed. */
    boolean await(long millis) throws InterruptedException {
        if (mayRead == 0 && room.tryAcquire(millis, TimeUnit.MILLISECONDS)) {
            mayRead = 1;
        }
        return mayRead > 0;
    }

    /** Ends a wait of the thread that reads. */
    void end() {
        room.release();
    }

    // ---- the consumer

    /** Results have arrived that the consumer takes next. */
    void arrived(int count, long bytes) {
        meanBytes.add(count, bytes);
    }

    /** The consumer has taken a result. */
    void took() {
        taken++;
        if (taken >= items / PARTS) {
            release();
        }
    }

    /** The consumer begins to wait for results. */
    void waits() {
        if (releasesAll && taken > 0) {
            release();
        }
    }

    /** The consumer has waited. */
    void waited(long nanos) {
        waitedNanos += nanos;
    }

    /** The number of items that may be read before their results are taken. */
    int items() {
        return items;
    }

    private void release() {
        int change = 0;
        if (most > least) {
            long nowNanos = clock.getAsLong();
            long nanos = Math.max(1, nowNanos - sinceNanos - waitedNanos);
            change = change(taken * MOST_NANOS / nanos);
            sinceNanos = nowNanos;
            waitedNanos = 0;
        }
        items += change;
        room.release(taken + change);
        taken = 0;
    }

    /** By how much the number of items is to change; not by more than the number of results that were taken. */
    private int change(long inTime) {
        long wanted = Math.max(least, Math.min(Math.min(most, inTime), MOST_BYTES / meanBytes.each()));
        return (int) Math.max(-taken, Math.min(taken, wanted - items));
    }

    /** The mean size of a result, of about the last ones. */
    private static final class MeanBytes {

        private static final int REMEMBERED = 4096;

        private long count;
        private long bytes;

        void add(int more, long moreBytes) {
            count += more;
            bytes += moreBytes;
            if (count > REMEMBERED) {
                bytes = bytes * REMEMBERED / count;
                count = REMEMBERED;
            }
        }

        long each() {
            return Math.max(1, bytes / Math.max(1, count));
        }
    }
}
