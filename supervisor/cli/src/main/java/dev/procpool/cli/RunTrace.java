package dev.procpool.cli;

import dev.procpool.ExitReport;
import dev.procpool.Pool;
import dev.procpool.PoolListener;
import dev.procpool.WorkerInfo;
import dev.procpool.cli.trace.Mark;
import dev.procpool.cli.trace.Place;
import dev.procpool.cli.trace.Span;
import dev.procpool.cli.trace.TraceFile;
import dev.procpool.lines.LineResults;
import dev.procpool.tasks.Columns;
import dev.procpool.tasks.OneLine;
import java.io.IOException;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.LongUnaryOperator;

/**
 * Fills the trace of a run: items by their outcomes, with the times of the engine; workers and retries by the events of
 * the pool. Thread-safe.
 */
final class RunTrace implements PoolListener, AutoCloseable {

    /** The number of items that wait is noted at most this often. */
    private static final long PENDING_NANOS = TimeUnit.MILLISECONDS.toNanos(5);

    /** The bound of the wait for events of workers that have exited. */
    private static final long LAST_EVENTS_NANOS = TimeUnit.SECONDS.toNanos(2);

    private final TraceFile file;
    private final LongUnaryOperator numbers;
    private final WorkerBirths births = new WorkerBirths(); // guarded by this, as all that follow
    private final Map<Long, Long> processAges = new HashMap<>(); // of workers at the start of their process, by pid
    private final Map<Long, Span> startUps = new HashMap<>(); // that have ended, by pid, while no item is known
    private final Set<Long> ready = new HashSet<>();
    private IOException failure;
    private Pool pool;
    private long pendingNanos;

    /** Adds something to a file. */
    @FunctionalInterface
    private interface Addition {
        void to(TraceFile file) throws IOException;
    }

    /** @param numbers the number of the item at a position of the call */
    RunTrace(TraceFile file, LongUnaryOperator numbers) {
        this.file = file;
        this.numbers = numbers;
    }

    /** Begins when the pool of the run is open. */
    synchronized void over(Pool opened) {
        pool = opened;
        notePending();
    }

    /** An item has its outcome. */
    synchronized void outcome(long number, LineResults item) {
        if (item.startedNanos() == 0) {
            return;
        }
        boolean failed = item.failure() != null;
        String text = OneLine.briefly(Columns.shown(item.line().toString()));
        String outcome = failed ? FailureKind.of(item.failure()).name() : "ok";
        LineResults.Attempt attempt = item.attempt();
        Span.Items items = new Span.Items(number, 1, attempt.number(), text, outcome);
        Place place = new Place("", attempt.workerId(), attempt.pid());
        Span.Kind kind = failed ? Span.Kind.FAILED : Span.Kind.OK;
        addStartUp(place.pid(), item.startedNanos());
        add(to -> to.add(new Span(kind, place, item.startedNanos(), item.ranNanos(), items)));
    }

    private void add(Addition addition) {
        if (failure == null) {
            try {
                addition.to(file);
            } catch (IOException e) {
                failure = e;
            }
        }
    }

    // ---- events of the pool

    @Override
    public synchronized void workerStarted(WorkerInfo worker) {
        births.heard(worker, nowNanos());
        processAges.put(worker.pid(), worker.age().toNanos());
    }

    @Override
    public synchronized void workerReady(WorkerInfo worker) {
        endStartUp(worker);
        ready.add(worker.pid());
    }

    private void endStartUp(WorkerInfo worker) {
        long age = worker.age().toNanos();
        Long ageBefore = processAges.remove(worker.pid());
        long took = ageBefore == null ? 0 : age - ageBefore;
        startUps.put(worker.pid(), Span.startUp(place(worker), births.heard(worker, nowNanos()) - took, took));
    }

    /** Adds the start of a worker once it is known when its first item started, or that there is none. */
    private void addStartUp(long pid, long firstItemNanos) {
        Span startUp = startUps.remove(pid);
        if (startUp != null) {
            long late = Math.max(0, startUp.toNanos() - firstItemNanos); // its events arrived late
            add(to -> to.add(Span.startUp(startUp.place(), startUp.fromNanos() - late, startUp.nanos())));
        }
    }

    @Override
    public synchronized void workerExited(WorkerInfo worker, ExitReport report) {
        boolean wasReady = ready.remove(worker.pid());
        if (!wasReady) {
            endStartUp(worker);
        }
        addStartUp(worker.pid(), Long.MAX_VALUE);
        if (!report.ours() || wasReady && report.exitCode() != 0) { // a start that is not needed any more is killed
            long at = births.heard(worker, nowNanos());
            String text = report.describe() + (report.ours() ? " by procpool" : "");
            add(to -> to.add(new Mark(Mark.Kind.DEATH, place(worker), at, text, -1)));
        }
        births.exited(worker);
        notifyAll();
    }

    @Override
    public synchronized void itemsStarted(Items items) {
        notePending();
    }

    @Override
    public synchronized void itemsSettled(Items items) {
        notePending();
    }

    @Override
    public synchronized void itemRetried(Items items, Throwable why) {
        Place place = new Place("", items.workerId(), items.pid());
        long number = numbers.applyAsLong(items.firstIndex());
        String kind = FailureKind.of(why).name();
        long end = nowNanos();
        if (items.started() != null) {
            long started = epochNanos(items.started());
            long ran = items.ran().toNanos();
            addStartUp(items.pid(), started);
            end = started + ran;
            Span.Items item = new Span.Items(number, 1, items.attempt(), "", kind);
            add(to -> to.add(new Span(Span.Kind.RETRIED, place, started, ran, item)));
        }
        Mark mark = new Mark(Mark.Kind.RETRY, place, end, "failed (" + kind + ") and is run again", number);
        add(to -> to.add(mark));
    }

    private void notePending() {
        long now = nowNanos();
        if (pool != null && now - pendingNanos >= PENDING_NANOS) {
            pendingNanos = now;
            long pending = pool.stats().pending();
            add(to -> to.pending(now, pending));
        }
    }

    private static Place place(WorkerInfo worker) {
        return new Place("", worker.id(), worker.pid());
    }

    private static long nowNanos() {
        return epochNanos(Instant.now());
    }

    private static long epochNanos(Instant instant) {
        return TimeUnit.SECONDS.toNanos(instant.getEpochSecond()) + instant.getNano();
    }

    // ---- the end

    /** Completes the file once the exits of all workers were heard, which may be a moment after the end of the pool. */
    @Override
    public void close() throws UnwritableException {
        awaitExits();
        synchronized (this) {
            finishNow();
            if (failure != null) {
                throw new UnwritableException(failure);
            }
        }
    }

    /** Completes the file with what it has. Idempotent. */
    synchronized void finishNow() {
        pendingNanos = 0;
        notePending();
        pool = null;
        try {
            file.finish();
        } catch (IOException e) {
            failure = failure == null ? e : failure;
        }
    }

    private synchronized void awaitExits() {
        long deadline = System.nanoTime() + LAST_EVENTS_NANOS;
        try {
            for (long left; !births.isEmpty() && (left = deadline - System.nanoTime()) > 0; ) {
                TimeUnit.NANOSECONDS.timedWait(this, left);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** The file could not be written, now or before: it lacks something. */
    static final class UnwritableException extends Exception {

        private static final long serialVersionUID = 1L;

        UnwritableException(IOException cause) {
            super("cannot be written: " + FailureReason.of(cause), cause);
        }
    }
}
