package dev.procpool.cli;

import dev.procpool.Outcome;
import dev.procpool.Pool;
import dev.procpool.PoolBrokenException;
import dev.procpool.PoolBuilder;
import dev.procpool.Results;
import dev.procpool.TaskOptions;
import dev.procpool.WorkerOutput;
import dev.procpool.WorkerProfile;
import dev.procpool.cli.OutcomePrinter.Format;
import dev.procpool.internal.base.FailureText;
import dev.procpool.tasks.BuiltInTask;
import dev.procpool.tasks.Item;
import dev.procpool.tasks.NamedTask;
import dev.procpool.tasks.NoSuchTaskException;
import dev.procpool.tasks.OneLine;
import dev.procpool.tasks.TaskNames;
import java.io.File;
import java.io.FileInputStream;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.zip.ZipFile;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Runs a task over items. */
@Command(
        name = "run",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Runs a task over items in worker JVMs, and prints one result a line.",
            "",
            "TASK is built in (see --list), Class::method with one parameter or, where the item is a Class, with none, or a "
                    + "class that implements TaskFunction. A method that is not static needs a constructor without "
                    + "parameters; of several, 'Class::method(Path)' is one.",
            "ITEMs come after ':::', or one a line from standard input. Only a line feed ends a line.",
            "Items are numbered from 0. The task gets what its parameter is: text, a number, a Path, a URI, a Duration "
                    + "(PT2S), an enum and so on. An item that cannot be converted fails, as one that is not UTF-8 does (kind INPUT)."
        },
        footer = {
            "",
            "A result is printed as its text: an Optional as what is in it, an array with its elements, and nothing, as of a void "
                    + "method, as null.",
            "",
            "With --json a line has i, the number of the item; ok; value (NaN and infinite as text), or item and error with "
                    + "its kind, such as ERROR, TIMEOUT, WORKER_DIED or OOM, and message; pid and worker, who ran it last; attempt, from 1; queuedMs, until "
                    + "it was started, and runMs.",
            "",
            "Examples:",
            "  find . -type f | procpool run sha256 -j 4",
            "  procpool run square --pid ::: 1 2 3",
            "  procpool run com.acme.Images::shrink --cp images.jar -a files.txt --json"
        })
final class RunCommand implements Callable<Integer> {

    static final String SEPARATOR = ":::";
    private static final Duration READY_TIMEOUT = Duration.ofMinutes(2);

    /** Kept, as a logger that nobody holds may forget its level. */
    private static final Logger POOL_LOG = Logger.getLogger("dev.procpool");

    @Spec
    private CommandSpec spec;

    @Parameters(
            arity = "0..*",
            paramLabel = "TASK [::: ITEM...]",
            description = "The task, and the items unless they come from standard input.")
    private List<String> words = new ArrayList<>();

    @Option(
            names = {"-j", "--processes"},
            paramLabel = "N|N%|auto",
            converter = PoolSize.class,
            defaultValue = "auto",
            description = "Number of workers (auto: as many as processors, where memory has room for them).")
    private PoolSize.Wanted processes;

    @Mixin
    private SupervisionOptions supervision = new SupervisionOptions();

    @Option(
            names = "--joblog",
            paramLabel = "FILE",
            description =
                    "Write a JSON line for each item, flushed at once, when its result is printed: results are not in it, and "
                            + "in the order of the items a slow one keeps back what is behind it (see --unordered).")
    private Path jobLog;

    @Option(names = "--resume", description = "Run, and print, only the items that are not in the job log.")
    private boolean resume;

    @Option(names = "--retry-failed", description = "Run only the items that are not in the job log, or failed there.")
    private boolean retryFailed;

    @Option(
            names = {"-k", "--keep-order"},
            description = "Print results in the order of the items (the default).")
    private boolean keepOrder;

    @Option(names = "--unordered", description = "Print results as they arrive.")
    private boolean unordered;

    @Option(names = "--pid", description = "Print pid<TAB>result, and start when all workers are ready.")
    private boolean pid;

    @Option(names = "--json", description = "Print a JSON object for each item, failed ones too.")
    private boolean json;

    @Option(
            names = "--chunk",
            paramLabel = "N|auto",
            defaultValue = "auto",
            description = "Items that are sent together (auto).")
    private String chunk;

