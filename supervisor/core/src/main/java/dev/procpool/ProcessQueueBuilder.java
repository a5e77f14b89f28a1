package dev.procpool;

import dev.procpool.internal.between.NewObjects;
import dev.procpool.internal.between.QueueSettings;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * The options of a {@link ProcessQueue}. Not thread-safe.
 *
 * @param <T> the type of the items
 */
public final class ProcessQueueBuilder<T> {

    private static final long DEFAULT_MAX_BYTES = 64 << 20;

    private int capacity = Integer.MAX_VALUE;
    private long maxBytes = DEFAULT_MAX_BYTES;
    private ProcessQueue.OnConsumerDeath onConsumerDeath = ProcessQueue.OnConsumerDeath.DROP;
    private Optional<Set<String>> classes = Optional.empty();

    ProcessQueueBuilder() {}

    /** Sets the most items, Python's {@code maxsize}. Default: no limit but that of the bytes. */
    public ProcessQueueBuilder<T> capacity(int items) {
        capacity = Checks.atLeastOne("capacity", items);
        return this;
    }

    /**
     * Sets the room for encoded items, which is rounded up to a power of two: 4 KiB at least, 1 GiB at most. Each item
     * needs 8 to 15 bytes more than its encoding. One item may be as large as the room. Disk space, in shared memory
     * where there is any, is got when it is needed first; it is kept until the queue ends. Default: 64 MiB.
     */
    public ProcessQueueBuilder<T> maxBytes(long bytes) {
        maxBytes = Checks.atLeastOne("maxBytes", bytes);
        return this;
    }

    /** Sets what happens to the items of a process that dies. Default: they are dropped and count as done. */
    public ProcessQueueBuilder<T> onConsumerDeath(ProcessQueue.OnConsumerDeath action) {
        onConsumerDeath = Objects.requireNonNull(action, "action");
        return this;
    }

    /**
     * Allows only these classes in the items that <em>this</em> process gets, as {@link PoolBuilder#allowResultClasses}
     * does for results: items of workers cannot run code in this JVM then. Other processes decode all items. An item
     * with another class is dropped, and {@code get} throws. Default: all classes are allowed.
     */
    public ProcessQueueBuilder<T> allowClasses(String... names) {
        Set<String> all = new LinkedHashSet<>(classes.orElse(Set.of()));
        all.addAll(Arrays.asList(names));
        classes = Optional.of(all);
        return this;
    }

    /**
     * Creates the queue, whose home is this process.
     *
     * @throws PoolException if there is no room for its memory
     */
    public ProcessQueue<T> create() {
        boolean redelivers = onConsumerDeath == ProcessQueue.OnConsumerDeath.REDELIVER;
        return NewObjects.queue(new QueueSettings(capacity, maxBytes, redelivers, classes));
    }
}
