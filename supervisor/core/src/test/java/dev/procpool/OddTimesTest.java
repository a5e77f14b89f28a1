package dev.procpool;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Waits of odd lengths in a pool of threads. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class OddTimesTest {

    @Test
    void theShortestWaitsAreOverAtOnce() throws Exception {
        try (Pool pool = Pool.ofThreads(2)) {
            OddTimes.theShortestWaitsAreOverAtOnce(pool);
        }
    }

    @Test
    void theLongestWaitsWait() throws Exception {
        try (Pool pool = Pool.ofThreads(2)) {
            OddTimes.theLongestWaitsWait(pool);
        }
    }
}
