package dev.procpool;

import dev.procpool.internal.open.PoolAssembly;
import dev.procpool.task.Task;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.regex.Pattern;

/**
 * Configures a pool of worker JVMs. Bad values are refused at once, by an {@code IllegalArgumentException} with the name and the value, and never adjusted; durations are positive and not longer than a hundred years. Not
 * thread-safe; may be used for several pools.
 */
public final class PoolBuilder {

    private static final int MIN_PAYLOAD = 1 << 10;
    private static final int MAX_PAYLOAD = 256 << 20;
    private static final int DEFAULT_PAYLOAD = 64 << 20;
    private static final long MIN_PENDING_BYTES = 1 << 20;
    private static final int PENDING_SHARE = 4;
    private static final Duration DEFAULT_START_TIMEOUT = Duration.ofSeconds(60);
    private static final Duration DEFAULT_STOP_TIMEOUT = Duration.ofSeconds(10);
    private static final Pattern HEAP = Pattern.compile("[1-9][0-9]*[kKmMgG]?");

    private OptionalInt processes = OptionalInt.empty();
    private OptionalInt minWorkers = OptionalInt.empty();
    private int warmSpares;
    private WorkerProfile profile = WorkerProfile.THROUGHPUT;
    private String maxHeap;
    private final List<String> jvmOptions = new ArrayList<>();
    private final Map<String, String> systemProperties = new LinkedHashMap<>();
    private final List<Path> classPath = new ArrayList<>();
    private WorkerOutput output = WorkerOutput.toSystemStreams();
    private int maxPayload = DEFAULT_PAYLOAD;
    private Duration startTimeout = DEFAULT_START_TIMEOUT;
    private Duration stopTimeout = DEFAULT_STOP_TIMEOUT;
    private Optional<Duration> idleTimeout = Optional.empty();
    private Optional<Task<?>> initializer = Optional.empty();
    private OptionalInt maxTasksPerWorker = OptionalInt.empty();
    private Optional<Duration> maxAge = Optional.empty();
    private OptionalLong softMaxRss = OptionalLong.empty();
    private OptionalLong maxRss = OptionalLong.empty();
    private Optional<RestartPolicy> restartPolicy = Optional.empty();
    private Optional<Set<String>> resultClasses = Optional.empty();
    private Optional<PoolListener> listener = Optional.empty();
    private long maxPending = Long.MAX_VALUE;
    private long maxPendingBytes =
            Math.max(MIN_PENDING_BYTES, Runtime.getRuntime().maxMemory() / PENDING_SHARE);
    private Path runDirectory;
    private Executor completionExecutor;

    PoolBuilder() {}

    /**
     * How many workers; the default is the number of processors that this JVM may use, or fewer where the memory of the
     * machine or of its container has no room for the heaps of so many ({@link PoolSizing} says which).
     *
     * <p>More than there are processors are of use for tasks that wait. Items of a few microseconds stay with as many workers as can
     * run at once, after each has had its first ones; the others are idle then.
     */
    public PoolBuilder processes(int count) {
        processes = OptionalInt.of(atLeastOne("processes", count));
        return this;
    }

    /** How many workers stay when there is nothing to do for {@link #idleTimeout}; the default is all. */
    public PoolBuilder minWorkers(int count) {
        if (count < 0) {
            throw new IllegalArgumentException("minWorkers must not be negative: " + count);
        }
        minWorkers = OptionalInt.of(count);
        return this;
    }

    /**
     * How many workers are kept ready beyond those that get items; the default is none. Their initializer has run, and each needs
     * the memory of an idle worker. When a worker dies, or has had its {@link #maxTasksPerWorker}, a spare takes its place at once,
     * and the next spare is started. A spare has an id of its own, which it keeps: the place of worker 2 may be taken by worker 5.
     * {@link Pool#workers} and {@link Pool#stats} count spares, {@link Pool#resize} and {@link #idleTimeout} do not. A spare that
     * dies counts against the {@link #restartPolicy} as any worker that dies for nothing.
     */
    public PoolBuilder warmSpares(int count) {
        if (count < 0) {
            throw new IllegalArgumentException("warmSpares must not be negative: " + count);
        }
        warmSpares = count;
        return this;
    }

    /** What the JVMs of the workers are tuned for; the default is {@link WorkerProfile#THROUGHPUT}. */
    public PoolBuilder profile(WorkerProfile of) {
        profile = Objects.requireNonNull(of, "profile");
        return this;
    }

