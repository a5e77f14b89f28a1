package dev.procpool.cli;

import dev.procpool.TaskOptions;
import dev.procpool.lines.LineResults;
import dev.procpool.lines.LineSource;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * The rules of a run that depend on how items end: when it stops early, how long items may run, and when items start.
 * They look at each outcome as soon as it has arrived: outcomes that are printed in order would come too late for them
 * behind a slow item. Used once; confined to the thread of the consumer, except for the items.
 */
final class RunRules {

    /**
     * The rules as they are given on the command line.
     *
     * @param halt when the run stops early
     * @param limit how long items may run, where that changes; empty for a limit that does not
     * @param starts when items start
     * @param sending when items are sent to workers, unless {@code starts} says so
     * @param order the order of the results
     * @param workers the number of workers
     */
    record Given(
            HaltRule halt,
            Optional<MedianLimit> limit,
            StartOptions starts,
            Sending sending,
            Order order,
            int workers) {

        private boolean areSentOneByOne() {
            return starts.areGiven() || sending == Sending.ONE_BY_ONE;
        }
    }

    /** When items are sent to workers. */
    enum Sending {
        /** While a worker runs others, so that it never waits. */
        AHEAD,
        /** When a worker is free. */
        ONE_BY_ONE
    }

    /** The order of results. */
    enum Order {
        /** The order of the items. */
        OF_ITEMS,
        /** The order in which they arrive. */
        OF_ARRIVAL
    }

    private final Given given;
    private final Consumer<String> say;
    private Optional<CountedItems> counted = Optional.empty();
    private Optional<ReadWindow> window = Optional.empty();
    private Optional<StartGate> gate = Optional.empty();
    private long succeeded;
    private long failed;

    /** @param say prints one line */
    RunRules(Given given, Consumer<String> say) {
        this.given = given;
        this.say = say;
    }

    /** When the run stops early. */
    HaltRule halt() {
        return given.halt;
    }

    /** Whether all workers have to be ready before the first item starts, so that starts are really apart. */
    boolean awaitWorkers() {
        return given.starts.areGiven();
    }

    /** Has the outcomes arrive in the order that the rules need. */
    TaskOptions.Builder applyTo(TaskOptions.Builder options) {
        if (given.order == Order.OF_ITEMS && !areNeeded()) {
            options.keepOrder();
        }
        return given.areSentOneByOne() ? options.chunkSize(1) : options;
    }

    /** Whether outcomes are looked at as they arrive, which takes a part of the speed of quick items. */
    boolean areNeeded() {
        return given.halt.isSet() || given.limit.isPresent() || given.areSentOneByOne();
    }

    /** The items as the rules give them out. */
    LineSource items(LineSource all, TaskOptions options) {
        LineSource items = all;
        if (given.halt.needsTotal()) {
            counted = Optional.of(new CountedItems(items));
            items = counted.get();
        }
        if (given.order == Order.OF_ITEMS && areNeeded()) {
            window = Optional.of(new ReadWindow(items, ReadWindow.sizeFor(options, given.workers)));
            items = window.get();
        }
        if (given.areSentOneByOne()) {
            gate = Optional.of(new StartGate(
                    items, given.workers, given.starts.delay(), given.starts.admissions(), say, StartGate.CLOCK));
            items = gate.get();
        }
        return items;
    }

    /**
     * The outcomes in the order that is wanted.
     *
     * @param arriving the outcomes of {@link #items}
     * @param arrived gets each outcome as soon as it has arrived
     */
    LineResults results(LineResults arriving, Consumer<? super LineResults> arrived) {
        if (!areNeeded()) {
            return arriving;
        }
        LineResults observed = new ObservedResults(arriving, item -> {
            adjustLimit(item);
            arrived.accept(item);
            gate.ifPresent(StartGate::ended); // at last, so that a run that is to stop starts no other item
        });
        return window.isEmpty() ? observed : new OrderedResults(observed, window.get());
    }

    private void adjustLimit(LineResults item) {
        if (item.failure() == null) {
            given.limit.flatMap(limit -> limit.add(item.ranNanos())).ifPresent(item::timeout);
        }
    }

    /** Counts an item that has run to its end; returns whether the run is to stop. */
    boolean stopAfter(LineResults item) {
        if (item.failure() == null) {
            succeeded++;
        } else {
            failed++;
        }
        long total = counted.map(CountedItems::total).orElse(0L);
        return given.halt.isMetBy(succeeded, failed, total);
    }

    /** The reason to stop, for a message. */
    String reasonToStop() {
        return given.halt.reason(succeeded, failed);
    }
}
