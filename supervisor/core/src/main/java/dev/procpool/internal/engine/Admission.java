package dev.procpool.internal.engine;

import dev.procpool.PoolConfig;
import dev.procpool.internal.backend.Backend.Source;
import dev.procpool.internal.backend.Batch;
import dev.procpool.internal.backend.Call;
import dev.procpool.internal.engine.items.PendingQueue;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.function.Function;
import java.util.function.Supplier;

/** Decides whether a batch is added now, waits for room, or is refused. Thread-safe. */
final class Admission {

    /** A call that ends in another way frees no room, so a waiting submitter looks again after this time. */
    private static final long ROOM_LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

    private final EngineLock lock;
    private final PoolConfig config;
    private final Rooms rooms;
    private final PoolLife life;
    private final Runnable unparkBackground;
    private final Condition readiness;
    private final Condition room;
    private final List<Call> waitingForRoom = new ArrayList<>(); // guarded by lock
    private final Function<Batch, RuntimeException> admit = this::admit;
    private final Function<Runnable, RuntimeException> makeWhileOpen = this::makeWhileOpen;
    private final Function<Source, RuntimeException> addSource = this::addSource;
    private final Supplier<RuntimeException> refusal = this::refusal;
    private final Supplier<RuntimeException> refusalOfMore = this::refusalOfMore;

    /** @param unparkBackground makes the background thread read the results that free room */
    Admission(EngineLock lock, PoolConfig config, Rooms rooms, PoolLife life, Runnable unparkBackground) {
        this.lock = lock;
        this.config = config;
        this.rooms = rooms;
        this.life = life;
        this.unparkBackground = unparkBackground;
        this.readiness = lock.newCondition();
        this.room = lock.newCondition();
    }

    /** Adds a batch once there is room for it. */
    void submit(Batch batch) {
        throwIfRefused(lock.change(admit, batch));
    }

    private RuntimeException admit(Batch batch) {
        RuntimeException refused = refusalOfMore();
        if (refused == null && !hasRoom(batch.call())) {
            refused = awaitRoom(batch.call());
        }
        if (refused == null) {
            rooms.items.ledger.add(batch);
        }
        return refused;
    }

    /** Adds a source of items. */
    void offer(Source source) {
        throwIfRefused(lock.change(addSource, source));
    }

    private RuntimeException addSource(Source source) {
        RuntimeException refused = refusalOfMore();
        if (refused == null) {
            rooms.items.offers.add(source);
        }
        return refused;
    }

    /**
     * Makes a change unless the pool was shut down. An IllegalArgumentException is thrown to the caller, and breaks
     * nothing.
     */
    void changeWhileOpen(Runnable change) {
        throwIfRefused(lock.change(makeWhileOpen, change));
    }

    private RuntimeException makeWhileOpen(Runnable change) {
        RuntimeException refused = refusal();
        if (refused != null) {
            return refused;
        }
        try {
            change.run();
            return null;
        } catch (IllegalArgumentException e) {
            return e;
        }
    }

    void requireOpen() {
        if (!life.isRunning()) { // otherwise the next submit looks again, under the lock
            throwIfRefused(lock.look(refusal));
        }
    }

    void requireOpenForMore() {
        throwIfRefused(lock.look(refusalOfMore));
    }

    /**
     * Waits until all workers are ready, or until a time on {@code System.nanoTime()}; throws if the pool is not
     * open.
     */
    boolean awaitReady(long deadlineNanos) throws InterruptedException {
        return lock.lookUntil(
                () -> {
                    throwIfRefused(refusal());
                    return rooms.workers.roster.allReady();
                },
                readiness,
                deadlineNanos);
    }

    /** At the end of a change: wakes the threads that wait here and may go on. */
    void wakeSubmitters() {
        lock.wake(readiness);
        if (!waitingForRoom.isEmpty() && (anyHasRoom() || refusal() != null)) {
            lock.wake(room);
        }
    }

    private boolean anyHasRoom() {
        for (Call call : waitingForRoom) {
            if (hasRoom(call)) {
                return true;
            }
        }
        return false;
    }

    private static void throwIfRefused(RuntimeException refused) {
        if (refused != null) {
            throw refused;
        }
    }

    private RuntimeException refusal() {
        if (life.isBroken()) {
            return life.brokenException();
        }
        return life.isRunning()
                ? null
                : new IllegalStateException(
                        life.name().subject() + " was shut down (" + rooms.statistics.stats() + ")");
    }

    /** Why a call that has begun may submit no more: after terminate it ends as its items do. */
    private RuntimeException refusalOfMore() {
        return life.isTerminated() && !life.isBroken() ? life.terminatedException() : refusal();
    }

    /**
     * Whether a call may add items: less is pending than the limit, or less than twice as much and nothing of its
     * client, which would wait for the items of the others otherwise.
     */
    private boolean hasRoom(Call call) {
        PendingQueue pending = rooms.items.pending;
        int times = pending.hasReady(call.client()) ? 1 : 2;
        return pending.itemsForWorkers() / times < config.maxPending()
                && pending.readyBytes() / times < config.maxPendingBytes();
    }

    /**
     * Waits, without the lock, until less is pending: back-pressure. The results of other calls are read meanwhile.
     * Returns why the batch is refused; null if it can be added, or its call is cancelled.
     */
    private RuntimeException awaitRoom(Call call) {
        waitingForRoom.add(call);
        try {
            while (refusal() == null && !hasRoom(call) && !call.isCancelled() && !call.hasExpired()) {
                unparkBackground.run();
                lock.awaitInChange(room, ROOM_LOOK_NANOS);
            }
        } catch (InterruptedException e) {
            CancellationException cancelled =
                    new CancellationException("interrupted while waiting for room: " + rooms.statistics.stats());
            cancelled.initCause(e);
            return cancelled;
        } finally {
            waitingForRoom.remove(call);
        }
        return call.isCancelled() ? null : refusalOfMore();
    }
}
