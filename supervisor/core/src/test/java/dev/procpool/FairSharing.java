package dev.procpool;

import static org.assertj.core.api.Assertions.assertThat;

import dev.procpool.testing.Await;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** Threads that use a pool of two workers at the same time get equal shares of it, in processes and in threads. */
interface FairSharing {

    int MANY = 100_000;

    /** The items that may be settled while a quick call waits: about one for each worker, on a loaded machine more. */
    long FEW = 10;

    /** The pool of two workers. */
    Pool pool();

    /** The threads that use it. */
    Callers callers();

    @Test
    default void anInputBesideThreadsThatKeepCallsInFlightGetsItsShare() {
        List<AtomicLong> others = List.of(
                callers().keepInFlight(pool(), 8),
                callers().keepInFlight(pool(), 8),
                callers().keepInFlight(pool(), 8));
        AtomicLong input = callers().stream(pool());

        assertThat(Callers.share(input, others, 400)).as("a quarter is fair").isBetween(0.2, 0.35);
    }

    @Test
    default void aQuickCallBesideThreadsThatKeepCallsInFlightIsNext() throws Exception {
        for (int i = 0; i < 4; i++) {
            AtomicLong results = callers().keepInFlight(pool(), 25);
            Await.orFail(() -> results.get() > 0);
        }
        assertThat(callers().settledDuringAQuickCall()).isLessThanOrEqualTo(FEW);
    }

    @Test
    default void aQuickCallBesideALongMapIsNext() throws Exception {
        callers().map(pool(), Callers.SLOW, MANY);
        Await.orFail(() -> pool().stats().settled() > 10);
        assertThat(callers().settledDuringAQuickCall()).isLessThanOrEqualTo(FEW);
    }

    @Test
    default void aQuickCallBesideLargeChunksIsNext() throws Exception {
        callers().map(pool().with(TaskOptions.builder().chunkSize(1_000).build()), Callers.SLOW, MANY);
        Await.orFail(() -> pool().stats().settled() > 10);
        assertThat(callers().settledDuringAQuickCall()).isLessThanOrEqualTo(FEW);
    }

    @Test
    default void threadsThatNameTheSameClientShareItsPart() {
        TaskOptions named = TaskOptions.builder().client("one").build();
        List<AtomicLong> ofOneClient =
                List.of(callers().keepInFlight(pool().with(named), 8), callers().keepInFlight(pool().with(named), 8));
        AtomicLong other = callers().keepInFlight(pool(), 8);

        assertThat(Callers.share(other, ofOneClient, 400)).as("half is fair").isGreaterThanOrEqualTo(0.42);
    }
}
