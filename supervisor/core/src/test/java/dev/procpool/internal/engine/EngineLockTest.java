package dev.procpool.internal.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.Condition;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class EngineLockTest {

    private static final long LONG_NANOS = 60_000_000_000L;

    private final List<String> happened = new ArrayList<>();
    private final Consequences consequences = new Consequences();
    private final EngineLock lock = new EngineLock(
            consequences, () -> happened.add("end of change"), cause -> happened.add("broken by " + cause));

    @AfterEach
    void clearInterrupt() {
        Thread.interrupted();
    }

    @Test
    void consequencesAreCarriedOutAfterTheEndOfTheChangeAndWithoutTheLock() {
        lock.change(() -> {
            consequences.then(() -> happened.add(isFree() ? "consequence, lock free" : "consequence, lock held"));
            happened.add("change");
        });

        assertThat(happened).containsExactly("change", "end of change", "consequence, lock free");
    }

    private boolean isFree() {
        Thread other = new Thread(() -> lock.look(() -> null));
        other.setDaemon(true);
        other.start();
        try {
            other.join(LONG_NANOS / 1_000_000);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return !other.isAlive();
    }

    @Test
    void anythingThrownBreaksThePoolBeforeTheEndOfTheChange() {
        StackOverflowError thrown = new StackOverflowError();

        String result = lock.change(
                subject -> {
                    throw thrown;
                },
                "subject");

        assertThat(result).isNull();
        assertThat(happened).containsExactly("broken by " + thrown, "end of change");
    }

    @Test
    void aChangeHandsOverWhatItReturns() {
        assertThat(lock.change(String::length, "four")).isEqualTo(4);
    }

    @Test
    void anInterruptedThreadIsInterruptedAgainOnlyAfterItsChange() {
        List<Boolean> seen = new ArrayList<>();
        Thread.currentThread().interrupt();

        lock.change(() -> {
            seen.add(Thread.currentThread().isInterrupted());
            consequences.then(() -> seen.add(Thread.currentThread().isInterrupted()));
        });

        assertThat(seen).containsExactly(false, true);
    }

    @Test
    void aWaitWithinAChangeEndsByAnInterruptWhoseStatusIsKeptUntilTheEndOfTheChange() {
        Condition never = lock.newCondition();
        Thread.currentThread().interrupt();

        lock.change(() -> {
            try {
                lock.awaitInChange(never, LONG_NANOS);
            } catch (InterruptedException e) {
                happened.add("interrupted, status " + Thread.currentThread().isInterrupted());
            }
        });

        assertThat(happened).containsExactly("interrupted, status false", "end of change");
        assertThat(Thread.currentThread().isInterrupted()).isTrue();
    }

    @Test
    void aLookIsNoChange() {
        assertThat(lock.look(() -> "seen")).isEqualTo("seen");
        assertThat(happened).isEmpty();
    }

    @Test
    void aLookThatIsNeverMetEndsAtItsTime() throws Exception {
        assertThat(lock.lookUntil(() -> false, lock.newCondition(), System.nanoTime()))
                .isFalse();
        assertThat(lock.lookUntil(() -> true, lock.newCondition(), System.nanoTime()))
                .isTrue();
    }
}
