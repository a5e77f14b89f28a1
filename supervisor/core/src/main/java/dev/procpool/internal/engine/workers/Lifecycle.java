package dev.procpool.internal.engine.workers;

import dev.procpool.ExitReport;
import dev.procpool.internal.base.Loggers;
import dev.procpool.internal.base.Times;
import dev.procpool.internal.launch.WorkerLink;
import dev.procpool.internal.launch.WorkerProcess;
import java.lang.System.Logger.Level;
import java.util.List;

/**
 * The life of one incarnation of a worker, from the start of its process to its end. Changed by this package only.
 * Guarded by the engine lock, but for the process and the link, which are read without it.
 */
public final class Lifecycle {

    private static final System.Logger LOG = Loggers.of(Lifecycle.class);

    private final String label;
    private final long bornNanos;
    private WorkerState state = WorkerState.DELAYED;
    private volatile WorkerProcess process;
    private volatile WorkerLink link;

    // ---- its start

    /** When its process is to be spawned; once it is, when that was. */
    long launchAtNanos;

    boolean hasSaidHello;

    /** It was not ready at its start timeout. */
    boolean isLate;

    // ---- its place among others

    /** It is, or will be, kept ready to stand in for another worker. */
    boolean isSpare;

    /** It is not replaced when it has exited. */
    boolean leavesForGood;

    /** Why it is to be replaced once its successor is ready; null if it is not. */
    String recycleReason;

    /** When it is to be replaced for its age. */
    long oldAtNanos = Long.MAX_VALUE;

    long idleSinceNanos = Times.NEVER;

    // ---- its end

    private StopCause stopCause;
    private String stopReason;

    /** When it is stopped by the next stronger means. */
    long stopDeadlineNanos;

    private List<StackTraceElement> overdueStack = List.of();
    private ExitReport exit;

    /**
     * @param label the worker in texts, without its process
     * @param nowNanos on {@code System.nanoTime()}
     */
    public Lifecycle(String label, long nowNanos) {
        this.label = label;
        this.bornNanos = nowNanos;
        this.launchAtNanos = nowNanos;
    }

    public WorkerState state() {
        return state;
    }

    void transitionTo(WorkerState next, String why) {
        if (!state.mayBecome(next)) {
            throw new IllegalStateException(this + ": " + state + " -> " + next);
        }
        boolean routine = state.takesItems() && next.takesItems();
        Level level = routine ? Level.TRACE : Level.DEBUG;
        if (LOG.isLoggable(level)) {
            LOG.log(level, "{0}: {1} -> {2}, {3}", this, state, next, why);
        }
        state = next;
    }

    public boolean isAlive() {
        return state != WorkerState.EXITED;
    }

    /** Whether the worker may still get or finish items. */
    public boolean isWorking() {
        return state.takesItems() || state == WorkerState.RETIRING;
    }

    public long bornNanos() {
        return bornNanos;
    }

    /** The worker's process; null until it is spawned. */
    public WorkerProcess process() {
        return process;
    }

    void process(WorkerProcess spawned) {
        process = spawned;
    }

    /** The id of the worker's process; 0 if there is none yet. */
    public long pid() {
        WorkerProcess spawned = process;
        return spawned == null ? 0 : spawned.pid();
    }

    /** The worker's channels; null until it has connected. */
    public WorkerLink link() {
        return link;
    }

    void link(WorkerLink connected) {
        link = connected;
    }

    /** Why procpool ends the worker; null if it does not. */
    public StopCause stopCause() {
        return stopCause;
    }

    /** The same as the rest of a sentence. */
    public String stopReason() {
        return stopReason;
    }

    /** Notes why procpool ends the worker; the first cause counts. */
    void stopFor(StopCause cause, String reason) {
        if (stopCause == null) {
            stopCause = cause;
            stopReason = reason;
        }
    }

    /** Where the worker's main thread was when the time of its item was up; empty if that is not known. */
    public List<StackTraceElement> overdueStack() {
        return overdueStack;
    }

    void overdueStack(List<StackTraceElement> stack) {
        overdueStack = stack;
    }

    /** How the worker's process has ended; null if it has not, or never was. */
    public ExitReport exit() {
        return exit;
    }

    void exit(ExitReport report) {
        exit = report;
    }

    @Override
    public String toString() {
        WorkerProcess spawned = process;
        return label + (spawned == null ? "" : " (pid " + spawned.pid() + ")");
    }
}
