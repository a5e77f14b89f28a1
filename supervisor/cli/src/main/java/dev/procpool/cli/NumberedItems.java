package dev.procpool.cli;

import dev.procpool.tasks.Item;
import dev.procpool.tasks.OneLine;
import java.util.Iterator;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The items of a run with their numbers, without items that a job log has as done. The feeder reads them, and the
 * consumer asks which item an outcome belongs to.
 */
final class NumberedItems implements Iterator<Item> {

    /** An item on its way. */
    record Numbered(long number, Item item) {}

    private final Iterator<Item> all;
    private final Map<Long, JobLog.Entry> log;
    private final boolean failedToo;
    private final Map<Long, Numbered> onTheirWay = new ConcurrentHashMap<>();
    private Numbered next;
    private long number;
    private long given;

    /**
     * @param log the items that have been run; empty for none
     * @param failedToo whether items that have failed are to be run again
     */
    NumberedItems(Iterator<Item> all, Map<Long, JobLog.Entry> log, boolean failedToo) {
        this.all = all;
        this.log = log;
        this.failedToo = failedToo;
    }

    @Override
    public boolean hasNext() {
        while (next == null && all.hasNext()) {
            Item item = all.next();
            long its = number++;
            JobLog.Entry done = log.get(its);
            if (done != null && !isOf(done, item)) {
                throw new OtherItemsException("the job log is of other items: item " + its + " was '"
                        + OneLine.briefly(done.item()) + "' and is '" + item.shown() + "' now");
            }
            if (done == null || !done.ok() && failedToo) {
                next = new Numbered(its, item);
            }
        }
        return next != null;
    }

    /**
     * Items that could not be read, then or now, are not compared: only one of the runs may have had the memory for
     * them.
     */
    private static boolean isOf(JobLog.Entry done, Item item) {
        return done.item().equals(item.text())
                || item.problem() != null
                || !done.ok() && done.item().isEmpty();
    }

    @Override
    public Item next() {
        if (!hasNext()) {
            throw new NoSuchElementException();
        }
        Numbered numbered = next;
        next = null;
        onTheirWay.put(given++, numbered);
        return numbered.item();
    }

    /** The item of an outcome, once. */
    Numbered take(long index) {
        return onTheirWay.remove(index);
    }

    /** The job log cannot be resumed with these items. */
    static final class OtherItemsException extends IllegalStateException {

        private static final long serialVersionUID = 1L;

        OtherItemsException(String message) {
            super(message);
        }
    }
}
