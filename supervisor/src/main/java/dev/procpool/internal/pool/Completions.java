package dev.procpool.internal.pool;

import dev.procpool.Pool;
import dev.procpool.internal.log.Loggers;
import dev.procpool.internal.threads.DaemonThreads;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.ForkJoinWorkerThread;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;

/**
 * Where futures with dependents are completed: the user's executor, or a few daemon threads. Those are a fork-join pool, which
 * adds threads while callbacks wait for other futures: with a fixed number all might wait for what is queued behind them. Thread-safe.
 */
final class Completions implements Executor {

    private static final System.Logger LOG = Loggers.of(Pool.class);
    private static final int THREADS = Math.max(2, Runtime.getRuntime().availableProcessors());
    private static final int MOST_THREADS = 1000;
    private static final long KEEP_ALIVE_SECONDS = 10;

    private final Executor executor;
    private final Optional<ForkJoinPool> owned;

    Completions(Optional<Executor> given) {
        if (given.isPresent()) {
            executor = given.get();
            owned = Optional.empty();
        } else {
            ForkJoinPool threads = new ForkJoinPool(
                    THREADS,
                    Completions::newThread,
                    null,
                    true,
                    0,
                    MOST_THREADS,
                    1,
                    saturated -> true,
                    KEEP_ALIVE_SECONDS,
                    TimeUnit.SECONDS);
            executor = threads;
            owned = Optional.of(threads);
        }
    }

    private static ForkJoinWorkerThread newThread(ForkJoinPool pool) {
        ForkJoinWorkerThread thread = ForkJoinPool.defaultForkJoinWorkerThreadFactory.newThread(pool);
        thread.setName("procpool-completion-" + (thread.getPoolIndex() + 1));
        return thread;
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
        owned.ifPresent(ForkJoinPool::shutdown);
    }
}
