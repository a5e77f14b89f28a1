package dev.procpool.internal.engine.watch;

import dev.procpool.internal.backend.Call;
import dev.procpool.internal.backend.TimeLimits;
import dev.procpool.internal.base.Times;
import dev.procpool.internal.engine.Consequences;
import dev.procpool.internal.engine.Observers;
import dev.procpool.internal.engine.Worker;
import dev.procpool.internal.engine.dispatch.Dispatcher;
import dev.procpool.internal.engine.items.Assignment;
import dev.procpool.internal.engine.items.ItemRoom;
import dev.procpool.internal.engine.items.Ledger;
import dev.procpool.internal.engine.items.Recall;
import dev.procpool.internal.engine.workers.Duty;
import dev.procpool.internal.engine.workers.Roster;
import dev.procpool.internal.engine.workers.StopCause;
import dev.procpool.internal.engine.workers.Stopping;
import dev.procpool.internal.engine.workers.WorkerRoom;
import dev.procpool.protocol.channel.NowRunning;
import dev.procpool.protocol.message.DurationForPeople;
import dev.procpool.protocol.message.ProtocolException;
import dev.procpool.protocol.start.WorkerLine;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Looks from time to time at the items that workers are running, as their mapped words say: for items that run too
 * long or make no progress, and for items that wait behind a slow one while another worker is idle. Guarded by the
 * engine lock.
 *
 * <p>The time of an item counts from the look that saw it first, by the supervisor's clock alone. A worker that holds
 * nothing is not looked at.
 */
public final class OverrunWatch {

    /** How long a worker may be busy with one item before another one takes the items that wait behind it. */
    private static final long SLOW_NANOS = TimeUnit.MILLISECONDS.toNanos(5);

    /**
     * How long a worker may keep a finished result to itself. A worker that does not start a timed item may take the
     * timeout and this time.
     */
    private static final long STUCK_NANOS = TimeUnit.SECONDS.toNanos(10);

    /** How long a worker may take to report its stack before it is killed. */
    private static final Duration STACK_MOMENT = Duration.ofSeconds(1);

    private final Roster roster;
    private final Stopping stopping;
    private final Duty duty;
    private final Ledger ledger;
    private final Recall recall;
    private final Dispatcher dispatcher;
    private final LookTimes lookTimes;
    private final ProgressWatch progress;
    private final Consequences consequences;
    private final Consumer<Worker> killWithStack;

    /** @param killWithStack asks a worker for its stack and kills it then; called without the lock */
    public OverrunWatch(
            ItemRoom items,
            WorkerRoom workers,
            Dispatcher dispatcher,
            LookTimes lookTimes,
            Observers observers,
            Consequences consequences,
            Consumer<Worker> killWithStack) {
        this.ledger = items.ledger;
        this.recall = items.recall;
        this.roster = workers.roster;
        this.stopping = workers.stopping;
        this.duty = workers.duty;
        this.dispatcher = dispatcher;
        this.lookTimes = lookTimes;
        this.progress = new ProgressWatch(observers);
        this.consequences = consequences;
        this.killWithStack = killWithStack;
    }

    /** When {@link #look} has something to do. */
    public long nextLook() {
        long next = Times.NEVER;
        for (Worker worker : roster.workers()) {
            next = Times.earlier(next, worker.sighting.lookNanos);
        }
        return next;
    }

    /** Looks at the workers whose time has come. */
    public void look(long now) {
        for (Worker worker : List.copyOf(roster.workers())) {
            if (!Times.isDue(worker.sighting.lookNanos, now)) {
                continue;
            }
            worker.sighting.lookNanos = Times.NEVER;
            if (isAtWork(worker)) {
                try {
                    look(worker, now);
                } catch (ProtocolException e) {
                    stopping.killForProtocol(worker, e);
                }
                if (isAtWork(worker)) {
                    lookTimes.sent(worker, now);
                }
            }
        }
    }

    private static boolean isAtWork(Worker worker) {
        return worker.isWorking() && !worker.held.isEmpty();
    }

