package dev.procpool;

import static org.assertj.core.api.Assertions.assertThat;

import dev.procpool.testing.Await;
import dev.procpool.testing.Leftovers;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Threads that use a pool of two workers at the same time get equal shares of it. */
@ExtendWith(Leftovers.class)
class FairnessIT {

    private static final int MANY = 100_000;

    /** The items that may be settled while a quick call waits: about one for each worker, on a loaded machine more. */
    private static final long FEW = 10;

    private Pool pool;
    private Callers callers;

    @BeforeEach
    void open() throws InterruptedException {
        pool = Pool.open(2);
        assertThat(pool.awaitReady(Duration.ofMinutes(1))).isTrue();
        callers = new Callers(pool);
    }

    @AfterEach
    void close() throws InterruptedException {
        callers.end();
        pool.close();
    }

    @Test
    void anInputBesideThreadsThatKeepCallsInFlightGetsItsShare() {
        List<AtomicLong> others =
                List.of(callers.keepInFlight(pool, 8), callers.keepInFlight(pool, 8), callers.keepInFlight(pool, 8));
        AtomicLong input = callers.stream(pool);

        assertThat(Callers.share(input, others, 400)).as("a quarter is fair").isBetween(0.2, 0.35);
    }

    @Test
    void aQuickCallBesideThreadsThatKeepCallsInFlightIsNext() throws Exception {
        for (int i = 0; i < 4; i++) {
            AtomicLong results = callers.keepInFlight(pool, 25);
            Await.orFail(() -> results.get() > 0);
        }
        assertThat(callers.settledDuringAQuickCall()).isLessThanOrEqualTo(FEW);
    }

    @Test
    void aQuickCallBesideALongMapIsNext() throws Exception {
        callers.map(pool, Callers.SLOW, MANY);
        Await.orFail(() -> pool.stats().settled() > 10);
        assertThat(callers.settledDuringAQuickCall()).isLessThanOrEqualTo(FEW);
    }

    @Test
    void aQuickCallBesideLargeChunksIsNext() throws Exception {
        callers.map(pool.with(TaskOptions.builder().chunkSize(1_000).build()), Callers.SLOW, MANY);
        Await.orFail(() -> pool.stats().settled() > 10);
        assertThat(callers.settledDuringAQuickCall()).isLessThanOrEqualTo(FEW);
    }

    @Test
    void quickCallsBesideAMapOfManyItemsThatAreSentTogetherReturnWhileItRuns() throws Exception {
        Future<?> map = callers.map(pool, Callers.BUSY, 2 * MANY);
        Await.orFail(() -> submitted() == 2 * MANY);
        int calls = 0;
        while (pool.stats().pending() > 0) {
            pool.apply(Callers.QUICK, 1);
            calls++;
        }
        assertThat(calls).isGreaterThan(10);
        map.get();
    }

    private long submitted() {
        PoolStats stats = pool.stats();
        return stats.pending() + stats.running() + stats.settled();
    }

    @Test
    void threadsThatNameTheSameClientShareItsPart() {
        TaskOptions named = TaskOptions.builder().client("one").build();
        List<AtomicLong> ofOneClient =
                List.of(callers.keepInFlight(pool.with(named), 8), callers.keepInFlight(pool.with(named), 8));
        AtomicLong other = callers.keepInFlight(pool, 8);

        assertThat(Callers.share(other, ofOneClient, 400)).as("half is fair").isGreaterThanOrEqualTo(0.42);
    }
}
