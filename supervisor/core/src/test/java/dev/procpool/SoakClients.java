package dev.procpool;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A pool whose workers are left in peace, with a caller for each kind of call: each of them gets on in every second, or
 * in the time that a second's work takes on a loaded machine.
 */
final class SoakClients {

    /**
     * The most items that may be settled while a caller gets nothing: those of less than a second, unless others use
     * the processors.
     */
    private static final int MOST_ITEMS = 60 * SoakClient.values().length;

    private final SoakNotes notes;
    private final Pool pool;
    private final Map<SoakClient, AtomicLong> results = new EnumMap<>(SoakClient.class);
    private final CountDownLatch over = new CountDownLatch(1);

    SoakClients(SoakNotes notes, Pool pool) {
        this.notes = notes;
        this.pool = pool;
        for (SoakClient client : SoakClient.values()) {
            results.put(client, new AtomicLong());
        }
    }

    /** Makes calls of one kind until {@link #stop}. */
    void call(SoakClient client) throws Exception {
        while (over.getCount() > 0) {
            try {
                client.run(pool, results.get(client));
            } catch (Exception e) {
                if (over.getCount() > 0) { // otherwise the pool was terminated
                    throw e;
                }
            }
        }
    }

    /** Ends the calls. */
    void stop() {
        over.countDown();
        pool.terminate();
    }

    /** Looks every second whether all callers get on, until {@link #stop}. */
    void watch() throws InterruptedException {
        Map<SoakClient, Progress> last = new EnumMap<>(SoakClient.class);
        while (!over.await(1, TimeUnit.SECONDS)) {
            long settled = pool.stats().settled();
            List<SoakClient> starved = new ArrayList<>();
            results.forEach((client, count) -> {
                Progress now = new Progress(count.get(), settled);
                Progress before = last.putIfAbsent(client, now);
                if (before == null || before.results != now.results) {
                    last.put(client, now);
                } else if (settled - before.settled > MOST_ITEMS) {
                    starved.add(client);
                }
            });
            if (starved.isEmpty()) {
                notes.count("seconds in which no caller starved");
            } else {
                notes.wrong(starved + " got nothing while " + MOST_ITEMS + " items were settled");
            }
        }
    }

    /** The number of results of a caller when it was seen to have got on, and of all items that were settled then. */
    private record Progress(long results, long settled) {}
}
