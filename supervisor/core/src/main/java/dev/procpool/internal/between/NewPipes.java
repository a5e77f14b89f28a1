package dev.procpool.internal.between;

import dev.procpool.ProcessPipe;
import dev.procpool.internal.base.DaemonThreads;
import dev.procpool.protocol.between.QueueShape;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Opens pipes, and ends those whose ends are closed. The last handle of a pipe may be closed in another process, or die
 * with it: while this process has closed handles of a pipe that is open, the daemon thread {@code procpool-pipes} looks
 * for such ends, every second in the long run. Thread-safe.
 */
public final class NewPipes {

    private static final long MAX_BYTES = 64 << 20;

    private static final long LONGEST_PAUSE_NANOS = TimeUnit.SECONDS.toNanos(1);
    private static final long FIRST_PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(1);

    /** A process has one such thread. */
    static final NewPipes HERE = new NewPipes();

    private final Set<PipeDirection> open = ConcurrentHashMap.newKeySet();
    private Thread looking; // guarded by this; null while no thread runs

    private NewPipes() {}

    /** Opens a pipe with two directions. */
    public static <A, B> ProcessPipe<A, B> open() {
        QueueHandle<Object> there = HERE.direction();
        QueueHandle<Object> back = HERE.direction();
        return new ProcessPipe<>(HERE.end(there, back), HERE.end(back, there));
    }

    /** Opens a pipe from the second end to the first. */
    public static <T> ProcessPipe<Void, T> oneWay() {
        QueueHandle<Object> queue = HERE.direction();
        return new ProcessPipe<>(HERE.end(null, queue), HERE.end(queue, null));
    }

    /** A handle was closed. */
    synchronized void closed() {
        if (looking != null) {
            LockSupport.unpark(looking);
        } else if (!endClosedOnes()) {
            looking = DaemonThreads.start("procpool-pipes", this::look);
        }
    }

    private void look() {
        long pause = FIRST_PAUSE_NANOS;
        while (!isOver()) {
            LockSupport.parkNanos(this, pause);
            Thread.interrupted(); // code that interrupts all threads must not make this one spin
            pause = Math.min(2 * pause, LONGEST_PAUSE_NANOS);
        }
    }

    private synchronized boolean isOver() {
        boolean isOver = true;
        try {
            isOver = endClosedOnes();
            return isOver;
        } finally {
            if (isOver) {
                looking = null; // also after a failure: the next handle that is closed starts another thread
            }
        }
    }

    /** Returns whether no pipe of this process is open. */
    private boolean endClosedOnes() {
        open.removeIf(PipeDirection::endIfClosed);
        return open.isEmpty();
    }

    private QueueHandle<Object> direction() {
        QueueShape shape = new QueueSettings(Integer.MAX_VALUE, MAX_BYTES, false, Optional.empty()).shape();
        QueueHandle<Object> queue = NewObjects.queue(shape.withEnds(), Optional.empty());
        open.add(PipeDirection.receivingFrom(queue));
        return queue;
    }

    private <O, I> ConnectionHandle<O, I> end(QueueHandle<Object> out, QueueHandle<Object> in) {
        return ConnectionHandle.arrived(
                out == null ? null : PipeDirection.sendingInto(out),
                0,
                in == null ? null : PipeDirection.receivingFrom(in),
                0);
    }
}
