package dev.procpool.internal.engine;

import dev.procpool.ExitReport;
import dev.procpool.WorkerInfo;
import dev.procpool.internal.base.Loggers;
import dev.procpool.internal.base.Times;
import dev.procpool.internal.launch.WorkerLink;
import dev.procpool.internal.launch.WorkerProcess;
import dev.procpool.protocol.channel.NowRunning;
import dev.procpool.protocol.message.Command;
import dev.procpool.protocol.message.FrameReader;
import dev.procpool.protocol.message.FrameWriter;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** One incarnation of a worker, as the engine sees it. Guarded by the engine lock, but for what says otherwise. */
final class Worker {

    private static final System.Logger LOG = Loggers.of(Worker.class);

    final int id;
    final int incarnation;
    final long bornNanos;
    final FrameWriter commands = new FrameWriter();

    /** Confined to the reader role. */
    final FrameReader events;

    final HeldItems held = new HeldItems();

    final Set<Long> knownFunctions = new HashSet<>();
    final List<Long> functionsToForget = new ArrayList<>();

    private WorkerState state = WorkerState.STARTING;
    volatile WorkerProcess process;
    volatile WorkerLink link;

    /** Its span in a flight recording; null if none was being made when it started. */
    FlightEvents.WorkerSpan recording;

    // ---- its end

    /** Why procpool ends it; null for as long as it does not. */
    StopCause stopCause;

    /** The same as the rest of a sentence. */
    String stopReason;

    /** When it was to be stopped by the next stronger means. */
    long stopDeadlineNanos;

    int stopSignals;

    /** Set when it must not be read any more; written under the role. */
    volatile boolean unreadable;

    /** Where its main thread was when the time of its item was up. */
    List<StackTraceElement> overdueStack = List.of();

    ExitReport exit;

    // ---- its replacement

    /** When its process is to be spawned; it waits for that while {@link #launched} is false. */
    long launchAtNanos;

    boolean launched;

    /** It was not ready at its start timeout. */
    boolean isLate;

    /** Why it is to be replaced once its successor is ready; null for as long as it is not. */
    String recycleReason;

    boolean hasSaidHello;

    /** It is, or will be, kept ready to stand in for another one. */
    boolean isSpare;

    /** It is not replaced when it has exited. */
    boolean leavesForGood;

    /** How many more items it may get; negative for no bound. */
    long quota = -1;

    /** When it is to be replaced for its age. */
    long oldAtNanos = Long.MAX_VALUE;

    long idleSinceNanos = Times.NEVER;

    // ---- what it does

    long nextOrdinal = 1;

    /** The range of ordinals that was taken back last. */
    long recalledFrom;

    long recalledTo;
    long itemsDone;

    /** When its last result was taken in, or it got the first item after it had none, or was seen to have started another one. */
    long heardOfNanos;

    /** Which item it had started then. */
    long startedOrdinal;

    /** The item it is at has turned out slow, and what waited behind it was taken back; until it is heard of again. */
    boolean isHeldUp;

    long lastUsed;
    long framesSent;

    /** The reader sleeps until it hears of the result of this item. Confined to the reader role. */
    long awaitedOrdinal = 1;

    // ---- what the watch has seen of it

    /** When the watch looks next; {@link Times#NEVER} while it holds nothing. */
    long lookNanos = Times.NEVER;

    /** The ordinal that was started last when the watch looked, whether it was running, and since when that is so; 0 for not seen. */
    long seenOrdinal;

    boolean seenRunning;
    long seenSinceNanos;

    /** The item that was interrupted for its soft timeout; 0 for none. */
    long interruptedOrdinal;

    Worker(int id, int incarnation, long nowNanos) {
        this.id = id;
        this.incarnation = incarnation;
        this.bornNanos = nowNanos;
        this.launchAtNanos = nowNanos;
        this.events = new FrameReader("worker " + id);
    }

    WorkerState state() {
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

    boolean isAlive() {
        return state != WorkerState.EXITED;
    }

    /** Whether it may still get or finish items. */
    boolean isWorking() {
        return state.takesItems() || state == WorkerState.RETIRING;
    }

    /** What it is running; only for a worker with a link. */
    NowRunning nowRunning() {
        return link.words().nowRunning();
    }

    /** Sends a single command in a frame of its own. */
    void send(Command command) {
        commands.begin();
        commands.add(command);
        flush();
    }

    /** Sends the commands that were collected. */
    void flush() {
        link.commands().send(commands.pieces(), link.doorbell()::ring);
        commands.trim();
        link.doorbell().ring();
    }

    long pid() {
        return process == null ? 0 : process.pid();
    }

    WorkerInfo info(long nowNanos) {
        WorkerInfo.State shown = WorkerInfo.State.values()[state.ordinal()];
        Duration age = Duration.ofNanos(nowNanos - bornNanos);
        return new WorkerInfo(id, incarnation, pid(), shown, itemsDone, age, 0);
    }

    @Override
    public String toString() {
        return "worker " + id + (process == null ? "" : " (pid " + process.pid() + ")");
    }
}
