package dev.procpool.internal.engine;

import dev.procpool.internal.backend.Call;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Deque;
import java.util.Iterator;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * What a worker was sent and has not settled, in the order in which it runs it. Its sums are kept, as they are asked for of all workers
 * whenever there is something to send. Guarded by the engine lock.
 */
final class HeldItems implements Iterable<Assignment> {

    private final Deque<Assignment> assignments = new ArrayDeque<>();
    private boolean isSummed;
    private long frames;
    private long expectedNanos;

    boolean isEmpty() {
        return assignments.isEmpty();
    }

    int size() {
        return assignments.size();
    }

    /** What is run first; null if there is nothing. */
    Assignment first() {
        return assignments.peekFirst();
    }

    /** What is run last; null if there is nothing. */
    Assignment last() {
        return assignments.peekLast();
    }

    @Override
    public Iterator<Assignment> iterator() {
        return Collections.unmodifiableCollection(assignments).iterator();
    }

    Stream<Assignment> stream() {
        return assignments.stream();
    }

    /** From the last to the first. */
    Iterable<Assignment> backwards() {
        return assignments::descendingIterator;
    }

    void add(Assignment assignment) {
        assignments.addLast(assignment);
        isSummed = false;
    }

    /**
     * Settles so many items of the first assignment, which has as many.
     *
     * @return whether it is done, and not held any more
     */
    boolean settle(int count) {
        isSummed = false;
        Assignment first = assignments.getFirst();
        first.settle(count);
        if (first.isDone()) {
            assignments.removeFirst();
            return true;
        }
        return false;
    }

    /** Takes back all items from an ordinal on; assignments that have none left are not held any more when they are told of. */
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
            isSummed = false;
            taken.accept(held, items);
        }
    }

    /**
     * Drops what it holds of a call: the worker goes on with it, but nobody knows for how long, and nobody waits for it.
     *
     * @param call null for all calls
     * @param dropped told of each assignment that was not dropped before
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

    /** How many frames it was sent in. */
    long frames() {
        sum();
        return frames;
    }

    /**
     * How long it will take; the largest value for unknown. By what was known of run times when this was asked first after the last change:
     * {@link #isExpected} says whether that still holds.
     */
    long expectedNanos() {
        sum();
        return expectedNanos;
    }

    /** Adds up again, and returns whether it will still take so long. */
    boolean isExpected(long nanos) {
        isSummed = false;
        return expectedNanos() == nanos;
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
