package dev.procpool.cli;

import dev.procpool.Pool;
import dev.procpool.PoolBuilder;
import dev.procpool.WorkerOutput;
import dev.procpool.WorkerProfile;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import picocli.CommandLine.Option;

/** The options that say how many workers there are, and how they are started. */
final class WorkerOptions {

    @Option(
            names = {"-j", "-P", "--jobs", "--max-procs", "--processes"},
            order = HelpOrder.SIZE,
            paramLabel = "N|N%|+N|-N|auto",
            converter = PoolSize.class,
            defaultValue = "auto",
            description =
                    "Number of workers: N, a part of the processors, or N more or fewer than processors (auto: as "
                            + "many as processors, where memory has room for them).")
    private PoolSize.Wanted processes;

    @Option(
            names = "--cp",
            order = HelpOrder.WORKERS,
            paramLabel = "PATH",
            split = "[:]",
            description = "Jars and directories for the workers, separated by ':'; 'DIR/*' stands for the jars in DIR.")
    private List<Path> classPath = new ArrayList<>();

    @Option(
            names = "--xmx",
            order = HelpOrder.WORKERS,
            paramLabel = "SIZE",
            description = "Largest heap of each worker, such as 256m.")
    private String xmx;

    @Option(
            names = "--profile",
            order = HelpOrder.WORKERS,
            paramLabel = "NAME",
            defaultValue = "THROUGHPUT",
            description =
                    "What workers are tuned for: startup for runs of seconds, throughput for longer ones, and for loops of "
                            + "numbers (throughput).")
    private WorkerProfile profile;

    @Option(
            names = "--jvm-opt",
            order = HelpOrder.WORKERS,
            paramLabel = "OPTION",
            description = "An option for each worker's JVM; may be repeated.")
    private List<String> jvmOptions = new ArrayList<>();

    @Option(
            names = "--nice",
            order = HelpOrder.WORKERS,
            paramLabel = "N",
            defaultValue = "0",
            description = "Lower the priority of the workers, and of what they start, as nice -n N does: up to 19 (0).")
    private int nice;

    @Option(names = "--await-workers", order = HelpOrder.POOL, description = "Start only when all workers are ready.")
    private boolean awaited;

    @Option(
            names = "--run-dir",
            order = HelpOrder.POOL,
            paramLabel = "DIR",
            description = "Where the queues live (/dev/shm).")
    private Path runDirectory;

    @Option(
            names = {"-q", "--quiet"},
            order = HelpOrder.POOL,
            description = "Do not print what the workers print.")
    private boolean quiet;

    /** Whether a run starts only when all workers are ready. */
    boolean areAwaited() {
        return awaited;
    }

    /** The class path of the workers, each entry of which has to be readable. */
    ClassPathCheck classPath(Terminal terminal) {
        return new ClassPathCheck(ClassPathEntries.of(classPath, terminal));
    }

    /** @param say prints one line, of a pool that is smaller than asked for */
    PoolBuilder builder(Terminal terminal, Consumer<String> say) {
        PoolBuilder builder = Pool.builder()
                .classPath(ClassPathEntries.of(classPath, terminal).toArray(Path[]::new))
                .jvmOptions(jvmOptions.toArray(new String[0]))
                .profile(profile)
                .niceness(nice)
                .output(quiet ? WorkerOutput.discarding() : WorkerOutput.toStandardError());
        if (xmx != null) {
            builder.maxHeap(xmx);
        }
        builder.processes(processes.resolve(Optional.ofNullable(xmx), say));
        if (runDirectory != null) {
            builder.runDirectory(terminal.resolve(runDirectory));
        }
        return builder;
    }
}