    @Option(
            names = "--buffer",
            paramLabel = "N",
            description = "Items that are read ahead of the results (1024, more for large chunks).")
    private Integer buffer;

    @Option(
            names = "--cp",
            paramLabel = "PATH",
            split = "[:]",
            description = "Jars and directories for the workers; may be repeated.")
    private List<Path> classPath = new ArrayList<>();

    @Option(names = "--xmx", paramLabel = "SIZE", description = "Largest heap of each worker, such as 256m.")
    private String xmx;

    @Option(
            names = "--profile",
            paramLabel = "NAME",
            defaultValue = "THROUGHPUT",
            description =
                    "What workers are tuned for: startup for runs of seconds, throughput for longer ones, and for loops of "
                            + "numbers (throughput).")
    private WorkerProfile profile;

    @Option(
            names = "--jvm-opt",
            paramLabel = "OPTION",
            description = "An option for each worker's JVM; may be repeated.")
    private List<String> jvmOptions = new ArrayList<>();

    @Option(
            names = {"-a", "--arg-file"},
            paramLabel = "FILE",
            description = "Read items from a file instead of standard input.")
    private Path argFile;

    @Option(
            names = {"-0", "--null"},
            description = "Items end with a NUL byte instead of a line feed.")
    private boolean nul;

    @Option(names = "--await-workers", description = "Start only when all workers are ready.")
    private boolean awaitWorkers;

    @Option(names = "--run-dir", paramLabel = "DIR", description = "Where the queues live (/dev/shm).")
    private Path runDirectory;

    @Option(
            names = {"-q", "--quiet"},
            description = "Do not print what the workers print.")
    private boolean quiet;

    @Option(
            names = {"-v", "--verbose"},
            description = "Print the stack traces of failed items.")
    private boolean verbose;

    @Option(names = "--list", description = "List the tasks that are built in.")
    private boolean list;

    @Override
    public Integer call() throws Exception {
        if (!verbose) {
            POOL_LOG.setLevel(Level.OFF); // what the pool logs is said here anyway, in one line
        }
        if (list) {
            for (BuiltInTask task : BuiltInTask.values()) {
                System.out.printf("%-10s %s%n", task.taskName(), task.description());
            }
            return ExitCodes.OK;
        }
        String task = taskName();
        requireTask(task);
        PoolBuilder builder = builder();
        TaskOptions options = options();
        NumberedItems items = new NumberedItems(items(), finished(task), retryFailed);
        Interruption interruption = new Interruption(supervision.stopTimeout(), this::complain);
        try (JobLog log = openLog();
                Pool pool = open(builder, interruption)) {
            try {
                if (pid || awaitWorkers) {
                    pool.awaitReady(READY_TIMEOUT);
                }
                int exit = run(pool, options, task, items, log, interruption);
                return interruption.exitCode() == 0 ? exit : interruption.exitCode();
            } catch (PoolBrokenException e) {
                complain(e.getMessage(), e);
                return ExitCodes.POOL_BROKEN;
            } catch (UnwritableStdout e) {
                pool.terminate();
                if (Stdout.isPipe()) {
                    return ExitCodes.STDOUT_CLOSED; // nobody reads on
                }
                complain("results cannot be written to stdout: " + e.getCause().getMessage(), e);
                return ExitCodes.INTERNAL_ERROR;
            } catch (IOException e) {
                pool.terminate();
                complain("--joblog: " + jobLog + " cannot be written: " + e.getMessage(), e);
                return ExitCodes.INTERNAL_ERROR;
            } catch (UncheckedIOException e) {
                pool.terminate();
                complain("items cannot be read: " + FailureText.of(e.getCause()), e);
                return ExitCodes.INTERNAL_ERROR;
            } catch (NumberedItems.OtherItemsException e) {
                pool.terminate();
                throw usage(e.getMessage());
            } catch (IllegalStateException e) {
                if (interruption.exitCode() == 0) {
                    throw e;
                }
                return interruption.exitCode(); // the pool was terminated by the second signal
            }
        } catch (PoolBrokenException e) {
            complain(e.getMessage(), e);
            return ExitCodes.POOL_BROKEN;
        }
    }

