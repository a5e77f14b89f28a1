package dev.procpool;

import dev.procpool.internal.pool.Pools;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.regex.Pattern;

/**
 * Configures a pool of worker JVMs. Bad values are refused at once, with the name and the value, and never adjusted. Not
 * thread-safe; may be used for several pools.
 */
public final class PoolBuilder {

    private static final int MIN_PAYLOAD = 1 << 10;
    private static final int MAX_PAYLOAD = 256 << 20;
    private static final int DEFAULT_PAYLOAD = 64 << 20;
    private static final Duration DEFAULT_START_TIMEOUT = Duration.ofSeconds(60);
    private static final Duration DEFAULT_STOP_TIMEOUT = Duration.ofSeconds(10);
    private static final Pattern HEAP = Pattern.compile("[1-9][0-9]*[kKmMgG]?");

    private int processes = Processes.cpuCount();
    private String maxHeap;
    private final List<String> jvmOptions = new ArrayList<>();
    private final Map<String, String> systemProperties = new LinkedHashMap<>();
    private final List<Path> classPath = new ArrayList<>();
    private WorkerOutput output = WorkerOutput.toSystemStreams();
    private int maxPayload = DEFAULT_PAYLOAD;
    private Duration startTimeout = DEFAULT_START_TIMEOUT;
    private Duration stopTimeout = DEFAULT_STOP_TIMEOUT;
    private Path runDirectory;
    private Executor completionExecutor;

    PoolBuilder() {}

    /** How many workers; the default is the number of processors that this JVM may use. */
    public PoolBuilder processes(int count) {
        if (count < 1) {
            throw new IllegalArgumentException("processes must be at least 1: " + count);
        }
        processes = count;
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

    /** How long a worker may take from its spawning to its first word; the default is 60 s. */
    public PoolBuilder startTimeout(Duration timeout) {
        startTimeout = positive("startTimeout", timeout);
        return this;
    }

    /** How long a worker may take to leave when asked, before it is killed; the default is 10 s. */
    public PoolBuilder stopTimeout(Duration timeout) {
        stopTimeout = positive("stopTimeout", timeout);
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

    /** Who completes futures that have dependents; the default is a small pool of daemon threads. */
    public PoolBuilder completionExecutor(Executor executor) {
        completionExecutor = Objects.requireNonNull(executor, "completionExecutor");
        return this;
    }

    /**
     * Opens a pool: starts the workers and returns without waiting for them.
     *
     * @throws PoolBrokenException if no process can be started
     */
    public Pool open() {
        return Pools.ofProcesses(new PoolConfig(
                processes,
                Optional.ofNullable(maxHeap),
                jvmOptions,
                systemProperties,
                classPath,
                output,
                maxPayload,
                startTimeout,
                stopTimeout,
                Optional.ofNullable(runDirectory),
                Optional.ofNullable(completionExecutor)));
    }

    private static Duration positive(String name, Duration value) {
        if (value.isZero() || value.isNegative()) {
            throw new IllegalArgumentException(name + " must be positive: " + value);
        }
        return value;
    }
}
