package dev.procpool.internal.threads;

import dev.procpool.PoolStats;
import dev.procpool.RetryOn;
import dev.procpool.TaskOptions;
import dev.procpool.WorkerInfo;
import dev.procpool.internal.backend.Backend;
import dev.procpool.internal.backend.Backoff;
import dev.procpool.internal.backend.Batch;
import dev.procpool.internal.backend.Call;
import dev.procpool.internal.backend.Settlement;
import dev.procpool.internal.base.DaemonThreads;
import dev.procpool.task.CurrentTask;
import dev.procpool.task.TaskContext;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** Runs items in threads of this JVM. Thread-safe by its own monitor, under which no user code runs. */
public final class ThreadBackend implements Backend {

    /** A batch and how far it has been handed out. Guarded by the monitor. */
    private static final class Pending {

        private final Batch batch;
        private final long sinceNanos = System.nanoTime();
        private int next;

        Pending(Batch batch) {
            this.batch = batch;
        }

        int left() {
            return batch.count() - next;
        }
    }

    /** What a thread is running. Its owner settles it unless it was dropped. Guarded by the monitor. */
    private static final class Running {

        private final Batch batch;
        private final int position;
        private final long queuedNanos;
        private boolean dropped;

        Running(Pending pending, long nowNanos) {
            this.batch = pending.batch;
            this.position = pending.next++;
            this.queuedNanos = nowNanos - pending.sinceNanos;
        }

        long index() {
            return batch.firstIndex() + position;
        }
    }

    private final Thread[] threads;
    private final CountDownLatch ended;
    private final long bornNanos = System.nanoTime();
    private final long pid = ProcessHandle.current().pid();

    // Guarded by the monitor.
    private final Running[] running;
    private final long[] itemsDone;
    private final Deque<Pending> pending = new ArrayDeque<>();
    private boolean shutdown;
    private boolean terminated;
    private long settled;

    public ThreadBackend(int size) {
        threads = new Thread[size];
        running = new Running[size];
        itemsDone = new long[size];
        ended = new CountDownLatch(size);
        for (int i = 0; i < size; i++) {
            int slot = i;
            threads[i] = DaemonThreads.start("procpool-thread-" + (i + 1), () -> runItems(slot));
        }
    }

    private void runItems(int slot) {
        CurrentTask.bind(new TaskContext(slot + 1, 1, pid));
        try {
            for (Running item; (item = take(slot)) != null; ) {
                run(slot, item);
            }
        } finally {
            ended.countDown();
        }
    }

    private Running take(int slot) {
        while (true) {
            Running item = takeNext(slot);
            if (item == null || !item.batch.call().hasExpired()) {
                return item;
            }
            Call call = item.batch.call();
            synchronized (this) {
                running[slot] = null;
                if (!item.dropped) {
                    settled++;
                    call.settle(new Settlement.Cancelled(item.index(), 1, call.expiry()));
                }
            }
            call.signal();
        }
    }

    private synchronized Running takeNext(int slot) {
        while (pending.isEmpty()) {
            if (shutdown) {
                return null;
            }
            try {
                wait();
            } catch (InterruptedException e) {
                // A late interrupt that was meant for an item: the thread belongs to the pool and goes on.
            }
        }
        Pending head = pending.peekFirst();
        Running item = new Running(head, System.nanoTime());
        if (head.left() == 0) {
            pending.removeFirst();
        }
        running[slot] = item;
        return item;
    }

    private void run(int slot, Running item) {
        Call call = item.batch.call();
        Object value = null;
        Throwable failure = null;
        int attempt = 0;
        long start = System.nanoTime();
        do {
            attempt++;
            failure = null;
            try {
                value = call.function().function().apply(item.batch.objects().get(item.position));
            } catch (Throwable e) {
                failure = e;
            }
        } while (failure != null && waitForRetry(item, call, attempt));
        boolean failFast = failure != null && call.options().failFast() && !call.isCancelled();
        long runNanos = System.nanoTime() - start;
        synchronized (this) {
            running[slot] = null;
            itemsDone[slot]++;
            Thread.interrupted();
            if (item.dropped) {
                return;
            }
            settled++;
            call.settle(new Settlement.Direct(
                    item.index(), value, failure, slot + 1, pid, attempt, item.queuedNanos, runNanos));
        }
        call.signal();
        if (failFast) {
            cancel(call, Backend.Running.IS_STOPPED);
        }
    }

