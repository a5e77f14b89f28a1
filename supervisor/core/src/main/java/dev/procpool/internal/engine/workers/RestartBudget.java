package dev.procpool.internal.engine.workers;

import dev.procpool.RestartPolicy;
import dev.procpool.internal.backend.Backoff;
import dev.procpool.internal.base.Times;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.OptionalLong;
import java.util.random.RandomGenerator;

/**
 * Bounds deaths that settle nothing: each spends a unit for a period, and makes the next restart wait longer; a settled
 * item restores all. So a pool makes progress or gives up, and never spins. Guarded by the engine lock.
 */
final class RestartBudget {

    private final RestartPolicy policy;
    private final RandomGenerator random;
    private final Deque<Long> deaths = new ArrayDeque<>();
    private int inARow;

    RestartBudget(RestartPolicy policy, RandomGenerator random) {
        this.policy = policy;
        this.random = random;
    }

    /** Counts a death that settled nothing; returns the delay of the restart, or nothing if the budget is spent. */
    OptionalLong spend(long nowNanos) {
        while (!deaths.isEmpty() && nowNanos - deaths.peekFirst() > Times.nanos(policy.period())) {
            deaths.removeFirst();
        }
        deaths.addLast(nowNanos);
        if (deaths.size() > policy.intensity()) {
            return OptionalLong.empty();
        }
        long delay = inARow == 0 ? 0 : delay(inARow - 1);
        inARow++;
        return OptionalLong.of(delay);
    }

    private long delay(int doublings) {
        double nanos = Backoff.nanos(Times.nanos(policy.firstDelay()), doublings, Times.nanos(policy.maxDelay()));
        return Backoff.jittered(nanos, random);
    }

    /** An item was settled: all units are restored. */
    void restore() {
        if (inARow > 0) {
            inARow = 0;
            deaths.clear();
        }
    }
}
