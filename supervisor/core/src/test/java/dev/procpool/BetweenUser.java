package dev.procpool;

import java.io.IOException;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.TimeUnit;

/**
 * A thread that uses {@link BetweenObjects} in a random order, and looks whether they are as they should be. It may be
 * killed at any point. Confined to one thread.
 */
final class BetweenUser {

    /** A wait that takes longer than this is a wait for ever. */
    static final Duration FROZEN = Duration.ofSeconds(20);

    private static final Duration SHORT = Duration.ofMillis(1);
    private static final int USES = 5;

    private final BetweenObjects objects;
    private final Witness witness;
    private final long id;
    private final Random random;
    private long operations;

    /** @param id a number that no other user has */
    private BetweenUser(BetweenObjects objects, long id) throws IOException {
        this.objects = objects;
        this.witness = Witness.open(objects.witness());
        this.id = id;
        this.random = new Random(id);
    }

    /**
     * Uses the objects for some time.
     *
     * @throws IllegalStateException if an object is not as it should be
     */
    static long use(BetweenObjects objects, long id, int millis) throws Exception {
        BetweenUser user = new BetweenUser(objects, id);
        long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
        while (System.nanoTime() < end) {
            user.once();
            user.operations++;
        }
        return user.operations;
    }

    private void once() throws Exception {
        switch (random.nextInt(USES)) {
            case 0 -> lock();
            case 1 -> event();
            case 2 -> add();
            case 3 -> pair();
            default -> permit();
        }
    }

    private static void check(boolean holds, String claim) {
        if (!holds) {
            throw new IllegalStateException(claim);
        }
    }

    private static ProcessLock.Hold acquire(ProcessLock lock) throws InterruptedException {
        return lock.tryAcquire(FROZEN).orElseThrow(() -> new IllegalStateException("frozen: " + lock));
    }

    private void lock() throws InterruptedException {
        try (ProcessLock.Hold hold = acquire(objects.lock())) {
            witness.add(hold);
        }
    }

    private void event() throws InterruptedException {
        if (random.nextBoolean()) {
            objects.event().set();
        } else {
            objects.event().clear();
        }
        objects.event().await(SHORT);
    }

    private void add() {
        long before = objects.total().get();
        check(objects.total().addAndGet(1) > before, "the total has fallen");
    }

    private void pair() throws InterruptedException {
        SharedArray.OfLong pair = objects.pair();
        try (ProcessLock.Hold hold = acquire(pair.lock())) {
            long first = pair.get(0);
            check(first == pair.get(1) || hold.wasAbandoned(), "half a change, and nobody was told of a death");
            pair.set(0, first + 1);
            pair.set(1, first + 1);
        }
    }

    private void permit() throws InterruptedException {
        ProcessSemaphore permits = objects.permits();
        check(permits.tryAcquire(FROZEN), "no permit comes back");
        try {
            int free = permits.availablePermits();
            check(free >= 0 && free < BetweenObjects.PERMITS, "too many permits: " + free);
        } finally {
            permits.release();
        }
    }
}
