package dev.procpool;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executor;

/**
 * The configuration of a pool: valid once built. Immutable; the Javadoc of {@link PoolBuilder} says what each part means.
 */
public record PoolConfig(
        int processes,
        Optional<String> maxHeap,
        List<String> jvmOptions,
        Map<String, String> systemProperties,
        List<Path> classPath,
        WorkerOutput output,
        int maxPayload,
        Duration startTimeout,
        Duration stopTimeout,
        Optional<Path> runDirectory,
        Optional<Executor> completionExecutor) {

    public PoolConfig {
        jvmOptions = List.copyOf(jvmOptions);
        systemProperties = Map.copyOf(systemProperties);
        classPath = List.copyOf(classPath);
    }
}
