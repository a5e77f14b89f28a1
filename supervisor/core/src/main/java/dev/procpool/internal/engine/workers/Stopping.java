package dev.procpool.internal.engine.workers;

import dev.procpool.ExitReport;
import dev.procpool.PoolConfig;
import dev.procpool.internal.base.Loggers;
import dev.procpool.internal.base.Times;
import dev.procpool.internal.engine.Consequences;
import dev.procpool.internal.engine.Worker;
import dev.procpool.internal.launch.WorkerProcess;
import dev.procpool.protocol.message.Command.Stop;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Stops workers: asks them to leave, sends SIGTERM, sends SIGKILL, and waits for the exit; each step is bounded.
 * Guarded by the engine lock: signals are sent once the lock is free.
 */
public final class Stopping {

    private static final System.Logger LOG = Loggers.of(Stopping.class);

    private static final long KILL_AFTER_TERM_NANOS = TimeUnit.SECONDS.toNanos(2);

    private final Roster roster;
    private final Consequences consequences;
    private final Runnable wakeEngine;
    private final long stopTimeoutNanos;

    /** @param wakeEngine makes the engine's own thread look again; called without the lock */
    Stopping(PoolConfig config, Roster roster, Consequences consequences, Runnable wakeEngine) {
        this.roster = roster;
        this.consequences = consequences;
        this.wakeEngine = wakeEngine;
        this.stopTimeoutNanos = Times.nanos(config.stopTimeout());
    }

    // ---- one worker

    void askToLeave(Worker worker, StopCause cause, String reason) {
        stop(worker, WorkerState.ASKED, cause, reason);
        worker.life.stopDeadlineNanos = Times.in(stopTimeoutNanos);
        worker.send(new Stop());
    }

    /** Stops a worker by force; the item that it was running is decided when it has exited. */
    public void kill(Worker worker, StopCause cause, String reason) {
        if (!worker.isAlive()) {
            return;
        }
        if (worker.state() == WorkerState.DELAYED) {
            worker.life.stopFor(cause, reason);
            worker.life.leavesForGood |= cause == StopCause.FINISHED;
            notStarted(worker);
            return;
        }
        stop(worker, WorkerState.KILLED, cause, reason);
        worker.life.stopDeadlineNanos = Times.in(KILL_AFTER_TERM_NANOS);
        WorkerProcess process = worker.process();
        if (process != null) {
            consequences.then(process::kill);
        }
        consequences.then(wakeEngine);
    }

    /** Kills a worker that sent, or did, something that no worker of procpool sends or does. */
    public void killForProtocol(Worker worker, Throwable what) {
        kill(worker, StopCause.PROTOCOL, "broke the protocol: " + what.getMessage());
    }

    /**
     * Takes a worker out of service that is to be killed a moment later, by {@link #kill} or when the moment is over.
     */
    public void condemn(Worker worker, StopCause cause, String reason, Duration moment) {
        stop(worker, WorkerState.CONDEMNED, cause, reason);
        worker.life.stopDeadlineNanos = Times.in(moment);
    }

    private static void stop(Worker worker, WorkerState next, StopCause cause, String reason) {
        worker.life.stopFor(cause, reason);
        if (worker.state() != next) {
            worker.life.transitionTo(next, reason);
        }
    }

    /** Takes the next stronger means against a worker that has not left in time. */
    void escalate(Worker worker, long now) {
        worker.life.stopDeadlineNanos = now + KILL_AFTER_TERM_NANOS;
        WorkerProcess process = worker.process();
        if (process == null) {
            return; // the launcher has not reported it yet
        }
        boolean first = worker.state() == WorkerState.ASKED;
        LOG.log(Level.WARNING, "{0} did not leave in time: {1}", worker, first ? "SIGTERM" : "SIGKILL");
        WorkerState next = first ? WorkerState.TERMINATED : WorkerState.KILLED;
        if (worker.state() != next) {
            worker.life.transitionTo(next, "did not leave in time");
        }
        consequences.then(first ? process::terminate : process::kill);
    }

    // ---- all workers

    /** No items are to run any more: all workers are asked to leave; workers that are not ready are killed. */
    public void askAllToLeave() {
        roster.end();
        for (Worker worker : List.copyOf(roster.workers())) {
            if (worker.state().isStarting()) {
                kill(worker, StopCause.FINISHED, "was not needed any more");
            } else if (worker.isWorking() || worker.state() == WorkerState.SPARE) {
                askToLeave(worker, StopCause.FINISHED, "was asked to leave");
            }
        }
        consequences.then(wakeEngine);
    }

    public void killAll() {
        roster.end();
        for (Worker worker : List.copyOf(roster.workers())) {
            kill(worker, StopCause.POOL_END, "was stopped with its pool");
        }
        consequences.then(wakeEngine);
    }

    // ---- the end

    /** The worker never had a process. */
    public void notStarted(Worker worker) {
        worker.life.transitionTo(WorkerState.EXITED, "could not be started");
        if (!roster.hasEnded()) {
            roster.remove(worker);
            roster.noteSomeoneLeft();
        }
    }

    /** The worker's process has ended, and its events were read to the end. */
    public void exited(Worker worker) {
        Lifecycle life = worker.life;
        if (life.exit() != null && life.stopCause() != null) {
            life.exit(life.exit().asOurs());
        }
        ExitReport report = life.exit();
        life.transitionTo(WorkerState.EXITED, report == null ? "was not started" : report.describe());
        if (life.stopCause() == null) {
            roster.noteDeath();
            LOG.log(Level.INFO, "{0} {1}", worker, report.describe());
        }
    }
}
