package dev.procpool;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;

/**
 * A thread that uses {@link BetweenObjects} in a random order, and looks whether they are as they should be. It may be
 * killed at any point. Confined to one thread.
 */
final class BetweenUser {

    /** A wait that takes longer than this is a wait for ever. */
    static final Duration FROZEN = Duration.ofSeconds(20);

    static final Duration SHORT = Duration.ofMillis(1);

    private final BetweenObjects objects;
    private final Witness witness;
    private final ByteBuffer memory;
    private final Random random;
    private final BetweenQueues.User queues;
    private final List<Use> uses;

    /** One use of one object. */
    interface Use {
        void run() throws Exception;
    }

    private BetweenUser(BetweenObjects objects, long id, long seed) throws IOException {
        this.objects = objects;
        this.witness = Witness.open(objects.witness());
        this.memory = objects.memory().buffer();
        this.random = new Random(seed);
        this.queues = new BetweenQueues.User(objects.queues(), id);
        BetweenMeetings meetings = objects.meetings();
        this.uses = List.of(
                this::lock,
                this::event,
                this::add,
                this::pair,
                this::permit,
                queues::put,
                queues::take,
                queues::redo,
                meetings::say,
                meetings::listen,
                meetings::meet,
                meetings::read,
                meetings::write);
    }

    /**
     * Uses the objects for some time.
     *
     * @param id a number that no other user has
     * @return how many numbers were put
     * @throws IllegalStateException if an object is not as it should be
     */
    static int use(BetweenObjects objects, long id, long seed, int millis) throws Exception {
        BetweenUser user = new BetweenUser(objects, id, seed);
        long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
        while (System.nanoTime() < end) {
            user.uses.get(user.random.nextInt(user.uses.size())).run();
        }
        return user.queues.puts();
    }

    static void check(boolean holds, String claim) {
        if (!holds) {
            throw new IllegalStateException(claim);
        }
    }

    static ProcessLock.Hold acquire(ProcessLock lock) throws InterruptedException {
        return lock.tryAcquire(FROZEN).orElseThrow(() -> new IllegalStateException("frozen: " + lock));
    }

    private void lock() throws InterruptedException {
        try (ProcessLock.Hold hold = acquire(objects.lock())) {
            witness.add(hold);
            long first = memory.getLong(0);
            check(first == memory.getLong(Long.BYTES) || hold.wasAbandoned(), "half a change of the memory");
            memory.putLong(0, first + 1);
            memory.putLong(Long.BYTES, first + 1);
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
        double area = objects.area().addAndGet(1);
        check(area == Math.rint(area) && objects.area().get() >= area, "the area is torn: " + area);
    }

    private void pair() throws InterruptedException {
        SharedArray.OfLong pair = objects.pair();
        try (ProcessLock.Hold hold = acquire(pair.lock())) {
            long first = pair.get(0);
            check(first == pair.get(1) || hold.wasAbandoned(), "half a change of the array");
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
