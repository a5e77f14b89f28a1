package dev.procpool.internal.pool;

import dev.procpool.internal.threads.DaemonThreads;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** Where futures with dependents are completed: the user's executor, or a few daemon threads. Thread-safe. */
final class Completions implements Executor {

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

    /** Completes on the executor; where it refuses (after the pool was closed), on the calling thread. */
    @Override
    public void execute(Runnable completion) {
        try {
            executor.execute(completion);
        } catch (java.util.concurrent.RejectedExecutionException e) {
            completion.run();
        }
    }

    /** Lets the threads go once the completions that are queued have run. */
    void close() {
        owned.ifPresent(ThreadPoolExecutor::shutdown);
    }
}
