package dev.procpool.internal.threads;

import dev.procpool.PoolStats;
import dev.procpool.RetryOn;
import dev.procpool.TaskOptions;
import dev.procpool.WorkerInfo;
import dev.procpool.internal.backend.Backend;
import dev.procpool.internal.backend.Batch;
import dev.procpool.internal.backend.Call;
import dev.procpool.internal.backend.ListenerQueue;
import dev.procpool.internal.backend.RetryRule;
import dev.procpool.internal.backend.Settlement;
import dev.procpool.internal.base.DaemonThreads;
import dev.procpool.internal.base.Times;
import dev.procpool.task.CurrentTask;
import dev.procpool.task.TaskContext;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** Runs items in threads of this JVM. Thread-safe. */
public final class ThreadBackend implements Backend {

    /** Bounds a wait for a call that is still being fed: the end of the pool does not signal such a call. */
    private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

    private final Thread[] threads;
    private final ThreadEvents events;
    private final ThreadItems items;
    private final CountDownLatch ended;
    private final long bornNanos = System.nanoTime();
    private final long pid = ProcessHandle.current().pid();

    /**
     * Starts {@code size} threads.
     *
     * @param listener receives the events of items
     */
    public ThreadBackend(int size, Optional<ListenerQueue> listener) {
        threads = new Thread[size];
        events = new ThreadEvents(listener);
        items = new ThreadItems(size, events);
        ended = new CountDownLatch(size);
        for (int i = 0; i < size; i++) {
            int slot = i;
            threads[i] = DaemonThreads.start("procpool-thread-" + (i + 1), () -> runItems(slot));
        }
    }

    private void runItems(int slot) {
        ThreadProgress progress = new ThreadProgress(events, slot + 1);
        CurrentTask.bind(new TaskContext(slot + 1, 1, pid), progress);
        try {
            for (ItemRun item; (item = items.take(slot)) != null; ) {
                progress.begin(item);
                events.started(item, slot + 1);
                run(slot, item);
                events.deliver();
            }
        } finally {
            ended.countDown();
        }
    }

    private void run(int slot, ItemRun item) {
        Call call = item.call();
        Object value = null;
        Throwable failure = null;
        long start = System.nanoTime();
        try {
            value = call.function().function().apply(item.item());
        } catch (Throwable e) {
            failure = e;
        }
        long runNanos = System.nanoTime() - start;
        Settlement.Direct settlement = new Settlement.Direct(
                item.index(), value, failure, slot + 1, pid, item.attempt(), item.queuedNanos(), start, runNanos);
        if (failure != null && mayRunAgain(item, failure)) {
            long delay = call.retryRule().delayNanos(item.attempt(), ThreadLocalRandom.current());
            if (items.runLater(slot, item, settlement, runNanos, Times.in(delay))) {
                return;
            }
        }
        boolean failFast = failure != null && call.options().failFast() && !call.isCancelled();
        if (!items.ran(slot, item, settlement, runNanos)) {
            return;
        }
        call.signal();
        if (failFast) {
            cancel(call, Running.IS_STOPPED);
        }
    }

    /** Whether an item that failed is to be run again; not if its deadline may pass before that. */
    private static boolean mayRunAgain(ItemRun item, Throwable failure) {
        Call call = item.call();
        RetryRule rule = call.retryRule();
        return rule.allows(item.attempt(), RetryOn.ERROR)
                && !Times.isDue(call.deadlineNanos(), Times.in(rule.longestDelayNanos(item.attempt())))
                && isWanted(call.options(), failure);
    }

    /** Whether the predicate of the user, if there is one, wants the item to run again after this failure. */
    private static boolean isWanted(TaskOptions options, Throwable failure) {
        try {
            return options.retryIf().isEmpty() || options.retryIf().get().test(failure);
        } catch (Throwable e) {
            if (e != failure) {
                failure.addSuppressed(e);
            }
            return false;
        }
    }

    @Override
    public boolean encodes() {
        return false;
    }

    @Override
    public int size() {
        return threads.length;
    }

    @Override
    public void submit(Batch batch) {
        requireOpenForMore();
        TaskOptions options = batch.call().options();
        if (options.timeout().isPresent()
                || options.softTimeout().isPresent()
                || options.stallTimeout().isPresent()) {
            throw new UnsupportedOperationException(
                    "a pool of threads has no timeouts: a thread cannot be killed, and its item runs on");
        }
        if (!items.add(batch)) {
            requireOpenForMore();
        }
    }

    @Override
    public void requireOpen() {
        if (items.isShutdown()) {
            throw shutDown();
        }
    }

    @Override
    public void requireOpenForMore() {
        if (items.isTerminated()) {
            throw terminated();
        }
        requireOpen();
    }

    private static CancellationException terminated() {
        return new CancellationException("the pool was terminated");
    }

    private IllegalStateException shutDown() {
        return new IllegalStateException("the pool was shut down (" + stats() + ")");
    }

    @Override
    public void offer(Source source) {
        Batch batch = source.take();
        source.taken();
        if (batch != null) {
            batch.submitTo(this);
        }
    }

    @Override
    public void attend() {
        // Every thread settles its own items.
    }

    @Override
    public void nudge() {
        // Waiting threads are woken by the call itself.
    }

    @Override
    public boolean await(Call call, long deadlineNanos) throws InterruptedException {
        Thread self = Thread.currentThread();
        while (!call.isReady()) {
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
            long left = deadlineNanos - System.nanoTime();
            if (left <= 0) {
                return false;
            }
            if (ended.getCount() == 0) {
                return call.isReady();
            }
            if (call.addWaiter(self)) {
                LockSupport.parkNanos(this, Math.min(left, LOOK_NANOS));
                call.removeWaiter(self);
            }
        }
        return true;
    }

    @Override
    public void cancel(Call call, Running mode) {
        call.markCancelled();
        items.drop(call, mode, () -> new CancellationException("task " + call.id() + " was cancelled"));
        events.deliver();
    }

    @Override
    public void finished(Call call) {
        // Threads keep nothing of a function beyond its calls.
    }

    @Override
    public void forget(long sharedId) {
        // Threads have the value itself.
    }

    @Override
    public void restart(int workerId) {
        if (workerId < 1 || workerId > threads.length) {
            throw new IllegalArgumentException("there is no worker " + workerId);
        }
        requireOpen();
    }

    @Override
    public void restartAll() {
        requireOpen();
    }

    @Override
    public void resize(int size) {
        throw new UnsupportedOperationException("a pool of threads keeps its size");
    }

    @Override
    public boolean awaitReady(long deadlineNanos) {
        requireOpen();
        return true;
    }

    @Override
    public void shutdown() {
        items.shutdown();
    }

    @Override
    public void terminate() {
        items.terminate();
        items.drop(null, Running.IS_STOPPED, ThreadBackend::terminated);
        events.deliver();
    }

    @Override
    public boolean join(long deadlineNanos) throws InterruptedException {
        return ended.await(deadlineNanos - System.nanoTime(), TimeUnit.NANOSECONDS);
    }

    @Override
    public boolean isShutdown() {
        return items.isShutdown();
    }

    @Override
    public List<WorkerInfo> workers() {
        Duration age = Duration.ofNanos(System.nanoTime() - bornNanos);
        return items.workers(pid, age, slot -> threads[slot].isAlive());
    }

    @Override
    public PoolStats stats() {
        return items.stats((int) Arrays.stream(threads).filter(Thread::isAlive).count());
    }
}
