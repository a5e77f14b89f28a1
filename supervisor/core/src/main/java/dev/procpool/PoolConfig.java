package dev.procpool;

import dev.procpool.task.Task;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.Executor;

/**
 * The configuration of a pool: valid once built. Immutable; the Javadoc of {@link PoolBuilder} says what each part means.
 */
public record PoolConfig(
        int processes,
        int minWorkers,
        int warmSpares,
        WorkerProfile profile,
        Optional<String> maxHeap,
        List<String> jvmOptions,
        Map<String, String> systemProperties,
        List<Path> classPath,
        WorkerOutput output,
        Optional<Task<?>> initializer,
        int maxPayload,
        long maxPending,
        long maxPendingBytes,
        Duration startTimeout,
        Duration stopTimeout,
        Optional<Duration> idleTimeout,
        OptionalInt maxTasksPerWorker,
        Optional<Duration> maxAge,
        OptionalLong softMaxRss,
        OptionalLong maxRss,
        RestartPolicy restartPolicy,
        Optional<Set<String>> resultClasses,
        Optional<PoolListener> listener,
        Optional<Path> runDirectory,
        Optional<Executor> completionExecutor) {

    public PoolConfig {
        jvmOptions = List.copyOf(jvmOptions);
        systemProperties = Map.copyOf(systemProperties);
        classPath = List.copyOf(classPath);
        resultClasses = resultClasses.map(Set::copyOf);
    }
}
