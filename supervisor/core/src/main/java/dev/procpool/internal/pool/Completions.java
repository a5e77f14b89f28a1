package dev.procpool.internal.pool;

import dev.procpool.Pool;
import dev.procpool.internal.base.DaemonThreads;
import dev.procpool.internal.base.Loggers;
import dev.procpool.internal.base.PoolName;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The threads on which futures with dependents are completed: the user's executor, or a few daemon threads, with one
 * more for each of them that waits for a future: all threads of a fixed number might wait for completions that are
 * queued behind them. Thread-safe.
 */
public final class Completions implements Executor {

    private static final System.Logger LOG = Loggers.of(Pool.class);
    private static final int THREADS = Math.max(2, Runtime.getRuntime().availableProcessors());
    private static final long KEEP_ALIVE_SECONDS = 10;
    private static final Runnable NOBODY = () -> {};

    private final PoolName name;
    private final Executor executor;
    private final Optional<ThreadPoolExecutor> owned;
    private final AtomicInteger started = new AtomicInteger();

    /** Completions on {@code given}, or on threads of the pool if there is none. */
    public Completions(PoolName name, Optional<Executor> given) {
        this.name = name;
        if (given.isPresent()) {
            executor = given.get();
            owned = Optional.empty();
        } else {
            ThreadPoolExecutor threads = new ThreadPoolExecutor(
                    THREADS,
                    Integer.MAX_VALUE, // never reached, as the queue is never full
                    KEEP_ALIVE_SECONDS,
                    TimeUnit.SECONDS,
                    new LinkedBlockingQueue<>(),
                    CompletionThread::new);
            threads.allowCoreThreadTimeOut(true);
            executor = threads;
            owned = Optional.of(threads);
        }
    }

    /**
     * Runs a completion on the executor. If the executor refuses, or would run the completion on the calling thread,
     * which may be reading the results of other callers, the completion runs on a thread of its own.
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

    /** A thread of the pool. */
    private final class CompletionThread extends Thread {

        CompletionThread(Runnable task) {
            super(task, name.of("procpool-completion-" + started.incrementAndGet()));
            setDaemon(true);
        }

        Completions owner() {
            return Completions.this;
        }
    }

    /** Says that this thread is about to wait for a future. The returned action is to be run after the wait. */
    static Runnable standIn() {
        if (Thread.currentThread() instanceof CompletionThread thread) {
            thread.owner().resize(1);
            return () -> thread.owner().resize(-1);
        }
        return NOBODY;
    }

    private synchronized void resize(int change) {
        ThreadPoolExecutor threads = owned.orElseThrow();
        threads.setCorePoolSize(threads.getCorePoolSize() + change);
    }

    /** Whether the executor is the user's. */
    boolean areUsers() {
        return owned.isEmpty();
    }

    private void runElsewhere(Runnable completion) {
        DaemonThreads.start(name.of("procpool-late-completion"), completion);
    }

    /** Ends the threads of the pool once the queued completions have run. */
    void close() {
        owned.ifPresent(ThreadPoolExecutor::shutdown);
    }
}
