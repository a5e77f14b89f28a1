package dev.procpool.internal.engine.workers;

import dev.procpool.PoolConfig;
import dev.procpool.internal.base.Times;
import dev.procpool.internal.engine.Worker;
import dev.procpool.internal.launch.WorkerLauncher;
import dev.procpool.protocol.message.DurationForPeople;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * The deadlines of the lives of workers: of their starts, their ages, their idle times and their stops. Guarded by the
 * engine lock.
 */
public final class WorkerDeadlines {

    /** How long after its start timeout a worker may still be found ready, in case this JVM was held up itself. */
    private static final long LATE_NANOS = TimeUnit.MILLISECONDS.toNanos(250);

    private final PoolConfig config;
    private final Roster roster;
    private final Launches launches;
    private final Replacements replacements;
    private final Sizing sizing;
    private final Stopping stopping;
    private final long startTimeoutNanos;

    WorkerDeadlines(
            PoolConfig config,
            Roster roster,
            Launches launches,
            Replacements replacements,
            Sizing sizing,
            Stopping stopping) {
        this.config = config;
        this.roster = roster;
        this.launches = launches;
        this.replacements = replacements;
        this.sizing = sizing;
        this.stopping = stopping;
        this.startTimeoutNanos = Times.nanos(config.startTimeout());
    }

    /** When {@link #expire} has something to do. */
    public long next() {
        long next = Times.NEVER;
        for (Worker worker : roster.workers()) {
            next = Times.earlier(next, next(worker));
        }
        return next;
    }

    private long next(Worker worker) {
        return switch (worker.state()) {
            case DELAYED -> worker.life.launchAtNanos;
            case LAUNCHING, CONNECTED, INITIALIZING -> startDeadline(worker);
            case IDLE -> Times.earlier(old(worker), sizing.idleEnd(worker));
            case BUSY -> old(worker);
            case ASKED, CONDEMNED, TERMINATED, KILLED -> worker.life.stopDeadlineNanos;
            case SPARE, RETIRING, EXITED -> Times.NEVER;
        };
    }

    private long startDeadline(Worker worker) {
        long turn = worker.process() == null
                ? WorkerLauncher.longestWaitNanos(roster.workers().size())
                : 0;
        return Times.later(worker.life.launchAtNanos, turn + startTimeoutNanos + (worker.life.isLate ? LATE_NANOS : 0));
    }

    private static long old(Worker worker) {
        return worker.life.recycleReason == null ? worker.life.oldAtNanos : Times.NEVER;
    }

    /** Acts on workers whose time has come. */
    public void expire(long now) {
        for (Worker worker : List.copyOf(roster.workers())) {
            if (Times.isDue(next(worker), now)) {
                act(worker, now);
            }
        }
    }

    private void act(Worker worker, long now) {
        switch (worker.state()) {
            case DELAYED -> launches.launch(worker);
            case LAUNCHING, CONNECTED, INITIALIZING -> notReady(worker);
            case ASKED, CONDEMNED, TERMINATED, KILLED -> stopping.escalate(worker, now);
            case IDLE -> {
                if (Times.isDue(sizing.idleEnd(worker), now)) {
                    sizing.leaveIdle(worker);
                } else {
                    replaceOld(worker);
                }
            }
            case BUSY -> replaceOld(worker);
            case SPARE, RETIRING, EXITED -> throw new IllegalStateException(worker + " has no deadline");
        }
    }

    private void notReady(Worker worker) {
        if (worker.life.isLate) {
            String wait = DurationForPeople.of(Duration.ofNanos(startTimeoutNanos));
            stopping.kill(worker, StopCause.START_TIMEOUT, "was not ready within " + wait);
        } else {
            worker.life.isLate = true; // or this JVM is, and the worker's events are not read yet
        }
    }

    private void replaceOld(Worker worker) {
        replacements.replace(
                worker, "is older than " + DurationForPeople.of(config.maxAge().orElseThrow()));
    }
}