    private void look(Worker worker, long now) {
        long running = worker.nowRunning().running();
        long last = worker.nowRunning().lastStarted();
        requirePossible(worker, last, running);
        boolean runs = running != NowRunning.NONE;
        if (worker.sighting.see(last, runs, now)) {
            return;
        }
        long since = now - worker.sighting.seenSinceNanos;
        if (runs) {
            lookAtItem(worker, running, since, now);
        } else {
            lookAtStandstill(worker, last, since);
        }
        boolean hasMore = last + 1 < worker.held.nextOrdinal();
        if (since >= SLOW_NANOS && worker.isWorking() && hasMore && dispatcher.anyIdleForNothing()) {
            relieve(worker, last);
        }
    }

    private static void requirePossible(Worker worker, long last, long running) {
        long seen = worker.sighting.seenOrdinal;
        long next = worker.held.nextOrdinal();
        if (last < seen || last >= next || running >= next) {
            throw new ProtocolException(
                    "it claims that item " + last + " started; last seen: " + seen + ", last sent: " + (next - 1));
        }
    }

    /** Other workers take over the items that wait behind the item that was started last. */
    private void relieve(Worker worker, long last) {
        NowRunning word = worker.nowRunning();
        word.hold();
        try {
            boolean nothingStarted = last < worker.held.first().nextOrdinal();
            recall.takeBack(worker);
            duty.endIfDone(worker);
            dispatcher.holdUp(worker);
            if (nothingStarted && worker.held.isEmpty()) {
                dispatcher.useLast(worker);
            }
        } finally {
            word.release();
        }
        dispatcher.assign();
    }

    private void lookAtItem(Worker worker, long ordinal, long since, long now) {
        for (Assignment held : worker.held) {
            if (held.contains(ordinal)) {
                progress.look(worker, held, ordinal, now);
                limit(worker, held.call().limits(), ordinal, since, now);
                return;
            }
        }
    }

    private void limit(Worker worker, TimeLimits limits, long ordinal, long since, long now) {
        if (limits.timeoutNanos() != Call.NO_LIMIT && since >= limits.timeoutNanos()) {
            String reason = "took longer than " + DurationForPeople.of(Duration.ofNanos(limits.timeoutNanos()));
            overdue(worker, ordinal, StopCause.TIMEOUT, reason);
        } else if (limits.stallNanos() != Call.NO_LIMIT
                && ProgressWatch.stalledNanos(worker.sighting, ordinal, since, now) >= limits.stallNanos()) {
            String reason = "made no progress for " + DurationForPeople.of(Duration.ofNanos(limits.stallNanos()))
                    + ProgressWatch.place(worker.sighting, ordinal);
            overdue(worker, ordinal, StopCause.STALL, reason);
        } else if (limits.softNanos() != Call.NO_LIMIT
                && since >= limits.softNanos()
                && worker.held.interruptedOrdinal() != ordinal) {
            ledger.interrupted(worker, ordinal);
            consequences.then(() -> worker.link().signal(WorkerLine.INTERRUPT, ordinal));
        }
    }

    private void overdue(Worker worker, long ordinal, StopCause cause, String reason) {
        NowRunning word = worker.nowRunning();
        word.hold();
        if (word.running() != ordinal) {
            word.release(); // the item has just ended
            return;
        }
        recall.takeBack(worker);
        stopping.condemn(worker, cause, reason, STACK_MOMENT);
        consequences.then(() -> killWithStack.accept(worker));
    }

    /** A correct worker is between two items for microseconds only; a longer time means frozen or faulty. */
    private void lookAtStandstill(Worker worker, long last, long since) {
        Assignment head = worker.held.first();
        if (last >= head.nextOrdinal()) {
            if (since >= STUCK_NANOS) {
                stopping.kill(worker, StopCause.PROTOCOL, "finished an item without sending its result");
            }
        } else {
            long limit = head.call().limits().killingNanos();
            if (limit != Call.NO_LIMIT && since >= limit + STUCK_NANOS) {
                stopping.kill(worker, StopCause.PROTOCOL, "did not start an item that it was sent long ago");
            }
        }
    }
}
