package dev.procpool.internal.launch;

import dev.procpool.WorkerOutput;
import dev.procpool.WorkerOutput.Source;
import dev.procpool.internal.base.DaemonThreads;
import dev.procpool.internal.base.Loggers;
import dev.procpool.internal.base.PoolName;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Hands the lines of all workers to the user's {@link WorkerOutput}, one at a time, on a thread of its own, so that a
 * sink that blocks or throws never blocks a worker for good. Thread-safe.
 */
public final class OutputRouter implements AutoCloseable {

    private static final int MAX_QUEUED = 4096;
    private static final long PATIENCE_MILLIS = 1000;
    private static final long CLOSE_MILLIS = 1000;

    private record Line(int workerId, long pid, Source source, String text) {}

    private static final Line END = new Line(0, 0, Source.STDOUT, "");

    private final WorkerOutput sink;
    private final BlockingQueue<Line> lines = new ArrayBlockingQueue<>(MAX_QUEUED);
    private final AtomicLong dropped = new AtomicLong();
    private final Thread thread;
    private volatile boolean stuck;

    /** Starts the thread that calls {@code sink}. */
    public OutputRouter(PoolName name, WorkerOutput sink) {
        this.sink = sink;
        this.thread = DaemonThreads.start(name.of("procpool-output"), this::run);
    }

    /** Queues a line; waits up to a second for a slow sink, then drops it. */
    void line(int workerId, long pid, Source source, String text) {
        Line line = new Line(workerId, pid, source, text);
        try {
            boolean queued = stuck ? lines.offer(line) : lines.offer(line, PATIENCE_MILLIS, TimeUnit.MILLISECONDS);
            stuck = !queued;
            if (!queued) {
                dropped.incrementAndGet();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        try {
            for (Line line = lines.take(); line != END; line = lines.take()) {
                long lost = dropped.getAndSet(0);
                if (lost > 0) {
                    deliver(new Line(
                            line.workerId,
                            line.pid,
                            Source.STDERR,
                            "(procpool: " + lost + " lines were dropped here)"));
                }
                deliver(line);
            }
        } catch (InterruptedException e) {
            // The thread is known to this class alone, which does not interrupt it.
        }
    }

    private void deliver(Line line) {
        try {
            sink.line(line.workerId, line.pid, line.source, line.text);
        } catch (RuntimeException | Error e) {
            Loggers.of(OutputRouter.class).log(System.Logger.Level.WARNING, "the WorkerOutput of a pool failed", e);
        }
    }

    /** Delivers the queued lines, but waits no longer than two seconds for that. */
    @Override
    public void close() {
        try {
            if (lines.offer(END, CLOSE_MILLIS, TimeUnit.MILLISECONDS)) {
                thread.join(CLOSE_MILLIS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