    /**
     * After how long without items a worker leaves, down to {@link #minWorkers} (0 if that is not set). New ones are started
     * when there are items again. By default workers stay.
     */
    public PoolBuilder idleTimeout(Duration timeout) {
        idleTimeout = Optional.of(Durations.positive("idleTimeout", timeout));
        return this;
    }

    /**
     * What each worker runs once before its first item, as Python's {@code initializer}. If it throws, the pool is broken:
     * the failure, with the worker's frames, is the cause of what {@link Pool#awaitReady} and every call throw.
     */
    public PoolBuilder initializer(Task<?> task) {
        initializer = Optional.of(Objects.requireNonNull(task, "initializer"));
        return this;
    }

    /**
     * After how many items a worker is replaced, as Python's {@code maxtasksperchild} (which counts chunks); up to a tenth
     * less, at random, so that not all are replaced at once. The replacement is started when a tenth is left, and with fewer
     * than ten items when the last was sent. By default never.
     */
    public PoolBuilder maxTasksPerWorker(int items) {
        maxTasksPerWorker = OptionalInt.of(atLeastOne("maxTasksPerWorker", items));
        return this;
    }

    /**
     * How long after it was ready a worker is replaced, once it has finished what it has; up to a tenth earlier. By default never.
     * A replacement does not end the time that {@link #idleTimeout} counts.
     */
    public PoolBuilder maxAge(Duration age) {
        maxAge = Optional.of(Durations.positive("maxAge", age));
        return this;
    }

    /** Replaces a worker whose resident memory exceeds this, once it has finished what it has. Linux only. */
    public PoolBuilder softMaxRss(long bytes) {
        softMaxRss = OptionalLong.of(atLeastOne("softMaxRss", bytes));
        return this;
    }

    /**
     * Kills a worker whose resident memory exceeds this; the item that it was running fails with a {@link
     * WorkerOutOfMemoryException}. Looked at ten times a second. Linux only.
     */
    public PoolBuilder maxRss(long bytes) {
        maxRss = OptionalLong.of(atLeastOne("maxRss", bytes));
        return this;
    }

    /** How many deaths the pool bears before it gives up; the default is {@link RestartPolicy#forWorkers}. */
    public PoolBuilder restartPolicy(RestartPolicy policy) {
        restartPolicy = Optional.of(policy);
        return this;
    }

    /**
     * Only these classes may occur in results and exceptions, beside primitives, their boxes and arrays, {@code String},
     * {@code BigInteger}, {@code BigDecimal}, {@code java.time}, and the usual collections and exceptions of the JDK. A name that ends
     * in {@code .*} allows a package, one in {@code .**} those below it too. A lambda is made if the class that it is written in
     * is on the list. Anything else fails its item with a {@link ResultSerializationException} and is not even initialized; an
     * exception of another class arrives as a {@link RemoteTaskException}. By default all classes may occur: then code in a worker can
     * run code here.
     */
    public PoolBuilder allowResultClasses(String... names) {
        Set<String> all = new LinkedHashSet<>(resultClasses.orElse(Set.of()));
        all.addAll(Arrays.asList(names));
        resultClasses = Optional.of(all);
        return this;
    }

    /** Who hears of workers and items. */
    public PoolBuilder listener(PoolListener who) {
        listener = Optional.of(who);
        return this;
    }

    /**
     * How many items may wait for a worker. While so many wait, a call waits with what it adds; as it adds up to 4096 items, or
     * one chunk, at a time, the number may go beyond the limit by as many. The default is unlimited.
     */
    public PoolBuilder maxPending(long items) {
        maxPending = atLeastOne("maxPending", items);
        return this;
    }

    /**
     * How many bytes of encoded items may wait for a worker. While so many wait, a call waits with what it adds: 256 KiB, or one
     * item, at a time. The default is a quarter of the largest heap of this JVM.
     */
    public PoolBuilder maxPendingBytes(long bytes) {
        maxPendingBytes = atLeastOne("maxPendingBytes", bytes);
        return this;
    }

    /** The largest heap of each worker, as {@code -Xmx} has it: {@code 256m}. The default is the JVM's. */
    public PoolBuilder maxHeap(String size) {
        if (!HEAP.matcher(size).matches()) {
            throw new IllegalArgumentException("maxHeap must be a size like 256m or 2g: " + size);
        }
        maxHeap = size;
        return this;
    }

    /** More options of each worker's JVM, after those of procpool, so that they win. */
    public PoolBuilder jvmOptions(String... options) {
        for (String option : options) {
            if (!option.startsWith("-")) {
                throw new IllegalArgumentException("jvmOptions must start with '-': " + option);
            }
        }
        jvmOptions.addAll(Arrays.asList(options));
        return this;
    }

