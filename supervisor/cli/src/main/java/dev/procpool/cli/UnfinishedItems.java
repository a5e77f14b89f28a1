package dev.procpool.cli;

import dev.procpool.lines.LineSource;
import dev.procpool.tasks.Columns;
import dev.procpool.tasks.OneLine;
import java.io.IOException;
import java.util.Map;
import java.util.OptionalLong;

/** Items without those that a job log has as done. Confined to the thread that reads them, except for the numbers. */
final class UnfinishedItems implements ForwardingItems {

    private final LineSource all;
    private final Map<Long, JobLog.Entry> log;
    private final long lastLogged;
    private final boolean failedToo;
    private final ItemNumbers numbers = new ItemNumbers();
    private long number;
    private long given;

    /**
     * @param log the items that have been run; empty for none
     * @param failedToo whether items that have failed are to be run again
     */
    UnfinishedItems(LineSource all, Map<Long, JobLog.Entry> log, boolean failedToo) {
        this.all = all;
        this.log = log;
        this.lastLogged = log.keySet().stream().mapToLong(Long::longValue).max().orElse(-1);
        this.failedToo = failedToo;
    }

    @Override
    public LineSource all() {
        return all;
    }

    @Override
    public OptionalLong count() {
        OptionalLong ofAll = CountableItems.countOf(all);
        if (ofAll.isEmpty()) {
            return ofAll;
        }
        long done = log.entrySet().stream()
                .filter(entry -> entry.getKey() < ofAll.getAsLong() && !isToRun(entry.getValue()))
                .count();
        return OptionalLong.of(ofAll.getAsLong() - done);
    }

    private boolean isToRun(JobLog.Entry logged) {
        return logged == null || !logged.ok() && failedToo;
    }

    /** The number of the item at a position among the unfinished ones. */
    long numberOf(long position) {
        return log.isEmpty() ? position : numbers.of(position);
    }

    /** @throws OtherItemsException if the log is of other items */
    @Override
    public boolean next() throws IOException {
        if (log.isEmpty()) {
            return all.next();
        }
        while (all.next()) {
            long its = number++;
            JobLog.Entry done = log.get(its);
            if (done != null && !isOf(done, all)) {
                throw new OtherItemsException("the job log is of other items: item " + its + " was '"
                        + OneLine.briefly(done.item()) + "' and is '"
                        + OneLine.briefly(Columns.shown(all.line().toString())) + "' now");
            }
            if (isToRun(done)) {
                numbers.add(given++, its);
                return true;
            }
        }
        return false;
    }

    /**
     * Items that could not be read, then or now, are not compared: only one of the runs may have had the memory for
     * them.
     */
    private static boolean isOf(JobLog.Entry done, LineSource item) {
        return item.problem() != null
                || !done.ok() && done.item().isEmpty()
                || Columns.shown(done.item()).equals(Columns.shown(item.line().toString()));
    }

    /** Where items may be left out, the next one may be far away. */
    @Override
    public boolean hasReady() {
        return number > lastLogged && all.hasReady();
    }

    /** The job log cannot be resumed with these items. */
    static final class OtherItemsException extends IllegalStateException {

        private static final long serialVersionUID = 1L;

        OtherItemsException(String message) {
            super(message);
        }
    }
}
