package dev.procpool.internal.engine;

import dev.procpool.WorkerInfo;
import dev.procpool.internal.base.PoolName;
import dev.procpool.internal.engine.dispatch.DispatchState;
import dev.procpool.internal.engine.items.Holdings;
import dev.procpool.internal.engine.watch.Sighting;
import dev.procpool.internal.engine.workers.Lifecycle;
import dev.procpool.internal.engine.workers.WorkerState;
import dev.procpool.internal.launch.WorkerLink;
import dev.procpool.internal.launch.WorkerProcess;
import dev.procpool.protocol.channel.NowRunning;
import dev.procpool.protocol.channel.ProgressWords;
import dev.procpool.protocol.message.Command;
import dev.procpool.protocol.message.FrameReader;
import dev.procpool.protocol.message.FrameWriter;
import java.time.Duration;

/**
 * One incarnation of a worker, as the engine sees it: what tells it from others, and four parts, each of which is
 * changed only by the package it lies in. Guarded by the engine lock, but for what says otherwise.
 */
public final class Worker {

    public final int id;
    public final int incarnation;

    /** From the start of its process to its end. */
    public final Lifecycle life;

    /** The items that it was sent and that are not settled. */
    public final Holdings held;

    /** The dispatcher's view of it. */
    public final DispatchState dispatch;

    /** The watch's view of it. */
    public final Sighting sighting = new Sighting();

    /** The frame of commands that is being written for it. */
    public final FrameWriter commands = new FrameWriter();

    /** Confined to the reader role. */
    final FrameReader events;

    /** The reader sleeps until the result of this item arrives. Confined to the reader role. */
    long awaitedOrdinal = 1;

    /** Set when the worker must not be read any more; written under the role. */
    volatile boolean unreadable;

    /** Its span in a flight recording; null if none was being made when it started. */
    FlightEvents.WorkerSpan recording;

    /**
     * @param pool the pool, for texts
     * @param quota how many items the worker may get; negative for no bound
     */
    public Worker(PoolName pool, int id, int incarnation, long nowNanos, long quota) {
        this.id = id;
        this.incarnation = incarnation;
        this.life = new Lifecycle(pool.of("worker " + id), nowNanos);
        this.held = new Holdings(quota);
        this.dispatch = new DispatchState();
        this.events = new FrameReader("worker " + id);
    }

    public WorkerState state() {
        return life.state();
    }

    public boolean isAlive() {
        return life.isAlive();
    }

    /** Whether the worker may still get or finish items. */
    public boolean isWorking() {
        return life.isWorking();
    }

    /** The worker's process; null until it is spawned. */
    public WorkerProcess process() {
        return life.process();
    }

    /** The worker's channels; null until it has connected. */
    public WorkerLink link() {
        return life.link();
    }

    /** The mapped word that says which item the worker is running; only for a worker with a link. */
    public NowRunning nowRunning() {
        return life.link().words().nowRunning();
    }

    /** The mapped words that say how far that item is; only for a worker with a link. */
    public ProgressWords progress() {
        return life.link().words().progress();
    }

    /** Sends a single command in a frame of its own. */
    public void send(Command command) {
        commands.begin();
        commands.add(command);
        flush();
    }

    /** Sends the commands that were collected. */
    public void flush() {
        WorkerLink link = life.link();
        link.commands().send(commands.pieces(), link.doorbell()::ring);
        commands.trim();
        link.doorbell().ring();
    }

    /** The id of the worker's process; 0 if there is none yet. */
    public long pid() {
        return life.pid();
    }

    WorkerInfo info(long nowNanos) {
        Duration age = Duration.ofNanos(nowNanos - life.bornNanos());
        return new WorkerInfo(id, incarnation, pid(), state().shown(), held.itemsDone(), age, 0);
    }

    @Override
    public String toString() {
        return life.toString();
    }
}
