package dev.procpool.internal.engine.items;

import dev.procpool.internal.backend.Call;
import dev.procpool.protocol.channel.NowRunning;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Deque;
import java.util.Iterator;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/**
 * The items that a worker was sent and that are not settled, in the order in which the worker runs them. Guarded by the
 * engine lock.
 *
 * <p>Items are numbered by ordinals, from 1, in the order in which they are sent. The sums are kept, as the dispatcher
 * asks for those of all workers whenever there is something to send.
 */
public final class Holdings implements Iterable<Assignment> {

    private final Deque<Assignment> assignments = new ArrayDeque<>();
    private long quota;
    private long nextOrdinal = 1;
    private long itemsDone;
    private boolean isSummed;
    private long frames;
    private long expectedNanos;

    /** The range of ordinals that was taken back last. */
    private long recalledFrom;

    private long recalledTo;

    /** The item that was interrupted for its soft timeout; 0 for none. */
    private long interruptedOrdinal;

    /** @param quota how many items the worker may get; negative for no bound */
    public Holdings(long quota) {
        this.quota = quota;
    }

    public boolean isEmpty() {
        return assignments.isEmpty();
    }

    public int size() {
        return assignments.size();
    }

    /** The items that are run first; null if there are none. */
    public Assignment first() {
        return assignments.peekFirst();
    }

    /** The items that are run last; null if there are none. */
    public Assignment last() {
        return assignments.peekLast();
    }

    @Override
    public Iterator<Assignment> iterator() {
        return Collections.unmodifiableCollection(assignments).iterator();
    }

    /** Whether any of the items are of a call. */
    public boolean hasAnyOf(Call call) {
        for (Assignment held : assignments) {
            if (held.call() == call) {
                return true;
            }
        }
        return false;
    }

    /** Whether the worker holds an item, and it is of a call. */
    public boolean isOf(long ordinal, Call call) {
        for (Assignment held : assignments) {
            if (held.call() == call && held.contains(ordinal)) {
                return true;
            }
        }
        return false;
    }

    /** From the last to the first. */
    public Iterable<Assignment> backwards() {
        return assignments::descendingIterator;
    }

    void add(Assignment assignment) {
        int count = assignment.chunk().count();
        hold(assignment);
        nextOrdinal += count;
        if (quota > 0) {
            quota -= count;
        }
    }

    void hold(Assignment assignment) {
        assignments.addLast(assignment);
        isSummed = false;
    }

    /**
     * Settles {@code count} items of the first assignment, which has at least this number.
     *
     * @return whether the assignment is done, and not held any more
     */
    boolean settle(int count) {
        isSummed = false;
        Assignment first = assignments.getFirst();
        first.settle(count);
        itemsDone += count;
        if (interruptedOrdinal < first.nextOrdinal()) {
            interruptedOrdinal = 0;
        }
        if (first.isDone()) {
            assignments.removeFirst();
            return true;
        }
        return false;
    }

    /**
     * Takes back all items from an ordinal on.
     *
     * @param taken receives them with their assignments; an assignment that has no items left is not held any more by
     *     then
     */
    void takeBackFrom(long ordinal, BiConsumer<Assignment, PendingItems> taken) {
        for (Iterator<Assignment> all = assignments.iterator(); all.hasNext(); ) {
            Assignment held = all.next();
            if (held.endOrdinal() <= ordinal) {
                continue;
            }
            PendingItems items = held.takeBackFrom(Math.max(ordinal, held.firstOrdinal()));
            if (held.isDone()) {
                all.remove();
            }
            if (quota >= 0) {
                quota += items.count();
            }
            isSummed = false;
            taken.accept(held, items);
        }
    }

    /**
     * Drops the items of a call: the worker goes on with them for an unknown time, and no thread waits for them.
     *
     * @param call null for all calls
     * @param dropped receives each assignment that was not dropped before
     */
    void drop(Call call, Consumer<Assignment> dropped) {
        for (Assignment held : assignments) {
            if (!held.isDropped() && (call == null || held.call() == call)) {
                held.drop();
                isSummed = false;
                dropped.accept(held);
            }
        }
    }

    void clear() {
        assignments.clear();
        isSummed = false;
    }

    /** The number of frames in which the items were sent. */
    public long frames() {
        sum();
        return frames;
    }

    /**
     * The expected run time of all items; the largest value for unknown. It is computed from the run times that are
     * known when it is asked for the first time after a change: {@link #isExpected} says whether that still holds.
     */
    public long expectedNanos() {
        sum();
        return expectedNanos;
    }

    /** Adds up again, and returns whether {@code nanos} is still the expected run time. */
    public boolean isExpected(long nanos) {
        isSummed = false;
        return expectedNanos() == nanos;
    }

    /** How many more items the worker may get; negative for no bound. */
    public long quota() {
        return quota;
    }

    /** The ordinal of the next item that is sent to the worker. */
    public long nextOrdinal() {
        return nextOrdinal;
    }

    /** The number of items that the worker has run. */
    public long itemsDone() {
        return itemsDone;
    }

    /** The item that was interrupted for its soft timeout; 0 for none. */
    public long interruptedOrdinal() {
        return interruptedOrdinal;
    }

    void interrupt(long ordinal) {
        interruptedOrdinal = ordinal;
    }

    /**
     * Tells the worker which ordinals are not its own any more. There is one range only: it has to cover the items that
     * were taken back before and were not passed; also the item whose start the worker has just noted, if the worker
     * may not have looked yet whether that item was taken back.
     */
    void publishRecall(NowRunning word, long lastStarted) {
        boolean mayStillLook = lastStarted >= recalledFrom && lastStarted < recalledTo;
        recalledFrom = mayStillLook ? lastStarted : lastStarted + 1;
        recalledTo = nextOrdinal;
        word.recall(recalledFrom, recalledTo);
    }

    private void sum() {
        if (isSummed) {
            return;
        }
        isSummed = true;
        frames = isEmpty() ? 0 : last().frame() - first().frame() + 1;
        expectedNanos = 0;
        for (Assignment held : assignments) {
            long each = held.nanosPerItem();
            if (each == RunTimeEstimate.UNKNOWN) {
                expectedNanos = Long.MAX_VALUE;
                return;
            }
            expectedNanos += each * held.unsettled();
        }
    }
}
