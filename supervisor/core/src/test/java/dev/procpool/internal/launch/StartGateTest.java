package dev.procpool.internal.launch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.procpool.testing.Later;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class StartGateTest {

    private static final long GUARD_SECONDS = 30;

    private final LinkedBlockingQueue<Integer> entered = new LinkedBlockingQueue<>();

    private CompletableFuture<Void> enter(StartGate.Turn turn, int number, CountDownLatch stay) {
        return Later.run(() -> {
            try {
                turn.await();
                entered.add(number);
                stay.await();
                turn.end();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        });
    }

    private int next() throws InterruptedException {
        Integer number = entered.poll(GUARD_SECONDS, TimeUnit.SECONDS);
        assertThat(number).as("somebody entered").isNotNull();
        return number;
    }

    @Test
    void startsFollowOneAnotherInTheOrderOfTheLine() throws Exception {
        StartGate gate = new StartGate(2);
        List<StartGate.Turn> turns = List.of(gate.line(), gate.line(), gate.line());
        CountDownLatch none = new CountDownLatch(0);

        enter(turns.get(2), 2, none);
        enter(turns.get(1), 1, none);
        enter(turns.get(0), 0, none);

        assertThat(List.of(next(), next(), next())).containsExactly(0, 1, 2);
    }

    @Test
    void oneStartEntersForEveryTwoProcessors() throws Exception {
        StartGate gate = new StartGate(4);
        CountDownLatch stay = new CountDownLatch(1);

        enter(gate.line(), 0, stay);
        enter(gate.line(), 1, stay);

        assertThat(List.of(next(), next())).containsExactlyInAnyOrder(0, 1);
        stay.countDown();
    }

    @Test
    void oneThatTakesLongHoldsTheOthersUpForABoundedTimeOnly() throws Exception {
        StartGate gate = new StartGate(1);
        CountDownLatch stay = new CountDownLatch(1);
        enter(gate.line(), 0, stay);
        assertThat(next()).isZero();

        enter(gate.line(), 1, stay);

        assertThat(entered).as("it waits").isEmpty();
        assertThat(next()).isEqualTo(1);
        stay.countDown();
    }
}