    /** Whether an item that failed is run again, after its delay, by the same thread. */
    private boolean waitForRetry(Running item, Call call, int attempt) {
        TaskOptions options = call.options();
        if (attempt > options.retries() || !options.retryOn().contains(RetryOn.ERROR)) {
            return false;
        }
        try {
            TimeUnit.NANOSECONDS.sleep(Backoff.jittered(call.retryNanos(attempt), ThreadLocalRandom.current()));
        } catch (InterruptedException e) {
            return false; // it was cancelled
        }
        synchronized (this) {
            return !item.dropped;
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
    public synchronized void submit(Batch batch) {
        requireOpen();
        TaskOptions options = batch.call().options();
        if (options.timeout().isPresent() || options.softTimeout().isPresent()) {
            throw new UnsupportedOperationException(
                    "a pool of threads has no timeouts: a thread cannot be killed, and what it runs goes on");
        }
        pending.add(new Pending(batch));
        notifyAll();
    }

    @Override
    public synchronized void requireOpen() {
        if (shutdown) {
            throw new IllegalStateException("the pool was shut down (" + stats() + ")");
        }
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
                // The bound covers the end of the pool, which signals no call that is still being fed.
                LockSupport.parkNanos(this, Math.min(left, TimeUnit.MILLISECONDS.toNanos(100)));
                call.removeWaiter(self);
            }
        }
        return true;
    }

    @Override
    public void cancel(Call call, Backend.Running mode) {
        call.markCancelled();
        drop(call, mode, () -> new CancellationException("task " + call.id() + " was cancelled"));
    }

    private void drop(Call only, Backend.Running mode, Settlement.Why why) {
        Set<Call> touched = new LinkedHashSet<>();
        synchronized (this) {
            for (Iterator<Pending> all = pending.iterator(); all.hasNext(); ) {
                Pending waiting = all.next();
                Call call = waiting.batch.call();
                if (only == null || call == only) {
                    all.remove();
                    settled += waiting.left();
                    call.settle(
                            new Settlement.Cancelled(waiting.batch.firstIndex() + waiting.next, waiting.left(), why));
                    touched.add(call);
                }
            }
            for (int i = 0; i < threads.length; i++) {
                Running item = running[i];
                if (mode == Backend.Running.IS_AWAITED
                        || item == null
                        || item.dropped
                        || only != null && item.batch.call() != only) {
                    continue;
                }
                item.dropped = true;
                settled++;
                item.batch.call().settle(new Settlement.Cancelled(item.index(), 1, why));
                touched.add(item.batch.call());
                if (mode == Backend.Running.IS_STOPPED) {
                    threads[i].interrupt();
                }
            }
        }
        touched.forEach(Call::signal);
    }

    @Override
    public void finished(Call call) {
        // Nothing is known of a function beyond its calls.
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
    public synchronized void shutdown() {
        shutdown = true;
        notifyAll();
    }

    @Override
    public void terminate() {
        synchronized (this) {
            shutdown = true;
            terminated = true;
            notifyAll();
        }
        drop(null, Backend.Running.IS_STOPPED, () -> new CancellationException("the pool was terminated"));
    }

    @Override
    public boolean join(long deadlineNanos) throws InterruptedException {
        return ended.await(deadlineNanos - System.nanoTime(), TimeUnit.NANOSECONDS);
    }

    @Override
    public synchronized boolean isShutdown() {
        return shutdown;
    }

    @Override
    public synchronized List<WorkerInfo> workers() {
        Duration age = Duration.ofNanos(System.nanoTime() - bornNanos);
        WorkerInfo[] infos = new WorkerInfo[threads.length];
        for (int i = 0; i < threads.length; i++) {
            WorkerInfo.State state = !threads[i].isAlive()
                    ? WorkerInfo.State.EXITED
                    : running[i] != null
                            ? WorkerInfo.State.BUSY
                            : terminated ? WorkerInfo.State.STOPPING : WorkerInfo.State.IDLE;
            infos[i] = new WorkerInfo(i + 1, 1, pid, state, itemsDone[i], age, 0);
        }
        return List.of(infos);
    }

    @Override
    public synchronized PoolStats stats() {
        int busy = (int) Arrays.stream(running).filter(r -> r != null).count();
        long waiting = pending.stream().mapToLong(Pending::left).sum();
        int alive = (int) Arrays.stream(threads).filter(Thread::isAlive).count();
        return new PoolStats(alive, busy, waiting, busy, settled, 0);
    }
}
