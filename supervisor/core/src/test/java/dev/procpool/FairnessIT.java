package dev.procpool;

import static org.assertj.core.api.Assertions.assertThat;

import dev.procpool.testing.Await;
import dev.procpool.testing.Leftovers;
import java.time.Duration;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Threads that use a pool of two workers at the same time get equal shares of it. */
@ExtendWith(Leftovers.class)
class FairnessIT implements FairSharing {

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

    @Override
    public Pool pool() {
        return pool;
    }

    @Override
    public Callers callers() {
        return callers;
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
}
