package dev.procpool.worker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.procpool.protocol.channel.NowRunning;
import dev.procpool.protocol.channel.SharedWords;
import java.lang.management.ManagementFactory;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Actions of other threads on behalf of an item meet that item and no other, whatever the main thread does meanwhile.
 */
@Timeout(60)
class RunningItemTest {

    private static final int MANY = 300_000;
    private static final long HOLD_NANOS = 300_000_000;

    private final NowRunning word = SharedWords.unshared().nowRunning();
    private final RunningItem running = new RunningItem(Thread.currentThread(), word);
    private final AtomicLong wanted = new AtomicLong();

    private volatile boolean done;
    private volatile boolean mainIsAlone;
    private volatile boolean hasMetMain;
    private volatile boolean hasActed;

    /** Written on behalf of an item only, and read while none is open: not volatile on purpose. */
    private long actions;

    @Test
    void nothingIsDoneForAnItemThatIsNotOpen() {
        assertThat(running.during(this::act)).as("none was started").isFalse();
        running.start(1);
        assertThat(running.during(this::act)).as("not open yet").isFalse();
        running.open();
        assertThat(running.during(this::act)).isTrue();
        running.close();
        assertThat(running.during(this::act)).as("closed").isFalse();
        assertThat(word.running()).as("closed and running").isEqualTo(1);
        running.end();
        assertThat(running.during(this::act)).as("ended").isFalse();
        assertThat(word.running()).isEqualTo(NowRunning.NONE);
        assertThat(actions).isEqualTo(1);
    }

    @Test
    void nothingIsDoneForAnItemThatIsFollowedByOneThatIsNotOpenYet() {
        running.start(1);
        running.open();
        running.start(2);
        assertThat(running.during(this::act)).isFalse();
        running.interrupt(1);
        assertThat(Thread.interrupted()).isFalse();
        running.open();
        assertThat(running.during(this::act)).isTrue();
    }

    @Test
    void nothingIsDoneForAnItemThatWasRecalled() {
        word.recall(1, 5);
        assertThat(running.start(4)).isFalse();
        assertThat(running.during(this::act)).isFalse();
        assertThat(word.lastStarted()).isEqualTo(4);
    }

    @Test
    void thatTheSupervisorHoldsTheWorkerDoesNotMatterToWhatRuns() {
        running.start(1);
        running.open();
        word.hold();
        assertThat(running.during(this::act)).isTrue();
        running.interrupt(1);
        assertThat(Thread.interrupted()).isTrue();
        assertThat(word.running()).isEqualTo(1);
        running.close();
        running.end();
        word.release();
        assertThat(running.start(2)).isTrue();
    }

    @Test
    void whoIsHeldSleepsAlsoIfItWasInterrupted() throws Exception {
        running.start(1);
        running.open();
        word.hold();
        Thread supervisor = new Thread(() -> {
            LockSupport.parkNanos(HOLD_NANOS);
            word.release();
        });
        supervisor.start();
        Thread.currentThread().interrupt();
        long before = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
        assertThat(running.start(2)).isTrue();
        long used = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() - before;

        assertThat(used).isLessThan(HOLD_NANOS / 2);
        assertThat(Thread.interrupted()).isFalse();
        supervisor.join();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void anItemEndsOnlyAfterWhatIsDoneForIt(boolean byTheNextOne) throws Exception {
        running.start(1);
        running.open();
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch mayEnd = new CountDownLatch(1);
        Thread other = new Thread(() -> running.during(() -> {
            begun.countDown();
            awaitUninterruptibly(mayEnd);
            act();
        }));
        other.start();
        begun.await();
        Thread helper = new Thread(() -> {
            for (int i = 0; i < 10_000; i++) {
                Thread.yield(); // time enough for one that does not wait
            }
            mayEnd.countDown();
        });
        helper.start();
        if (byTheNextOne) {
            running.start(2);
        } else {
            running.close();
        }
        assertThat(actions).as("done when the item has ended").isEqualTo(1);
        other.join();
        helper.join();
    }

    @Test
    void anInterruptMeetsTheItemItIsMeantForAndNoOther() throws Exception {
        Thread interrupter = new Thread(() -> {
            while (!done) {
                long target = word.lastStarted();
                wanted.set(target);
                running.interrupt(target);
            }
        });
        interrupter.start();
        long met = 0;
        try {
            for (long ordinal = 1; ordinal <= MANY || met == 0; ordinal++) {
                running.start(ordinal);
                assertThat(Thread.currentThread().isInterrupted()).isFalse();
                running.open();
                for (int i = 0; i < 20; i++) {
                    Thread.onSpinWait();
                    if (Thread.interrupted()) {
                        // The interrupter goes on to a later one only when it is done with this one.
                        assertThat(wanted.get()).isEqualTo(ordinal);
                        met++;
                    }
                }
                if (ordinal % 3 == 0) {
                    running.close();
                    assertThat(Thread.currentThread().isInterrupted()).isFalse();
                }
            }
        } finally {
            done = true;
            running.close();
            running.end();
            interrupter.join();
        }
        assertThat(met).isPositive();
    }

    @Test
    void whatTheMainThreadDoesWhileNoItemIsOpenItDoesAlone() throws Exception {
        Thread other = new Thread(() -> {
            while (!done) {
                running.during(this::act);
            }
        });
        other.start();
        try {
            for (long ordinal = 1; ordinal <= MANY || !hasActed; ordinal++) {
                running.start(ordinal);
                beAlone();
                running.open();
                if (ordinal % 3 == 0) {
                    running.close();
                    beAlone();
                    running.end();
                }
            }
        } finally {
            done = true;
            running.close();
            running.end();
            other.join();
        }
        assertThat(hasMetMain).isFalse();
    }

    private void beAlone() {
        mainIsAlone = true;
        long now = actions;
        for (int i = 0; i < 10; i++) {
            Thread.onSpinWait();
        }
        assertThat(actions).isEqualTo(now);
        mainIsAlone = false;
    }

    private void act() {
        hasMetMain |= mainIsAlone;
        actions++;
        hasActed = true;
    }

    private static void awaitUninterruptibly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
