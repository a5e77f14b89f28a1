package dev.procpool.internal.engine;

import dev.procpool.internal.backend.Call;

/**
 * The threads that read events: a caller that waits for its result reads for all; when no caller waits, the
 * background thread does. One thread at a time holds the {@link ReaderRole}, and only that thread reads. Thread-safe.
 */
final class Readers {

    private final ReaderRole role;
    private final EventReader reader;
    private final EventIntake intake;
    private final Exits exits;
    private final Rooms rooms;
    private final Shutdown shutdown;
    private final Consequences consequences;
    private final Runnable wakeLeader;

    /** Whether there are events to come, so that some thread has to read. Written under the lock. */
    private volatile boolean attention;

    Readers(
            ReaderRole role,
            EventReader reader,
            EventIntake intake,
            Exits exits,
            Rooms rooms,
            Shutdown shutdown,
            Consequences consequences) {
        this.role = role;
        this.reader = reader;
        this.intake = intake;
        this.exits = exits;
        this.rooms = rooms;
        this.shutdown = shutdown;
        this.consequences = consequences;
        this.wakeLeader = reader::wakeup;
    }

    // ---- waking

    /** Makes sure that some thread reads if there is something to come. */
    void attend() {
        if (attention && role.isFree()) {
            role.wakeSuccessor();
        }
    }

    /** Makes the background thread look at everything again, also if it is reading. */
    void wakeBackground() {
        reader.wakeup();
        role.unparkBackground();
    }

    /**
     * At the end of a change: notes whether some thread has to read, and has the leader woken if it has to look
     * again.
     */
    void refresh() {
        attention = rooms.items.ledger.sentItems() > 0 || rooms.workers.roster.isStarting() || !exits.isEmpty();
        reader.expectQuick(rooms.dispatcher.lastMayBeQuick());
        boolean awaitsTooMuch = intake.takeAwaitsTooMuch();
        if ((consequences.anySettled() || awaitsTooMuch) && !role.isMine()) {
            consequences.then(
                    wakeLeader); // the leader may wait for one of these results, or for later ones than it should
        }
    }

    // ---- a caller

    /** Waits until a call is ready, or until a time on {@code System.nanoTime()}. Returns whether the call is ready. */
    boolean await(Call call, long deadlineNanos) throws InterruptedException {
        boolean mayLead = !VirtualThreads.isCurrent();
        try {
            while (!call.isReady()) {
                if (shutdown.isClosed()) {
                    return call.isReady();
                }
                if (Thread.interrupted()) {
                    throw new InterruptedException();
                }
                long left = deadlineNanos - System.nanoTime();
                if (left <= 0) {
                    return false;
                }
                if (mayLead && role.tryTake()) {
                    lead(call, deadlineNanos);
                } else {
                    follow(call, left, mayLead);
                }
            }
            return true;
        } finally {
            attend();
        }
    }

    private void lead(Call call, long deadlineNanos) {
        try {
            reader.begin();
            while (!call.isReady()
                    && !shutdown.isClosed()
                    && !Thread.currentThread().isInterrupted()) {
                long left = deadlineNanos - System.nanoTime();
                if (left <= 0) {
                    return;
                }
                turn(left);
            }
        } finally {
            role.release();
        }
    }

    private void follow(Call call, long nanos, boolean mayLead) {
        if (!mayLead) {
            attend(); // a virtual thread never reads, so another thread has to
        } else if (role.wantFromBackground()) {
            reader.wakeup();
        }
        role.follow(call, nanos, mayLead);
    }

    // ---- the background thread

    /**
     * Reads until there is nothing to come, or a caller wants to read. Returns false if it was not necessary to
     * begin.
     */
    boolean leadUnattended(Deadlines deadlines) {
        if (!attention || !role.tryTake()) {
            return false;
        }
        try {
            reader.begin();
            while (attention && !role.isWanted()) {
                turn(deadlines.nanosToNext());
                deadlines.expire();
            }
        } finally {
            role.release();
            attend();
        }
        return true;
    }

    /** Takes one turn under the role: decides exits, or reads, or waits a moment. */
    private void turn(long maxNanos) {
        if (exits.decideAll()) {
            reader.begin();
        } else {
            reader.step(maxNanos);
        }
    }
}
