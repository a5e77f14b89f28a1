package dev.procpool;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A pool whose workers are left in peace, with a caller for each kind of call: in every second in which the pool gets
 * on, each of the callers does.
 */
final class SoakClients {

    /** A pool that settles fewer items in a second has no processor: its callers need not all have had a turn. */
    private static final int ENOUGH = 20 * SoakClient.values().length;

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

    /** Looks every second whether all callers have got results, until {@link #stop}. */
    void watch() throws InterruptedException {
        Map<SoakClient, Long> before = new EnumMap<>(SoakClient.class);
        long settledBefore = pool.stats().settled();
        while (!over.await(1, TimeUnit.SECONDS)) {
            long settled = pool.stats().settled();
            List<SoakClient> starved = new ArrayList<>();
            results.forEach((client, count) -> {
                long now = count.get();
                Long had = before.put(client, now);
                if (had != null && had == now) {
                    starved.add(client);
                }
            });
            if (settled - settledBefore < ENOUGH) {
                notes.count("seconds without a processor");
            } else if (starved.isEmpty()) {
                notes.count("seconds in which each caller got on");
            } else {
                notes.wrong(starved + " got nothing in a second in which " + (settled - settledBefore)
                        + " items were settled");
            }
            settledBefore = settled;
        }
    }
}
