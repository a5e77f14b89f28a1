package dev.procpool.internal.engine;

import dev.procpool.internal.backend.Settlement;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;

/**
 * The workers whose processes have exited and whose items are not decided yet. Guarded by the engine lock; exits are
 * decided by the holder of the reader role, which first reads the events of the worker to the end.
 */
final class Exits {

    private final EngineLock lock;
    private final EventReader reader;
    private final ExitDecision decision;
    private final PoolLife life;
    private final Deque<Worker> undecided = new ArrayDeque<>();

    /** Whether there are undecided exits. Written under the lock. */
    private volatile boolean news;

    Exits(EngineLock lock, EventReader reader, ExitDecision decision, PoolLife life) {
        this.lock = lock;
        this.reader = reader;
        this.decision = decision;
        this.life = life;
    }

    /** Notes an exit. Called under the lock. */
    void add(Worker worker) {
        undecided.add(worker);
        news = true;
    }

    /** Whether all exits are decided. Called under the lock. */
    boolean isEmpty() {
        return undecided.isEmpty();
    }

    /** Decides all exits. Called under the role. Returns whether there were any. */
    boolean decideAll() {
        if (!news) {
            return false;
        }
        for (Worker worker; (worker = lock.look(this::next)) != null; ) {
            readToTheEnd(worker);
            lock.change(this::decide, worker);
        }
        return true;
    }

    private Worker next() {
        Worker next = undecided.poll();
        news = !undecided.isEmpty();
        return next;
    }

    private void readToTheEnd(Worker worker) {
        if (worker.link() != null) {
            reader.drain(worker);
            worker.unreadable = true;
            reader.detach(worker);
        }
    }

    private Void decide(Worker worker) {
        Optional<Settlement.Why> ended = life.ended();
        decision.decide(worker, ended).ifPresent(lock::fail);
        return null;
    }
}
