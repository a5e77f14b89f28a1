package dev.procpool;

import static org.assertj.core.api.Assertions.assertThat;

import dev.procpool.testing.Await;
import dev.procpool.testing.Leftovers;
import java.io.Serializable;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** Processes that are killed at random while they take, hold and give back permits of bounded semaphores. */
@ExtendWith(Leftovers.class)
class SemaphoreKillsIT {

    private static final int WORKERS = 3;
    private static final int PERMITS = 2;

    /** A semaphore with two permits, and the seats of their holders. */
    private record Guarded(ProcessSemaphore semaphore, Seats seats) implements Serializable {

        static Guarded create() {
            return new Guarded(ProcessSemaphore.bounded(PERMITS), Seats.create());
        }
    }

    @Test
    @Timeout(value = 40, unit = TimeUnit.MINUTES)
    void processesThatAreKilledAtAnyPointLoseNoPermitAndFreezeNoOther() throws Exception {
        KillLoop loop = new KillLoop("SemaphoreKillsIT");
        Guarded here = Guarded.create();
        try (ProcessSemaphore semaphore = here.semaphore();
                SharedArray.OfLong seats = here.seats().seats();
                Pool users = KillLoop.pool(WORKERS);
                Pool homes = KillLoop.pool(1)) {
            Supplier<Guarded> there = loop.home(homes, in -> in.apply(() -> Guarded.create()));
            loop.child(() -> () -> hammer(here, 60_000));

            loop.run(users, guarded -> hammer(guarded, 20), here, there);

            assertThat(here.seats().violations()).as("seed %d", loop.seed()).isZero();
            users.terminate();
            Await.until(() -> semaphore.availablePermits() == PERMITS);
            assertThat(semaphore.availablePermits()).as("seed %d", loop.seed()).isEqualTo(PERMITS);
            assertThat(seats.length()).isPositive();
        }
    }

    /** Takes permits and gives them back for some time. */
    private static int hammer(Guarded guarded, int millis) throws Exception {
        long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
        int times = 0;
        while (System.nanoTime() < end) {
            if (!guarded.semaphore().tryAcquire(KillLoop.FROZEN)) {
                throw new IllegalStateException("frozen");
            }
            guarded.seats().sit();
            guarded.semaphore().release();
            times++;
        }
        return times;
    }
}
