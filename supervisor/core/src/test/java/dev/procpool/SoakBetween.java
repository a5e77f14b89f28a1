package dev.procpool;

import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Workers that use one object of each class between processes, while they are killed, stopped and restarted: no object
 * freezes, and none loses anything. Thread-safe.
 */
final class SoakBetween implements AutoCloseable {

    /** Short, with pauses, as the workers that start again need the processors, too. */
    private static final int ITEM_MILLIS = 10;

    private static final int PAUSE_MILLIS = 20;

    private final SoakNotes notes;
    private final BetweenObjects objects;
    private final BetweenKeeper keeper;
    private final long seed;
    private final AtomicLong users = new AtomicLong();
    private final CountDownLatch over = new CountDownLatch(1);

    /** @param file a new one */
    SoakBetween(SoakNotes notes, String file, long seed) throws Exception {
        this.notes = notes;
        this.objects = BetweenObjects.create(file);
        this.keeper = new BetweenKeeper(objects);
        this.seed = seed;
    }

    /** The uses of this process beside the workers, each for a thread of its own. */
    List<BetweenUser.Use> ownUses() {
        return List.of(
                this::useHere,
                keeper::awaitEvent,
                objects.meetings()::hear,
                keeper.queues()::takeNumber,
                keeper.queues()::fill);
    }

    private void useHere() throws Exception {
        long user = users.incrementAndGet();
        keeper.queues().hasPut(user, BetweenUser.use(objects, user, seed + user, ITEM_MILLIS));
    }

    /** Repeats a use until {@link #stop}. */
    void repeat(BetweenUser.Use use) throws Exception {
        while (!over.await(PAUSE_MILLIS, TimeUnit.MILLISECONDS)) {
            use.run();
        }
    }

    /** Has workers of a pool use the objects until {@link #stop}. */
    void useIn(Pool pool) throws Exception {
        while (!over.await(PAUSE_MILLIS, TimeUnit.MILLISECONDS)) {
            long user = users.incrementAndGet();
            long its = seed + user;
            TaskFuture<Integer> item = pool.applyAsync(o -> BetweenUser.use(o, user, its, ITEM_MILLIS), objects);
            try {
                int puts = item.get();
                keeper.queues().hasPut(user, puts);
                notes.count("uses of objects between processes");
            } catch (ExecutionException e) {
                if (!(e.getCause() instanceof WorkerDiedException)) {
                    notes.wrong("a use of objects between processes failed with " + e.getCause());
                }
            }
        }
    }

    /** Ends all uses. */
    void stop() throws InterruptedException {
        over.countDown();
        keeper.wake();
    }

    /** Notes what was lost, when all uses have ended. */
    void check() {
        try {
            keeper.assertNothingIsLost();
        } catch (Exception | AssertionError e) {
            notes.wrong("objects between processes: " + e);
        }
    }

    @Override
    public void close() {
        objects.close();
    }
}
