package dev.procpool;

import static org.assertj.core.api.Assertions.assertThat;

import dev.procpool.testing.Leftovers;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** Waits of odd lengths in a pool of processes, and for child processes. */
@ExtendWith(Leftovers.class)
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class OddTimesIT {

    @Test
    void theShortestWaitsAreOverAtOnce() throws Exception {
        try (Pool pool = Pool.open(2)) {
            assertThat(pool.awaitReady(Duration.ofSeconds(Long.MIN_VALUE))).isFalse();
            OddTimes.theShortestWaitsAreOverAtOnce(pool);
        }
    }

    @Test
    void theLongestWaitsWait() throws Exception {
        try (Pool pool = Pool.open(2)) {
            OddTimes.theLongestWaitsWait(pool);
        }
    }

    @Test
    void aChildIsNotWaitedForWhereTheTimeIsOver() throws Exception {
        ChildProcess child = ChildProcess.of(() -> new Callables.Sleep(60_000, 1).call());
        child.start();

        assertThat(child.join(Duration.ofSeconds(Long.MIN_VALUE))).isFalse();
        child.kill();
        assertThat(child.join(Duration.ofSeconds(Long.MAX_VALUE, 999_999_999))).isTrue();
        child.close();
    }

    @Test
    void aParentIsNotWaitedForWhereTheTimeIsOver() throws Exception {
        try (Pool pool = Pool.open(1)) {
            boolean ended =
                    pool.apply(() -> ChildProcess.parent().orElseThrow().join(Duration.ofSeconds(Long.MIN_VALUE)));

            assertThat(ended).isFalse();
        }
    }
}
