package dev.procpool.internal.engine;

import dev.procpool.ExitReport;
import dev.procpool.WorkerInfo;
import dev.procpool.internal.launch.WorkerLink;
import dev.procpool.internal.launch.WorkerProcess;
import dev.procpool.protocol.MessageFrame;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** One incarnation of a worker, as the engine sees it. Guarded by the engine lock, but for what says otherwise. */
final class Worker {

    private static final System.Logger LOG = System.getLogger(Worker.class.getName());

    final int id;
    final int incarnation;
    final long bornNanos;
    final MessageFrame.Writer commands = new MessageFrame.Writer();

    /** Confined to the reader role. */
    final MessageFrame.Reader events;

    /** What it was sent and has not settled, in the order in which it runs it. */
    final Deque<Assignment> held = new ArrayDeque<>();

    final Set<Long> knownFunctions = new HashSet<>();
    final List<Long> functionsToForget = new ArrayList<>();

    private WorkerState state = WorkerState.STARTING;
    WorkerProcess process;
    volatile WorkerLink link;

    /** Why it is being stopped; null for as long as it is not. */
    String stopReason;

    /** Whether it is stopped because of what it was given, not because of what it is. */
    boolean stoppedOnPurpose;

    long stopDeadlineNanos;
    int stopSignals;

    /** Set when it must not be read any more; written under the role. */
    volatile boolean unreadable;

    ExitReport exit;
    long nextOrdinal = 1;
    long itemsDone;
    long lastUsed;
    long framesSent;

    Worker(int id, int incarnation, long nowNanos) {
        this.id = id;
        this.incarnation = incarnation;
        this.bornNanos = nowNanos;
        this.events = new MessageFrame.Reader("worker " + id);
    }

    WorkerState state() {
        return state;
    }

    void transitionTo(WorkerState next, String why) {
        if (!state.mayBecome(next)) {
            throw new IllegalStateException(this + ": " + state + " -> " + next);
        }
        boolean routine = state.takesItems() && next.takesItems();
        LOG.log(routine ? Level.TRACE : Level.DEBUG, "{0}: {1} -> {2}, {3}", this, state, next, why);
        state = next;
    }

    boolean isAlive() {
        return state != WorkerState.EXITED;
    }

    /** How many frames it was sent that it has not finished. */
    long framesHeld() {
        return held.isEmpty() ? 0 : held.peekLast().frame() - held.peekFirst().frame() + 1;
    }

    long pid() {
        return process == null ? 0 : process.pid();
    }

    WorkerInfo info(long nowNanos) {
        WorkerInfo.State shown = WorkerInfo.State.values()[state.ordinal()];
        return new WorkerInfo(id, incarnation, pid(), shown, itemsDone, Duration.ofNanos(nowNanos - bornNanos));
    }

    @Override
    public String toString() {
        return "worker " + id + (process == null ? "" : " (pid " + process.pid() + ")");
    }
}
