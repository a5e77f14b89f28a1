package dev.procpool.internal.engine.workers;

import dev.procpool.internal.base.Times;
import dev.procpool.internal.engine.Observers;
import dev.procpool.internal.engine.Worker;
import dev.procpool.protocol.codec.Dialect;
import dev.procpool.protocol.message.Command;
import dev.procpool.protocol.message.Command.Rehearse;
import dev.procpool.protocol.message.Event.Hello;
import dev.procpool.protocol.message.MessageFrame;
import dev.procpool.protocol.message.ProtocolException;
import java.util.List;

/**
 * Takes workers into service: they say hello, run their initializer if there is one, and are ready. Guarded by the
 * engine lock.
 */
public final class Handshake {

    private final List<Command> initializer;
    private final Dialect dialect;
    private final Roster roster;
    private final Launches launches;
    private final Replacements replacements;
    private final Stopping stopping;
    private final Observers observers;

    /**
     * @param initializer the commands that workers get first; none if they are ready at once
     * @param dialect the form of the encoding that workers are to use
     */
    Handshake(
            List<Command> initializer,
            Dialect dialect,
            Roster roster,
            Launches launches,
            Replacements replacements,
            Stopping stopping,
            Observers observers) {
        this.initializer = initializer;
        this.dialect = dialect;
        this.roster = roster;
        this.launches = launches;
        this.replacements = replacements;
        this.stopping = stopping;
        this.observers = observers;
    }

    /**
     * A worker has said hello: it is ready, unless there is an initializer to run.
     *
     * @throws ProtocolException if it has said so before
     */
    public void greet(Worker worker, Hello hello) {
        if (worker.life.hasSaidHello) {
            throw new ProtocolException("it says hello again");
        }
        worker.life.hasSaidHello = true;
        if (!worker.state().isStarting()) {
            return;
        }
        if (hello.protocolVersion() != MessageFrame.PROTOCOL_VERSION
                || hello.codecFingerprint() != dialect.fingerprint()) {
            stopping.kill(worker, StopCause.PROTOCOL, "speaks another version of the protocol");
        } else if (hello.pid() != worker.pid()) {
            stopping.kill(worker, StopCause.PROTOCOL, "says it is process " + hello.pid());
        } else if (!initializer.isEmpty()) {
            worker.life.transitionTo(WorkerState.INITIALIZING, "has said hello");
            initializer.forEach(worker::send);
        } else {
            ready(worker);
        }
    }

    /**
     * The initializer has run.
     *
     * @throws ProtocolException if there was none to run
     */
    public void initialized(Worker worker) {
        requireInitializing(worker);
        if (worker.state().isStarting()) {
            ready(worker);
        }
    }

    /** @throws ProtocolException if the worker has no initializer to speak of */
    public void requireInitializing(Worker worker) {
        boolean may = worker.state().isStarting() || worker.state().isStopping();
        if (initializer.isEmpty() || !may || worker.held.itemsDone() > 0) {
            throw new ProtocolException("it speaks of an initializer that it was not given");
        }
    }

    private void ready(Worker worker) {
        Lifecycle life = worker.life;
        life.transitionTo(life.isSpare ? WorkerState.SPARE : WorkerState.IDLE, "is ready");
        if (life.isSpare) {
            worker.send(new Rehearse());
        }
        if (life.idleSinceNanos == Times.NEVER) {
            life.idleSinceNanos = System.nanoTime();
        }
        if (!life.isSpare) {
            launches.limitAge(worker);
        }
        roster.noteReady();
        observers.ready(worker);
        replacements.succeed(worker);
    }
}
