package dev.procpool.internal.pool;

import dev.procpool.Pool;
import dev.procpool.PoolConfig;
import dev.procpool.PoolStats;
import dev.procpool.internal.engine.Engine;
import dev.procpool.internal.launch.ArchiveMaker;
import dev.procpool.internal.launch.JvmArguments;
import dev.procpool.internal.launch.OutputRouter;
import dev.procpool.internal.launch.RunDirectory;
import dev.procpool.internal.launch.WorkerLauncher;
import dev.procpool.protocol.JvmFlags;
import dev.procpool.protocol.MessageFrame;
import dev.procpool.protocol.ProcessIdentity;
import dev.procpool.protocol.codec.Codecs;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Puts pools together. */
public final class Pools {

    private static final int MAX_DEPTH = 3;
    private static final String DEPTH = "dev.procpool.depth";
    private static final Duration HOOK_TIMEOUT = Duration.ofSeconds(5);

    private Pools() {}

    /** A pool of worker JVMs. */
    public static Pool ofProcesses(PoolConfig config) {
        JvmFlags.requireHere();
        int depth = Integer.getInteger(DEPTH, 0);
        if (depth >= MAX_DEPTH) {
            throw new IllegalStateException(
                    "pools are nested " + depth + " deep, which is the limit: a worker of a worker"
                            + " of a worker opens a pool. Does the class of a task open one when it is initialized?");
        }
        Map<String, String> properties = new HashMap<>(config.systemProperties());
        properties.putAll(ProcessIdentity.propertiesOfChild("Worker", true));
        properties.put(DEPTH, Integer.toString(depth + 1));
        JvmArguments jvm = JvmArguments.of(
                config.profile(), config.maxHeap(), config.jvmOptions(), properties, config.classPath());
        ClassLoader context = Thread.currentThread().getContextClassLoader();
        ClassLoader loader = context == null ? Pools.class.getClassLoader() : context;
        Encoder encoder = new Encoder(new Codecs(loader, config.maxPayload()));
        Optional<byte[]> initializer = config.initializer().map(task -> encoder.encode("initializer", task));
        Completions completions = new Completions(config.completionExecutor());
        Optional<ListenerQueue> listener = config.listener().map(l -> new ListenerQueue(l, completions));
        RunDirectory directory = RunDirectory.create(config.runDirectory());
        OutputRouter output = new OutputRouter(config.output());
        int maxFrame = MessageFrame.sizeFor(config.maxPayload());
        Engine engine;
        try {
            engine = new Engine(
                    config,
                    initializer,
                    listener,
                    news -> new WorkerLauncher(
                            directory,
                            jvm,
                            output,
                            maxFrame,
                            config.stopTimeout().toMillis(),
                            news));
        } catch (RuntimeException | Error e) {
            output.close();
            directory.delete();
            throw e;
        }
        engine.start();
        Codecs results = new Codecs(loader, config.maxPayload(), config.resultClasses());
        Thread hook = new Thread(() -> endAtExit(engine), "procpool-shutdown-hook");
        try {
            Runtime.getRuntime().addShutdownHook(hook);
        } catch (IllegalStateException e) {
            engine.terminate();
            throw new IllegalStateException("a pool cannot be opened while the JVM is shutting down", e);
        }
        ForgottenPool forgotten = new ForgottenPool(engine, config.processes(), () -> removeHook(hook));
        PoolFront pool = new PoolFront(
                engine, config.maxPending(), encoder, new OutcomeDecoder(results), completions, forgotten::release);
        forgotten.watchOver(pool);
        if (depth == 0) {
            ArchiveMaker.watch(new IdlePool(engine));
        }
        return pool;
    }

    private record IdlePool(Engine engine) implements ArchiveMaker.Surroundings {

        @Override
        public boolean isOpen() {
            return !engine.isShutdown();
        }

        @Override
        public boolean isIdle() {
            PoolStats stats = engine.stats();
            return stats.running() == 0 && stats.pending() == 0;
        }
    }

    private static void endAtExit(Engine engine) {
        engine.terminate();
        try {
            engine.join(System.nanoTime() + HOOK_TIMEOUT.toNanos());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void removeHook(Thread hook) {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            // The JVM is going down: the hook runs, and finds nothing to do.
        }
    }

    /** A pool of threads. */
    public static Pool ofThreads(int threads) {
        if (threads < 1) {
            throw new IllegalArgumentException("threads must be at least 1: " + threads);
        }
        ThreadBackend backend = new ThreadBackend(threads);
        ForgottenPool forgotten = new ForgottenPool(backend, threads, () -> {});
        PoolFront pool = new PoolFront(
                backend,
                Long.MAX_VALUE,
                new Encoder(null),
                new OutcomeDecoder(null),
                new Completions(Optional.empty()),
                forgotten::release);
        forgotten.watchOver(pool);
        return pool;
    }
}