    /** A system property of each worker. */
    public PoolBuilder systemProperty(String key, String value) {
        if (key.isEmpty() || key.contains("=")) {
            throw new IllegalArgumentException("systemProperty must have a name without '=': " + key);
        }
        systemProperties.put(key, Objects.requireNonNull(value, "value"));
        return this;
    }

    /** Jars and directories for the workers beyond the class path of this JVM, which they have anyway. */
    public PoolBuilder classPath(Path... entries) {
        for (Path entry : entries) {
            if (!Files.isReadable(entry)) {
                throw new IllegalArgumentException("classPath has an entry that cannot be read: " + entry);
            }
            classPath.add(entry.toAbsolutePath());
        }
        return this;
    }

    /** Who takes what the workers print; the default prints it to the streams of this JVM, with the worker and its pid. */
    public PoolBuilder output(WorkerOutput sink) {
        output = Objects.requireNonNull(sink, "output");
        return this;
    }

    /** The size in bytes of the largest encoded item or result, from 1 KiB to 256 MiB; the default is 64 MiB. */
    public PoolBuilder maxPayload(int bytes) {
        if (bytes < MIN_PAYLOAD || bytes > MAX_PAYLOAD) {
            throw new IllegalArgumentException(
                    "maxPayload must be between " + MIN_PAYLOAD + " and " + MAX_PAYLOAD + " bytes: " + bytes);
        }
        maxPayload = bytes;
        return this;
    }

    /** How long a worker may take from its spawning until it is ready, its initializer included; the default is 60 s. */
    public PoolBuilder startTimeout(Duration timeout) {
        startTimeout = Durations.positive("startTimeout", timeout);
        return this;
    }

    /** How long a worker may take to leave when asked, before it is killed; the default is 10 s. */
    public PoolBuilder stopTimeout(Duration timeout) {
        stopTimeout = Durations.positive("stopTimeout", timeout);
        return this;
    }

    /**
     * The directory in which the pool makes its run directory; the default is {@code /dev/shm} when 256 MiB are free there,
     * else the temporary directory.
     */
    public PoolBuilder runDirectory(Path parent) {
        if (!Files.isDirectory(parent) || !Files.isWritable(parent)) {
            throw new IllegalArgumentException("runDirectory must be a writable directory: " + parent);
        }
        runDirectory = parent.toAbsolutePath();
        return this;
    }

    /**
     * Who completes futures that have dependents, and calls the listener; the default is a small pool of daemon threads. What an
     * executor refuses, or would run on the calling thread, runs on a thread of its own, as that thread may be reading the
     * results of others.
     */
    public PoolBuilder completionExecutor(Executor executor) {
        completionExecutor = Objects.requireNonNull(executor, "completionExecutor");
        return this;
    }

    /**
     * Opens a pool: starts the workers and returns without waiting for them.
     *
     * @throws ArgumentSerializationException if the initializer cannot be encoded; nothing was started then
     * @throws PoolException if no run directory can be made
     */
    public Pool open() {
        return PoolAssembly.ofProcesses(build());
    }

    /** The configuration that {@link #open} would use. */
    public PoolConfig build() {
        int size = processes.orElseGet(
                () -> PoolSizing.here(Optional.ofNullable(maxHeap)).processes());
        int least = minWorkers.orElse(idleTimeout.isPresent() ? 0 : size);
        if (least > size) {
            throw new IllegalArgumentException("minWorkers must not exceed the " + size + " processes: " + least);
        }
        return new PoolConfig(
                size,
                least,
                warmSpares,
                profile,
                Optional.ofNullable(maxHeap),
                jvmOptions,
                systemProperties,
                classPath,
                output,
                initializer,
                maxPayload,
                maxPending,
                maxPendingBytes,
                startTimeout,
                stopTimeout,
                idleTimeout,
                maxTasksPerWorker,
                maxAge,
                softMaxRss,
                maxRss,
                restartPolicy.orElseGet(() -> RestartPolicy.forWorkers(size)),
                resultClasses,
                listener,
                Optional.ofNullable(runDirectory),
                Optional.ofNullable(completionExecutor));
    }

    private static int atLeastOne(String name, int value) {
        return (int) atLeastOne(name, (long) value);
    }

    private static long atLeastOne(String name, long value) {
        if (value < 1) {
            throw new IllegalArgumentException(name + " must be at least 1: " + value);
        }
        return value;
    }
}
