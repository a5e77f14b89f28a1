package dev.procpool.internal.open;

import dev.procpool.Pool;
import dev.procpool.PoolConfig;
import dev.procpool.PoolListener;
import dev.procpool.PoolStats;
import dev.procpool.internal.archive.ArchiveMaker;
import dev.procpool.internal.backend.ListenerQueue;
import dev.procpool.internal.base.Interrupts;
import dev.procpool.internal.base.PoolName;
import dev.procpool.internal.base.ProgramLoader;
import dev.procpool.internal.code.Shipping;
import dev.procpool.internal.code.WorkerPath;
import dev.procpool.internal.engine.Engine;
import dev.procpool.internal.launch.JvmArguments;
import dev.procpool.internal.launch.OutputRouter;
import dev.procpool.internal.launch.RunDirectory;
import dev.procpool.internal.launch.WorkerLauncher;
import dev.procpool.internal.pool.Completions;
import dev.procpool.internal.pool.Encoder;
import dev.procpool.internal.pool.OutcomeDecoder;
import dev.procpool.internal.pool.PoolFront;
import dev.procpool.internal.pool.SharedRegistry;
import dev.procpool.internal.threads.ThreadBackend;
import dev.procpool.protocol.channel.ChronicleStart;
import dev.procpool.protocol.codec.Codecs;
import dev.procpool.protocol.message.Command;
import dev.procpool.protocol.message.MessageFrame;
import dev.procpool.protocol.start.JavaHome;
import dev.procpool.protocol.start.JvmFlags;
import dev.procpool.protocol.start.ProcessIdentity;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

/** Puts a pool together from a front, a backend and the parts that end it. */
public final class PoolAssembly {

    private static final int MAX_DEPTH = 3;
    private static final String DEPTH = "dev.procpool.depth";

    private PoolAssembly() {}

    /**
     * Opens a pool of worker JVMs.
     *
     * @throws IllegalStateException if this JVM lacks a flag that Chronicle needs, pools are nested too deep, or the
     *     JVM is shutting down
     */
    public static Pool ofProcesses(PoolConfig config) {
        JvmFlags.requireHere();
        return Interrupts.setAside(() -> open(config, arguments(config)));
    }

    /**
     * Opens a pool whose workers have the library's own jars and nothing else, so that they can record the start-up
     * archive.
     *
     * @throws IllegalStateException as {@link #ofProcesses}
     */
    public static Pool ofRecordingProcesses(PoolConfig config) {
        JvmFlags.requireHere();
        return Interrupts.setAside(() -> open(config, arguments(config).withOwnJarsOnly()));
    }

    private static Pool open(PoolConfig config, JvmArguments jvm) {
        ChronicleStart.initialize();
        PoolName name = new PoolName(config.name());
        ClassLoader loader = ProgramLoader.here();
        SharedRegistry shared = new SharedRegistry(ForgottenPool.CLEANER);
        WorkerPath path = new WorkerPath(jvm::classPath);
        AtomicLong ids = new AtomicLong();
        Codecs codecs = new Codecs(loader, config.maxPayload(), jvm.dialect(), path);
        Shipping shipping = new Shipping(path, codecs, config.maxPayload(), ids::incrementAndGet);
        Encoder encoder = new Encoder(codecs, shared, ids, shipping);
        List<Command> initializer =
                config.initializer().map(encoder::initializer).orElse(List.of());
        Completions completions = new Completions(name, config.completionExecutor());
        Optional<ListenerQueue> listener = config.listener().map(l -> new ListenerQueue(l, completions));
        AtExit atExit = AtExit.install();
        Engine engine;
        try {
            engine = assemble(config, jvm, initializer, listener);
            start(engine, jvm.home(), depthHere());
        } catch (RuntimeException | Error e) {
            atExit.remove();
            throw e;
        }
        atExit.opened(engine);
        Codecs results = new Codecs(loader, config.maxPayload(), jvm.dialect(), config.resultClasses());
        ForgottenPool forgotten = new ForgottenPool(name, engine, config.processes(), () -> release(atExit, engine));
        PoolFront pool = new PoolFront(
                name,
                engine,
                () -> "; each worker: " + jvm.share(),
                config.maxPending(),
                encoder,
                new OutcomeDecoder(results, shared),
                completions,
                forgotten::release);
        forgotten.watchOver(pool);
        return pool;
    }

    private static void release(AtExit atExit, Engine engine) {
        atExit.remove();
        ArchiveMaker.forget(new IdlePool(engine));
    }

    private static JvmArguments arguments(PoolConfig config) {
        return JvmArguments.of(
                        JavaHome.chosen(config.javaHome()),
                        config.processes(),
                        config.profile(),
                        config.maxHeap(),
                        config.jvmOptions(),
                        propertiesOfWorkers(config, depthHere()),
                        config.classPath())
                .in(config.environment(), config.workingDirectory())
                .with(config.niceness());
    }

    /** The number of pools that this JVM is a worker within, one inside the other. */
    private static int depthHere() {
        int depth = Integer.getInteger(DEPTH, 0);
        if (depth >= MAX_DEPTH) {
            throw new IllegalStateException(
                    "pools are nested " + depth + " deep, which is the limit: a worker of a worker"
                            + " of a worker opens a pool. Does the class of a task open one when it is initialized?");
        }
        return depth;
    }

    /** A class of a task may open a pool when it is initialized, in each worker that loads it. */
    private static void start(Engine engine, JavaHome home, int depth) {
        if (depth == 0) {
            engine.start();
            ArchiveMaker.watch(home, new IdlePool(engine));
        } else {
            engine.startAtFirstUse();
        }
    }

    private static Map<String, String> propertiesOfWorkers(PoolConfig config, int depth) {
        Map<String, String> properties = new HashMap<>(config.systemProperties());
        properties.putAll(ProcessIdentity.propertiesOfChild(new PoolName(config.name()).of("Worker"), true));
        properties.put(DEPTH, Integer.toString(depth + 1));
        return properties;
    }

    private static Engine assemble(
            PoolConfig config, JvmArguments jvm, List<Command> initializer, Optional<ListenerQueue> listener) {
        RunDirectory directory = RunDirectory.create(config.runDirectory());
        PoolName name = new PoolName(config.name());
        OutputRouter output = new OutputRouter(name, config.output());
        int maxFrame = MessageFrame.sizeFor(config.maxPayload());
        try {
            return new Engine(
                    config,
                    initializer,
                    listener,
                    news -> new WorkerLauncher(
                            name,
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

    /**
     * Opens a pool of threads of this JVM.
     *
     * @throws IllegalArgumentException if {@code threads} is less than 1
     */
    public static Pool ofThreads(int threads, Optional<PoolListener> listener) {
        if (threads < 1) {
            throw new IllegalArgumentException("threads must be at least 1: " + threads);
        }
        Completions completions = new Completions(PoolName.NONE, Optional.empty());
        ThreadBackend backend = new ThreadBackend(threads, listener.map(l -> new ListenerQueue(l, completions)));
        SharedRegistry shared = new SharedRegistry(ForgottenPool.CLEANER);
        ForgottenPool forgotten = new ForgottenPool(PoolName.NONE, backend, threads, () -> {});
        PoolFront pool = new PoolFront(
                PoolName.NONE,
                backend,
                () -> "",
                Long.MAX_VALUE,
                new Encoder(null, shared),
                new OutcomeDecoder(null, shared),
                completions,
                forgotten::release);
        forgotten.watchOver(pool);
        return pool;
    }
}
