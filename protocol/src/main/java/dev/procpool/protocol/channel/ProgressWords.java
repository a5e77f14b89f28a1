package dev.procpool.protocol.channel;

import java.util.Optional;

/**
 * The progress of the item that a worker runs: the worker writes it whenever the task reports it, and the supervisor
 * reads it when it looks at the worker. A report costs a few stores and wakes nobody, so that reports need no limit of
 * their rate, and the last one before a standstill is always known.
 *
 * <pre>
 *  0  the number of stores so far: odd while a report is being written, 0 before the first report
 *  8  the ordinal of the item
 * 16  done
 * 24  total, 0 if it is not known
 * </pre>
 */
public final class ProgressWords {

    static final int SIZE = 4 * Long.BYTES;

    private static final int ATTEMPTS = 3;

    /**
     * A report of a task.
     *
     * @param number the number of the report, from 1
     * @param ordinal the item that was running
     * @param total 0 if it is not known
     */
    public record Report(long number, long ordinal, long done, long total) {}

    private final SharedWord stores;
    private final SharedWord item;
    private final SharedWord done;
    private final SharedWord total;
    private long written; // confined to the thread that reports

    ProgressWords(MappedMemory memory, int offset) {
        stores = memory.word(offset);
        item = memory.word(offset + Long.BYTES);
        done = memory.word(offset + 2 * Long.BYTES);
        total = memory.word(offset + 3 * Long.BYTES);
    }

    /** Writes a report. One thread of the worker calls this. */
    public void report(long ordinal, long doneNow, long totalNow) {
        stores.setRelease(++written);
        item.setRelease(ordinal);
        done.setRelease(doneNow);
        total.setRelease(totalNow);
        stores.setRelease(++written);
    }

    /** Reads the last report; empty if there is none, or if the worker is writing one. */
    public Optional<Report> read() {
        for (int i = 0; i < ATTEMPTS; i++) {
            long before = stores.getVolatile();
            Report report = new Report(before / 2, item.getVolatile(), done.getVolatile(), total.getVolatile());
            if (before != 0 && before % 2 == 0 && stores.getVolatile() == before) {
                return Optional.of(report);
            }
        }
        return Optional.empty();
    }
}
