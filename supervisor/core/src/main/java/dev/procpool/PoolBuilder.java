package dev.procpool;

import dev.procpool.internal.open.PoolAssembly;
import dev.procpool.internal.platform.Priorities;
import dev.procpool.protocol.start.JavaHome;
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
 * Configures a pool of worker JVMs. Each method refuses a bad value at once, by an {@code IllegalArgumentException}
 * with the name and the value, and never adjusts it; durations are positive and not longer than a hundred years. Not
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

    private String name;
    private OptionalInt processes = OptionalInt.empty();
    private OptionalInt minWorkers = OptionalInt.empty();
    private int warmSpares;
    private Optional<Duration> idleTimeout = Optional.empty();

    private Optional<Task<?>> initializer = Optional.empty();
    private Duration startTimeout = DEFAULT_START_TIMEOUT;
    private Duration stopTimeout = DEFAULT_STOP_TIMEOUT;
    private OptionalInt maxTasksPerWorker = OptionalInt.empty();
    private Optional<Duration> maxAge = Optional.empty();
    private OptionalLong softMaxRss = OptionalLong.empty();
    private OptionalLong maxRss = OptionalLong.empty();
    private Optional<RestartPolicy> restartPolicy = Optional.empty();

    private Path javaHome;
    private WorkerProfile profile = WorkerProfile.THROUGHPUT;
    private String maxHeap;
    private final List<String> jvmOptions = new ArrayList<>();
    private final Map<String, String> systemProperties = new LinkedHashMap<>();
    private final Set<String> inheritedProperties = new LinkedHashSet<>();
    private final Map<String, String> environment = new LinkedHashMap<>();
    private Path workingDirectory;
    private int niceness;
    private final List<Path> classPath = new ArrayList<>();

    private int maxPayload = DEFAULT_PAYLOAD;
    private long maxPending = Long.MAX_VALUE;
    private long maxPendingBytes =
            Math.max(MIN_PENDING_BYTES, Runtime.getRuntime().maxMemory() / PENDING_SHARE);
    private Optional<Set<String>> resultClasses = Optional.empty();

    private WorkerOutput output;
    private Optional<PoolListener> listener = Optional.empty();
    private Path runDirectory;
    private Executor completionExecutor;

    PoolBuilder() {}

    /**
     * Sets the name of the pool: messages and events of a program with several pools tell them apart by it. It is part
     * of the names of the pool's threads, of the text of the pool and its workers in logs and exceptions, and of the
     * events of a flight recording. Default: none.
     */
    public PoolBuilder name(String text) {
        name = Checks.text("name", text);
        return this;
    }

    // ---- the number of workers

    /**
     * Sets the number of workers. Default: the number of processors that this JVM may use, or fewer if the memory of
     * the machine or of its container has no room for the heaps of that number of workers ({@link PoolSizing} gives the
     * reason).
     *
     * <p>More workers than processors are useful for tasks that wait. Items of a few microseconds stay with the number
     * of workers that can run at once, after each worker has had its first items; the other workers are idle then.
     */
    public PoolBuilder processes(int count) {
        processes = OptionalInt.of(Checks.atLeastOne("processes", count));
        return this;
    }

    /** Sets the number of workers that stay when they have been idle for {@link #idleTimeout}. Default: all. */
    public PoolBuilder minWorkers(int count) {
        minWorkers = OptionalInt.of(Checks.notNegative("minWorkers", count));
        return this;
    }

    /**
     * Sets the number of workers that are kept ready beyond those that get items. Default: none. The initializer of a
     * spare has run, and each spare needs the memory of an idle worker. When a worker dies, or has had its {@link
     * #maxTasksPerWorker}, a spare takes its place at once, and the next spare is started. A spare has an id of its
     * own, which it keeps: the place of worker 2 may be taken by worker 5. {@link Pool#workers} and {@link Pool#stats}
     * count spares, {@link Pool#resize} and {@link #idleTimeout} do not. The death of a spare counts for the {@link
     * #restartPolicy} as the death of an idle worker.
     */
    public PoolBuilder warmSpares(int count) {
        warmSpares = Checks.notNegative("warmSpares", count);
        return this;
    }

    /**
     * Sets the time after which a worker without items leaves, down to {@link #minWorkers} workers (0 if that is not
     * set). New workers are started when there are items again. Default: workers stay.
     */
    public PoolBuilder idleTimeout(Duration timeout) {
        idleTimeout = Optional.of(Checks.positive("idleTimeout", timeout));
        return this;
    }

    // ---- the life of a worker

    /**
     * Sets a task that each worker runs once before its first item, as Python's {@code initializer}. If the task
     * throws, the pool is broken: the exception, with the worker's frames, is the cause of the exceptions of {@link
     * Pool#awaitReady} and of every call.
     */
    public PoolBuilder initializer(Task<?> task) {
        initializer = Optional.of(Objects.requireNonNull(task, "initializer"));
        return this;
    }

    /**
     * Sets the longest time from the spawning of a worker until it is ready, its initializer included. Default: 60 s.
     */
    public PoolBuilder startTimeout(Duration timeout) {
        startTimeout = Checks.positive("startTimeout", timeout);
        return this;
    }

    /** Sets the time after which a worker that was asked to leave is killed. Default: 10 s. */
    public PoolBuilder stopTimeout(Duration timeout) {
        stopTimeout = Checks.positive("stopTimeout", timeout);
        return this;
    }

    /**
     * Sets the number of items after which a worker is replaced, as Python's {@code maxtasksperchild} (which counts
     * chunks). Up to a tenth is subtracted at random, so that not all workers are replaced at once. The replacement is
     * started when a tenth of the items is left; with fewer than ten items, when the last one was sent. Default: never.
     */
    public PoolBuilder maxTasksPerWorker(int items) {
        maxTasksPerWorker = OptionalInt.of(Checks.atLeastOne("maxTasksPerWorker", items));
        return this;
    }

    /**
     * Sets the time, counted from when a worker was ready, after which it is replaced, once it has finished its items;
     * up to a tenth earlier. A replacement does not end the time that {@link #idleTimeout} counts. Default: never.
     */
    public PoolBuilder maxAge(Duration age) {
        maxAge = Optional.of(Checks.positive("maxAge", age));
        return this;
    }

    /** Replaces a worker whose resident memory exceeds {@code bytes}, once it has finished its items. Linux only. */
    public PoolBuilder softMaxRss(long bytes) {
        softMaxRss = OptionalLong.of(Checks.atLeastOne("softMaxRss", bytes));
        return this;
    }

    /**
     * Kills a worker whose resident memory exceeds {@code bytes}; the item that it was running fails with a {@link
     * WorkerOutOfMemoryException}. Memory is checked ten times a second. Linux only.
     */
    public PoolBuilder maxRss(long bytes) {
        maxRss = OptionalLong.of(Checks.atLeastOne("maxRss", bytes));
        return this;
    }

    /** Sets the number of deaths after which the pool gives up. Default: {@link RestartPolicy#forWorkers}. */
    public PoolBuilder restartPolicy(RestartPolicy policy) {
        restartPolicy = Optional.of(policy);
        return this;
    }

    // ---- the JVM of a worker

    /**
     * Sets the Java home that workers are started from: a JDK 17 or newer. Default: that of this JVM. If it is of
     * another version, objects of a class of the JDK that has other fields there are refused; the classes of the
     * program must be compiled for the older of the two.
     */
    public PoolBuilder javaHome(Path directory) {
        javaHome = JavaHome.at(directory).path();
        return this;
    }

    /** Sets the kind of work that the JVMs of the workers are tuned for. Default: {@link WorkerProfile#THROUGHPUT}. */
    public PoolBuilder profile(WorkerProfile of) {
        profile = Objects.requireNonNull(of, "profile");
        return this;
    }

    /**
     * Sets the largest heap of each worker, as {@code -Xmx} has it: {@code 256m}. Default: that of the JVM, or less if
     * the heaps of all workers would not fit into the memory ({@link WorkerShare}).
     */
    public PoolBuilder maxHeap(String size) {
        if (!HEAP.matcher(size).matches()) {
            throw new IllegalArgumentException("maxHeap must be a size like 256m or 2g: " + size);
        }
        maxHeap = size;
        return this;
    }

    /**
     * Adds options of each worker's JVM, after those of procpool, so that they win. Where they say nothing of the
     * collector, the processors and the heap, the workers get the serial collector and their {@link WorkerShare}.
     */
    public PoolBuilder jvmOptions(String... options) {
        for (String option : options) {
            if (!option.startsWith("-")) {
                throw new IllegalArgumentException("jvmOptions must start with '-': " + option);
            }
        }
        jvmOptions.addAll(Arrays.asList(options));
        return this;
    }

    /** Sets a system property of each worker; it wins over one that is inherited. */
    public PoolBuilder systemProperty(String key, String value) {
        Checks.name("systemProperty", key);
        systemProperties.put(key, Objects.requireNonNull(value, "value"));
        return this;
    }

    /**
     * Sets system properties of each worker to the values that they have in this JVM when the pool is opened. A
     * property that is not set here is not set in the workers.
     *
     * <p>Inherited without being named: the time zone and the locale if options set them ({@code -Duser.timezone}), the
     * properties {@code java.security.*}, and the hosts and ports of proxies.
     */
    public PoolBuilder inheritSystemProperty(String... keys) {
        for (String key : keys) {
            inheritedProperties.add(Checks.name("inheritSystemProperty", key));
        }
        return this;
    }

    /** Adds variables to the environment of each worker, which is that of this JVM otherwise. */
    public PoolBuilder environment(Map<String, String> variables) {
        variables.forEach((name, value) -> environment.put(
                Checks.name("environment", name), Objects.requireNonNull(value, "environment: " + name)));
        return this;
    }

    /** Sets the working directory of each worker. Default: that of this JVM. */
    public PoolBuilder workingDirectory(Path directory) {
        if (!Files.isDirectory(directory)) {
            throw new IllegalArgumentException("workingDirectory must be a directory: " + directory);
        }
        workingDirectory = directory.toAbsolutePath();
        return this;
    }

    /**
     * Lowers the priority of the workers, and of the processes that they start: their niceness exceeds that of this
     * JVM by {@code more}, from 0 to 19. Default: 0.
     *
     * @throws IllegalArgumentException also where the system has no program {@code nice}
     */
    public PoolBuilder niceness(int more) {
        if (more < 0 || more > Priorities.LOWEST) {
            throw new IllegalArgumentException("niceness must be between 0 and " + Priorities.LOWEST + ": " + more);
        }
        if (more > 0 && !Priorities.canBeLowered()) {
            throw new IllegalArgumentException(
                    "niceness needs the program nice, which this system does not have: " + more);
        }
        niceness = more;
        return this;
    }

    /** Adds jars and directories to the class path of the workers, which begins with that of this JVM. */
    public PoolBuilder classPath(Path... entries) {
        for (Path entry : entries) {
            if (!Files.isReadable(entry)) {
                throw new IllegalArgumentException("classPath has an entry that cannot be read: " + entry);
            }
            classPath.add(entry.toAbsolutePath());
        }
        return this;
    }

    // ---- items and results

    /** Sets the size in bytes of the largest encoded item or result, from 1 KiB to 256 MiB. Default: 64 MiB. */
    public PoolBuilder maxPayload(int bytes) {
        if (bytes < MIN_PAYLOAD || bytes > MAX_PAYLOAD) {
            throw new IllegalArgumentException(
                    "maxPayload must be between " + MIN_PAYLOAD + " and " + MAX_PAYLOAD + " bytes: " + bytes);
        }
        maxPayload = bytes;
        return this;
    }

    /**
     * Sets the number of items that may wait for a worker. While that number waits, calls that add items block. A call
     * adds up to 4096 items, or one chunk, at a time, and may exceed the limit by these. A client that has nothing
     * waiting ({@link TaskOptions.Builder#client}) adds items until twice that number waits. Default: unlimited.
     */
    public PoolBuilder maxPending(long items) {
        maxPending = Checks.atLeastOne("maxPending", items);
        return this;
    }

    /**
     * Sets the number of bytes of encoded items that may wait for a worker. While that number waits, calls that add
     * items block. A call adds 256 KiB, or one item, at a time, and may exceed the limit by these. A client that has
     * nothing waiting adds items until twice that number waits. Default: a quarter of the largest heap of this JVM.
     */
    public PoolBuilder maxPendingBytes(long bytes) {
        maxPendingBytes = Checks.atLeastOne("maxPendingBytes", bytes);
        return this;
    }

    /**
     * Allows only these classes in results and exceptions, beside primitives, their boxes and arrays, {@code String},
     * {@code BigInteger}, {@code BigDecimal}, {@code java.time}, and the usual collections and exceptions of the JDK. A
     * name that ends in {@code .*} allows a package, one in {@code .**} also the packages below it. A lambda is allowed
     * if the class that it is written in is. A result with another class fails its item with a {@link
     * ResultSerializationException}, and the class is not even initialized; an exception of another class arrives as a
     * {@link RemoteTaskException}. Default: all classes are allowed, and code in a worker can then run code in this
     * JVM.
     */
    public PoolBuilder allowResultClasses(String... names) {
        Set<String> all = new LinkedHashSet<>(resultClasses.orElse(Set.of()));
        all.addAll(Arrays.asList(names));
        resultClasses = Optional.of(all);
        return this;
    }

    // ---- the surroundings

    /** Sets the receiver of the workers' output. Default: {@link WorkerOutput#toSystemStreams}. */
    public PoolBuilder output(WorkerOutput sink) {
        output = Objects.requireNonNull(sink, "output");
        return this;
    }

    /** Sets the receiver of the events of workers and items. Default: none. */
    public PoolBuilder listener(PoolListener receiver) {
        listener = Optional.of(receiver);
        return this;
    }

    /**
     * Sets the directory in which the pool makes its run directory. Default: {@code /dev/shm} when 256 MiB are free
     * there, else the temporary directory. The path may have about 50 bytes, as the names of sockets are limited; in
     * place of a longer one a short directory such as {@code /tmp} is used, and a warning is logged.
     */
    public PoolBuilder runDirectory(Path parent) {
        if (!Files.isDirectory(parent) || !Files.isWritable(parent)) {
            throw new IllegalArgumentException("runDirectory must be a writable directory: " + parent);
        }
        runDirectory = parent.toAbsolutePath();
        return this;
    }

    /**
     * Sets the executor that completes futures with dependents and calls the listener. Default: a small pool of daemon
     * threads. A completion that the executor refuses, or would run on the calling thread, runs on a thread of its own:
     * the calling thread may be reading the results of others.
     */
    public PoolBuilder completionExecutor(Executor executor) {
        completionExecutor = Objects.requireNonNull(executor, "completionExecutor");
        return this;
    }

    // ---- building

    /**
     * Opens a pool: starts the workers and returns without waiting for them.
     *
     * @throws IllegalArgumentException if options contradict each other
     * @throws ArgumentSerializationException if the initializer cannot be encoded; nothing was started then
     * @throws PoolException if no run directory can be made
     * @throws IllegalStateException if this JVM lacks a flag that procpool needs and cannot do without, is shutting
     *     down, or is a worker of too many nested pools
     */
    public Pool open() {
        return PoolAssembly.ofProcesses(build());
    }

    /**
     * The configuration that {@link #open} would use.
     *
     * @throws IllegalArgumentException if {@link #minWorkers} exceeds {@link #processes}
     */
    public PoolConfig build() {
        int size = processes.orElseGet(
                () -> PoolSizing.here(Optional.ofNullable(maxHeap)).processes());
        int least = minWorkers.orElse(idleTimeout.isPresent() ? 0 : size);
        if (least > size) {
            throw new IllegalArgumentException("minWorkers must not exceed the " + size + " processes: " + least);
        }
        return config(size, least);
    }

    private PoolConfig config(int size, int least) {
        return new PoolConfig(
                Optional.ofNullable(name),
                size,
                least,
                warmSpares,
                Optional.ofNullable(javaHome),
                profile,
                Optional.ofNullable(maxHeap),
                jvmOptions,
                allSystemProperties(),
                environment,
                Optional.ofNullable(workingDirectory),
                niceness,
                classPath,
                output == null ? usualOutput() : output,
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

    private WorkerOutput usualOutput() {
        return name == null ? WorkerOutput.toSystemStreams() : WorkerOutput.toSystemStreams(name);
    }

    private Map<String, String> allSystemProperties() {
        Map<String, String> all = new LinkedHashMap<>();
        for (String key : inheritedProperties) {
            String value = System.getProperty(key);
            if (value != null) {
                all.put(key, value);
            }
        }
        all.putAll(systemProperties);
        return all;
    }
}
