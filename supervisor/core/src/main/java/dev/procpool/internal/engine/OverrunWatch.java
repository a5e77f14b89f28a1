package dev.procpool.internal.engine;

import dev.procpool.internal.backend.Call;
import dev.procpool.internal.base.Times;
import dev.procpool.protocol.channel.NowRunning;
import dev.procpool.protocol.message.ProtocolException;
import dev.procpool.protocol.start.WorkerLine;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Looks from time to time at what workers are running, as their mapped words say: for items that run too long, and for items
 * that wait behind a slow one while another worker is idle. Guarded by the engine lock.
 *
 * <p>The time of an item counts from the look that saw it first, by the supervisor's clock alone. A worker that holds nothing
 * is not looked at.
 */
final class OverrunWatch {

    private static final long SELDOM_NANOS = TimeUnit.SECONDS.toNanos(1);
    private static final long OFTEN_NANOS = TimeUnit.MILLISECONDS.toNanos(10);
    private static final long SHORTEST_NANOS = TimeUnit.MILLISECONDS.toNanos(1);
    private static final long LONGEST_TIMED_NANOS = TimeUnit.MILLISECONDS.toNanos(100);
    private static final int LOOKS_PER_TIMEOUT = 16;

    /** How long a worker may be busy with one item before another one takes what waits behind it. */
    private static final long SLOW_NANOS = TimeUnit.MILLISECONDS.toNanos(5);

    /** How long a worker may keep a finished result, or a timed item that it does not start beyond its timeout. */
    private static final long STUCK_NANOS = TimeUnit.SECONDS.toNanos(10);

    private static final Duration STACK_MOMENT = Duration.ofSeconds(1);

    /** Told when items are sent. */
    interface Arming {

        void sent(Worker worker, long nowNanos);
    }

    private final Roster roster;
    private final Consequences consequences;
    private final Recall recall;
    private final Runnable handOut;
    private final Dispatcher dispatcher;
    private final Consumer<Worker> killWithStack;

    /**
     * @param handOut sends what is pending to workers that are idle
     * @param killWithStack asks a worker for its stack and kills it then; called without the lock
     */
    OverrunWatch(
            Roster roster,
            Consequences consequences,
            Recall recall,
            Runnable handOut,
            Dispatcher dispatcher,
            Consumer<Worker> killWithStack) {
        this.roster = roster;
        this.consequences = consequences;
        this.recall = recall;
        this.handOut = handOut;
        this.dispatcher = dispatcher;
        this.killWithStack = killWithStack;
    }

    /** Looks at a worker that was sent items soon enough. */
    static void arm(Worker worker, long nowNanos) {
        worker.lookNanos = Times.earlier(worker.lookNanos, nowNanos + period(worker));
    }

    private static long period(Worker worker) {
        long period = worker.held.size() > 1 || worker.held.first().unsettled() > 1 ? OFTEN_NANOS : SELDOM_NANOS;
        Call last = null;
        for (Assignment held : worker.held) {
            Call call = held.call();
            if (call != last && call.firstLimitNanos() != Call.NO_LIMIT) {
                long fine = Math.max(SHORTEST_NANOS, call.firstLimitNanos() / LOOKS_PER_TIMEOUT);
                period = Math.min(period, Math.min(LONGEST_TIMED_NANOS, fine));
            }
            last = call;
        }
        return period;
    }

    /** When {@link #look} has something to do. */
    long nextLook() {
        long next = Times.NEVER;
        for (Worker worker : roster.workers()) {
            next = Times.earlier(next, worker.lookNanos);
        }
        return next;
    }

    /** Looks at the workers whose time has come. */
    void look(long now) {
        for (Worker worker : List.copyOf(roster.workers())) {
            if (!Times.isDue(worker.lookNanos, now)) {
                continue;
            }
            worker.lookNanos = Times.NEVER;
            if (worker.isWorking() && !worker.held.isEmpty()) {
                try {
                    look(worker, now);
                } catch (ProtocolException e) {
                    roster.killForProtocol(worker, e);
                }
                if (worker.isWorking() && !worker.held.isEmpty()) {
                    arm(worker, now);
                }
            }
        }
    }

    private void look(Worker worker, long now) {
        NowRunning word = worker.nowRunning();
        long running = word.running();
        long last = word.lastStarted();
        if (last < worker.seenOrdinal || last >= worker.nextOrdinal || running >= worker.nextOrdinal) {
            throw new ProtocolException("it says it started item " + last + " after " + worker.seenOrdinal
                    + ", and was sent " + (worker.nextOrdinal - 1));
        }
        boolean runs = running != NowRunning.NONE;
        if (last != worker.seenOrdinal || runs != worker.seenRunning || worker.seenSinceNanos == 0) {
            worker.seenOrdinal = last;
            worker.seenRunning = runs;
            worker.seenSinceNanos = now;
            return;
        }
        long since = now - worker.seenSinceNanos;
        if (!runs) {
            lookAtStandstill(worker, last, since);
        } else {
            for (Assignment held : worker.held) {
                if (held.contains(running)) {
                    lookAtItem(worker, held.call(), running, since);
                    break;
                }
            }
        }
        if (since >= SLOW_NANOS
                && worker.isWorking()
                && last + 1 < worker.nextOrdinal
                && dispatcher.anyIdleForNothing()) {
            relieve(worker, last);
        }
    }

    /** Others take over what waits behind the item that was started last. */
    private void relieve(Worker worker, long last) {
        NowRunning word = worker.nowRunning();
        word.hold();
        try {
            boolean nothingStarted = last < worker.held.first().nextOrdinal();
            recall.takeBack(worker);
            worker.isHeldUp = true;
            if (worker.held.isEmpty()) {
                roster.hasSettledAll(worker);
                if (nothingStarted) {
                    worker.lastUsed = -1; // it does not come to its work: it is the last to get more
                }
            }
        } finally {
            word.release();
        }
        handOut.run();
    }

    private void lookAtItem(Worker worker, Call call, long ordinal, long since) {
        if (call.timeoutNanos() != Call.NO_LIMIT && since >= call.timeoutNanos()) {
            overdue(worker, call, ordinal);
        } else if (call.softTimeoutNanos() != Call.NO_LIMIT
                && since >= call.softTimeoutNanos()
                && worker.interruptedOrdinal != ordinal) {
            worker.interruptedOrdinal = ordinal;
            consequences.then(() -> worker.link.signal(WorkerLine.INTERRUPT, ordinal));
        }
    }

    private void overdue(Worker worker, Call call, long ordinal) {
        NowRunning word = worker.nowRunning();
        word.hold();
        if (word.running() != ordinal) {
            word.release(); // it has just ended
            return;
        }
        recall.takeBack(worker);
        roster.condemn(
                worker,
                StopCause.TIMEOUT,
                "exceeded the timeout of " + Duration.ofNanos(call.timeoutNanos()),
                STACK_MOMENT);
        consequences.then(() -> killWithStack.accept(worker));
    }

    /** Between two items a worker is for microseconds only, unless it is frozen, or lies. */
    private void lookAtStandstill(Worker worker, long last, long since) {
        Assignment head = worker.held.first();
        if (last >= head.nextOrdinal()) {
            if (since >= STUCK_NANOS) {
                roster.kill(worker, StopCause.PROTOCOL, "finished an item without sending its result");
            }
        } else if (head.call().timeoutNanos() != Call.NO_LIMIT
                && since >= head.call().timeoutNanos() + STUCK_NANOS) {
            roster.kill(worker, StopCause.PROTOCOL, "did not start an item that it was sent long ago");
        }
    }
}