    /** Opens the pool; a signal may come meanwhile. */
    private static Pool open(PoolBuilder builder, Interruption interruption) {
        interruption.install();
        Pool pool = builder.open();
        interruption.opened(pool);
        return pool;
    }

    private int run(
            Pool pool, TaskOptions options, String task, NumberedItems items, JobLog log, Interruption interruption)
            throws UnwritableStdout, IOException {
        Format format = json ? Format.JSON : pid ? Format.PID : Format.VALUE;
        OutcomePrinter printer = new OutcomePrinter(Stdout.wholeLines(), format);
        HaltRule halt = supervision.halt();
        boolean halted = false;
        long failed = 0;
        long notRun = 0;
        try (Results<Outcome<Object>> outcomes = pool.with(options).outcomes(new NamedTask(task), () -> items)) {
            interruption.running(outcomes);
            for (Outcome<Object> outcome : outcomes) {
                NumberedItems.Numbered its = items.take(outcome.index());
                if (outcome.failure() instanceof PoolBrokenException broken) {
                    throw broken;
                }
                boolean ending = halted || interruption.exitCode() != 0;
                boolean hasRun = outcome.workerId() != 0;
                if (!hasRun && (ending && !outcome.isSuccess() || outcome.failure() instanceof CancellationException)) {
                    notRun++; // neither done nor failed: a resumed run has to run it
                    continue;
                }
                if (!outcome.isSuccess()) {
                    failed++;
                    complain(
                            "item " + its.number() + " (" + its.item().shown() + "): "
                                    + OneLine.of(OutcomePrinter.describe(outcome.failure())),
                            outcome.failure());
                }
                try {
                    printer.print(its.number(), its.item(), outcome);
                } catch (IOException e) {
                    throw new UnwritableStdout(e);
                }
                if (log != null) {
                    log.add(task, its.number(), its.item().text(), outcome); // only now is its result not lost any more
                }
                if (!halted && halt.isMetBy(failed)) {
                    halted = true;
                    complain("stopping after " + failed + (failed == 1 ? " failed item" : " failed items") + " (--halt "
                            + halt + ")");
                    if (halt.how() == HaltRule.Running.ARE_KILLED) {
                        pool.terminate();
                    } else {
                        outcomes.cancelPending();
                    }
                }
            }
        } catch (IllegalStateException e) {
            if (!halted) {
                throw e; // a terminated pool refuses what is read of the input afterwards
            }
        }
        if (notRun > 0) {
            complain(notRun + (notRun == 1 ? " item" : " items") + " read but not run to the end");
        }
        return halted ? ExitCodes.HALTED : failed == 0 ? ExitCodes.OK : ExitCodes.ITEMS_FAILED;
    }

    private JobLog openLog() {
        try {
            return jobLog == null ? null : JobLog.append(jobLog);
        } catch (IOException e) {
            throw usage("--joblog: " + jobLog + " cannot be written: " + FailureText.of(e));
        }
    }

    private Map<Long, JobLog.Entry> read(Path file, String task) {
        try {
            Map<Long, JobLog.Entry> entries = JobLog.read(file);
            entries.values().stream()
                    .map(JobLog.Entry::task)
                    .filter(logged -> !logged.equals(task))
                    .findFirst()
                    .ifPresent(logged -> {
                        throw usage("--joblog: " + file + " is of task " + logged + ", not of " + task);
                    });
            return entries;
        } catch (IOException e) {
            throw usage("--joblog: " + file + " cannot be read: " + FailureText.of(e));
        }
    }

    /** What the job log says is done. */
    private Map<Long, JobLog.Entry> finished(String task) throws IOException {
        boolean again = resume || retryFailed;
        if (again && jobLog == null) {
            throw usage("--resume and --retry-failed need --joblog FILE");
        }
        if (jobLog == null) {
            return Map.of();
        }
        if (again) {
            return Files.exists(jobLog) ? read(jobLog, task) : Map.of();
        }
        if (Files.exists(jobLog) && Files.size(jobLog) > 0) {
            throw usage("--joblog: " + jobLog + " exists: use --resume or --retry-failed, or remove it");
        }
        return Map.of();
    }

    /** Results cannot be written: nobody reads them any more, or there is no room for them. */
    private static final class UnwritableStdout extends Exception {

