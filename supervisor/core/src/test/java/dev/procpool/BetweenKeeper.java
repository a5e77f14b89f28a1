package dev.procpool;

import static org.assertj.core.api.Assertions.assertThat;

import dev.procpool.testing.Await;

/**
 * The process that is never killed: waits for {@link BetweenObjects} that others use, and looks at the end whether
 * everything is where it should be.
 */
final class BetweenKeeper {

    private final BetweenObjects objects;
    private final QueueKeeper queues;

    BetweenKeeper(BetweenObjects objects) {
        this.objects = objects;
        this.queues = new QueueKeeper(objects.queues());
    }

    QueueKeeper queues() {
        return queues;
    }

    /** Waits for the event, which others set and clear. */
    void awaitEvent() throws InterruptedException {
        if (!objects.event().await(BetweenUser.FROZEN)) {
            throw new IllegalStateException("frozen: " + objects.event());
        }
    }

    /** Wakes the threads of this process that wait for others, when the others are about to end. */
    void wake() throws InterruptedException {
        objects.event().set();
        objects.meetings().say();
    }

    /** Asserts what holds when all users have ended or are dead. */
    void assertNothingIsLost() throws Exception {
        // The last user may have been killed a moment ago; its home learns that soon.
        Await.orFail(() -> objects.permits().availablePermits() == BetweenObjects.PERMITS);
        queues.assertNothingIsLost();
        assertThat(Witness.open(objects.witness()).violations()).isZero();
        try (ProcessLock.Hold hold =
                objects.lock().tryAcquire(BetweenUser.FROZEN).orElseThrow()) {
            assertThat(objects.lock().isHeld()).as("%s", hold).isTrue();
        }
    }
}
