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
 * The configuration of a pool, made and checked by a {@link PoolBuilder}. Immutable.
 *
 * @param name see {@link PoolBuilder#name}
 * @param processes see {@link PoolBuilder#processes}
 * @param minWorkers see {@link PoolBuilder#minWorkers}
 * @param warmSpares see {@link PoolBuilder#warmSpares}
 * @param javaHome see {@link PoolBuilder#javaHome}
 * @param profile see {@link PoolBuilder#profile}
 * @param maxHeap see {@link PoolBuilder#maxHeap}
 * @param jvmOptions see {@link PoolBuilder#jvmOptions}
 * @param systemProperties see {@link PoolBuilder#systemProperty} and {@link PoolBuilder#inheritSystemProperty}
 * @param environment see {@link PoolBuilder#environment}
 * @param workingDirectory see {@link PoolBuilder#workingDirectory}
 * @param niceness see {@link PoolBuilder#niceness}
 * @param classPath see {@link PoolBuilder#classPath}
 * @param output see {@link PoolBuilder#output}
 * @param initializer see {@link PoolBuilder#initializer}
 * @param maxPayload see {@link PoolBuilder#maxPayload}
 * @param maxPending see {@link PoolBuilder#maxPending}
 * @param maxPendingBytes see {@link PoolBuilder#maxPendingBytes}
 * @param startTimeout see {@link PoolBuilder#startTimeout}
 * @param stopTimeout see {@link PoolBuilder#stopTimeout}
 * @param idleTimeout see {@link PoolBuilder#idleTimeout}
 * @param maxTasksPerWorker see {@link PoolBuilder#maxTasksPerWorker}
 * @param maxAge see {@link PoolBuilder#maxAge}
 * @param softMaxRss see {@link PoolBuilder#softMaxRss}
 * @param maxRss see {@link PoolBuilder#maxRss}
 * @param restartPolicy see {@link PoolBuilder#restartPolicy}
 * @param resultClasses see {@link PoolBuilder#allowResultClasses}
 * @param listener see {@link PoolBuilder#listener}
 * @param runDirectory see {@link PoolBuilder#runDirectory}
 * @param completionExecutor see {@link PoolBuilder#completionExecutor}
 */
public record PoolConfig(
        Optional<String> name,
        int processes,
        int minWorkers,
        int warmSpares,
        Optional<Path> javaHome,
        WorkerProfile profile,
        Optional<String> maxHeap,
        List<String> jvmOptions,
        Map<String, String> systemProperties,
        Map<String, String> environment,
        Optional<Path> workingDirectory,
        int niceness,
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

    /** Copies the collections. */
    public PoolConfig {
        jvmOptions = List.copyOf(jvmOptions);
        systemProperties = Map.copyOf(systemProperties);
        environment = Map.copyOf(environment);
        classPath = List.copyOf(classPath);
        resultClasses = resultClasses.map(Set::copyOf);
    }
}
