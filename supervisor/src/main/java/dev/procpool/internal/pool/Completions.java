package dev.procpool.internal.pool;

import dev.procpool.Pool;
import dev.procpool.internal.log.Loggers;
import dev.procpool.internal.threads.DaemonThreads;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** Where futures with dependents are completed: the user's executor, or a few daemon threads. Thread-safe. */
final class Completions implements Executor {

    private static final System.Logger LOG = Loggers.of(Pool.class);
    private static final int THREADS = Math.max(2, Runtime.getRuntime().availableProcessors());
    private static final long KEEP_ALIVE_SECONDS = 10;

    private final Executor executor;
    private final Optional<ThreadPoolExecutor> owned;

    Completions(Optional<Executor> given) {
        if (given.isPresent()) {
            executor = given.get();
            owned = Optional.empty();
        } else {
            ThreadPoolExecutor threads = new ThreadPoolExecutor(
                    THREADS,
                    THREADS,
                    KEEP_ALIVE_SECONDS,
                    TimeUnit.SECONDS,
                    new LinkedBlockingQueue<>(),
                    DaemonThreads.named("procpool-completion"));
            threads.allowCoreThreadTimeOut(true);
            executor = threads;
            owned = Optional.of(threads);
        }
    }

    /**
     * Completes on the executor. One that refuses, or that would run it on the calling thread, which may be reading results for
     * everybody, is not asked twice: then it runs on a thread of its own.
     */
    @Override
    public void execute(Runnable completion) {
        Thread caller = Thread.currentThread();
        try {
            executor.execute(() -> {
                if (Thread.currentThread() == caller) {
                    runElsewhere(completion);
                } else {
                    completion.run();
                }
            });
        } catch (RuntimeException | Error e) {
            if (!(e instanceof RejectedExecutionException)) {
                LOG.log(System.Logger.Level.WARNING, "the completion executor failed", e);
            }
            runElsewhere(completion);
        }
    }

    /** Whether the executor is one that the user gave. */
    boolean areUsers() {
        return owned.isEmpty();
    }

    private static void runElsewhere(Runnable completion) {
        DaemonThreads.start("procpool-late-completion", completion);
    }

    /** Lets the threads go once the completions that are queued have run. */
    void close() {
        owned.ifPresent(ThreadPoolExecutor::shutdown);
    }
}
