package dev.procpool.internal.engine.dispatch;

import dev.procpool.internal.base.Times;
import dev.procpool.internal.engine.Worker;
import dev.procpool.internal.engine.dispatch.Candidates.Fit;
import dev.procpool.internal.engine.dispatch.Situation.Answer;
import dev.procpool.internal.engine.items.PendingItems;
import dev.procpool.internal.engine.items.PendingQueue;
import dev.procpool.internal.engine.items.RunTimeEstimate;
import java.util.List;

/**
 * Chooses the worker that gets the next items, by rules that are asked one after the other. Guarded by the engine lock.
 *
 * <p>A new rule is a method here, or a class that implements {@link Rule}, and a line in the list of rules.
 */
final class WorkerChoice {

    /** Asked for each frame that is to be sent, so it makes no garbage. */
    interface Rule {

        Answer ask(Situation now);
    }

    /** Work that takes less time than this is not divided among workers: to wake another worker takes as long. */
    static final long WAKING_NANOS = 50_000;

    /** If a busy worker would finish the item within this time, no other worker is woken. */
    private static final long QUEUEING_NANOS = 20_000;

    private static final int MAX_FRAMES_QUEUED = 16;

    /** A worker whose oldest frame was sent longer ago than this is assumed to be held up by a slow item. */
    private static final long LATE_NANOS = 5_000_000;

    /** Items that wait while workers are idle are looked at again after this time. */
    private static final long ASK_AGAIN_NANOS = 10_000_000;

    private static final Fit IS_ON_TIME =
            (worker, nowNanos) -> nowNanos - worker.held.first().sentNanos() < LATE_NANOS;

    private static final Fit IS_NOT_HELD_UP = (worker, nowNanos) -> !worker.dispatch.isHeldUp;

    private final List<Rule> rules = List.of(
            this::toANewWorker,
            this::toAWorkerThatIsSoonDone,
            this::toAUsefulWorker,
            this::toAnIdleWorker,
            this::ahead);

    private final List<Worker> workers;
    private final PendingQueue pending;
    private final Candidates candidates;
    private final UsefulWorkers useful;
    private final SendAhead sendAhead;
    private final Situation situation = new Situation();

    private long askAgainNanos = Times.NEVER;
    private boolean letsOthersPass;

    WorkerChoice(
            List<Worker> workers,
            PendingQueue pending,
            Candidates candidates,
            UsefulWorkers useful,
            SendAhead sendAhead) {
        this.workers = workers;
        this.pending = pending;
        this.candidates = candidates;
        this.useful = useful;
        this.sendAhead = sendAhead;
    }

    /** The worker that gets the items that are ready first; null if they have to wait. */
    Worker choose(long nowNanos) {
        PendingItems head = pending.firstReady();
        situation.set(nowNanos, head, sendAhead.runTime(head), candidates.bestIdle());
        try {
            return askRules(nowNanos);
        } finally {
            situation.forgetItems();
        }
    }

    private Worker askRules(long nowNanos) {
        letsOthersPass = false;
        for (int i = 0; i < rules.size(); i++) {
            Answer answer = rules.get(i).ask(situation);
            if (answer == Answer.SEND) {
                return situation.chosen();
            }
            if (answer == Answer.WAIT) {
                askAgainNanos = nowNanos + ASK_AGAIN_NANOS;
                letsOthersPass = true;
                return null;
            }
        }
        return null;
    }

    // ---- the rules

    /** A worker that never had an item gets one first. */
    private Answer toANewWorker(Situation now) {
        return now.sendTo(now.idle != null && now.idle.dispatch.isNew() ? now.idle : null);
    }

    /**
     * Several callers that each wait for a quick item are served best by one worker, which then never sleeps, while
     * another worker would take the processor of one of them.
     */
    private Answer toAWorkerThatIsSoonDone(Situation now) {
        long each = now.runTime.nanosPerItem();
        if (now.idle == null
                || workers.size() < UsefulWorkers.PROCESSORS
                || each == RunTimeEstimate.UNKNOWN
                || now.runTime.slowestNanos() > QUEUEING_NANOS
                || now.head.bytes() > UsefulWorkers.SMALL_BYTES) {
            return Answer.ASK_NEXT;
        }
        long lessThanNanos = QUEUEING_NANOS - each;
        return now.sendTo(candidates.leastBusy(lessThanNanos, MAX_FRAMES_QUEUED, IS_ON_TIME, now.nowNanos));
    }

    /**
     * Items of a function that already runs on all workers that it can use go to one of those, or wait. The other
     * workers should stay idle.
     */
    private Answer toAUsefulWorker(Situation now) {
        if (workers.size() <= UsefulWorkers.PROCESSORS
                || pending.readyItems() * now.runTime.nanosPerItem() < WAKING_NANOS) {
            return Answer.ASK_NEXT;
        }
        double count = useful.count(now.head, now.runTime);
        List<Worker> running = useful.running(now.runTime, now.nowNanos);
        if (running.size() < count) {
            return Answer.ASK_NEXT;
        }
        List<Worker> used = running.subList(0, (int) Math.ceil(count));
        long lessThanNanos = sendAhead.nanos();
        Worker least = candidates.leastBusy(used, lessThanNanos, SendAhead.MAX_FRAMES, Candidates.ANY, now.nowNanos);
        return least == null ? Answer.WAIT : now.sendTo(least);
    }

    private Answer toAnIdleWorker(Situation now) {
        return now.sendTo(now.idle);
    }

    /** If no worker is idle, the items are sent ahead to a busy one. */
    private Answer ahead(Situation now) {
        long lessThanNanos = sendAhead.nanos();
        return now.sendTo(candidates.leastBusy(lessThanNanos, SendAhead.MAX_FRAMES, IS_NOT_HELD_UP, now.nowNanos));
    }

    // ---- items that wait although workers are idle

    /** Forgets that items wait although workers are idle. */
    void begin() {
        askAgainNanos = Times.NEVER;
    }

    /** Whether the items of the last choice wait for certain workers, and items of other clients may be sent. */
    boolean letsOthersPass() {
        return letsOthersPass;
    }

    /** Whether items wait although workers are idle. */
    boolean holdsBack() {
        return askAgainNanos != Times.NEVER;
    }

    /** When a choice may be another one though nothing has happened; {@link Times#NEVER} if it will not. */
    long askAgainNanos() {
        return askAgainNanos;
    }
}