        private static final long serialVersionUID = 1L;

        UnwritableStdout(IOException cause) {
            super(cause);
        }
    }

    private void complain(String message) {
        System.err.println("procpool: " + message);
    }

    private void complain(String message, Throwable failure) {
        complain(message);
        if (verbose) {
            failure.printStackTrace();
        }
    }

    private ParameterException usage(String message) {
        return new ParameterException(spec.commandLine(), message);
    }

    private String taskName() {
        if (words.isEmpty()) {
            throw usage("the task is missing; 'procpool run --list' shows what is built in");
        }
        if (words.size() > 1 && !itemsFollow()) {
            throw usage("'" + words.get(1) + "' is unexpected: items come after '" + SEPARATOR + "'");
        }
        return words.get(0);
    }

    /** Whether {@value #SEPARATOR} was given: it ends the options, so that items may look like options. */
    private boolean itemsFollow() {
        return spec.commandLine().getParseResult().originalArgs().contains(SEPARATOR);
    }

    private void requireTask(String task) throws IOException {
        try (URLClassLoader loader = new URLClassLoader(urls(), RunCommand.class.getClassLoader())) {
            TaskNames.require(task, loader);
        } catch (NoSuchTaskException e) {
            throw usage(e.getMessage());
        }
    }

    private URL[] urls() {
        URL[] urls = new URL[classPath.size()];
        for (int i = 0; i < urls.length; i++) {
            if (!Files.isReadable(classPath.get(i))) {
                throw usage("--cp: " + classPath.get(i) + " cannot be read");
            }
            requireJar(classPath.get(i));
            try {
                urls[i] = new File(classPath.get(i).toString()).toURI().toURL();
            } catch (MalformedURLException e) {
                throw usage("--cp: " + classPath.get(i) + " is not a path");
            }
        }
        return urls;
    }

    private void requireJar(Path entry) {
        if (Files.isDirectory(entry)) {
            return;
        }
        try {
            new ZipFile(entry.toFile()).close(); // in what is none, a class loader would just not find anything
        } catch (IOException e) {
            throw usage("--cp: " + entry + " is no directory, and cannot be read as a jar: " + FailureText.of(e));
        }
    }

    private PoolBuilder builder() {
        try {
            PoolBuilder builder = Pool.builder()
                    .classPath(classPath.toArray(new Path[0]))
                    .jvmOptions(jvmOptions.toArray(new String[0]))
                    .profile(profile)
                    .output(quiet ? WorkerOutput.discarding() : WorkerOutput.toStandardError());
            if (xmx != null) {
                builder.maxHeap(xmx);
            }
            builder.processes(processes.resolve(Optional.ofNullable(xmx), this::complain));
            supervision.apply(builder);
            if (runDirectory != null) {
                builder.runDirectory(runDirectory);
            }
            return builder;
        } catch (IllegalArgumentException e) {
            throw usage(e.getMessage());
        }
    }

    private TaskOptions options() {
        if (keepOrder && unordered) {
            throw usage("--keep-order and --unordered exclude each other");
        }
        try {
            TaskOptions.Builder options = TaskOptions.builder();
            if (!unordered) {
                options.keepOrder();
            }
            if (!chunk.equals("auto")) {
                options.chunkSize(Integer.parseInt(chunk));
            }
            if (buffer != null) {
                options.buffer(buffer);
            }
            supervision.apply(options);
            return options.build();
        } catch (NumberFormatException e) {
            throw usage("--chunk: '" + chunk + "' is neither a number nor auto");
        } catch (IllegalArgumentException e) {
            throw usage(e.getMessage());
        }
    }

    private Iterator<Item> items() {
        if (itemsFollow()) {
            if (argFile != null) {
                throw usage("items come from --arg-file or after '" + SEPARATOR + "', not from both");
            }
            return words.stream().skip(1).map(text -> new Item(text, null)).iterator();
        }
        InputStream in = System.in;
        if (argFile != null) {
            try {
                in = new FileInputStream(argFile.toFile());
            } catch (FileNotFoundException e) {
                throw usage("--arg-file: " + e.getMessage());
            }
        }
        return new ItemReader(in, nul ? 0 : '\n');
    }
}
