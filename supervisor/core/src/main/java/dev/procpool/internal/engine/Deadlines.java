package dev.procpool.internal.engine;

import dev.procpool.internal.base.Times;
import java.util.concurrent.TimeUnit;

/** The times at which the engine has to act by itself. They are kept by the background thread alone. */
final class Deadlines {

    private static final long LONGEST_SLEEP_NANOS = TimeUnit.MINUTES.toNanos(1);

    private final EngineLock lock;
    private final DueWork dueWork;
    private final MemorySampler memory;
    private final Consequences consequences;
    private final Runnable wakeBackground;

    /** Written under the lock. */
    private volatile long nextNanos = Times.NEVER;

    /** When the background thread looks at the deadlines again by itself. */
    private volatile long backgroundWakesNanos = System.nanoTime();

    Deadlines(
            EngineLock lock,
            DueWork dueWork,
            MemorySampler memory,
            Consequences consequences,
            Runnable wakeBackground) {
        this.lock = lock;
        this.dueWork = dueWork;
        this.memory = memory;
        this.consequences = consequences;
        this.wakeBackground = wakeBackground;
    }

    /** At the end of a change: has the background thread woken if it would sleep beyond the next deadline. */
    void refresh() {
        long next = dueWork.next();
        nextNanos = next;
        if (next != Times.NEVER && next - backgroundWakesNanos < 0) {
            backgroundWakesNanos = next;
            consequences.then(wakeBackground);
        }
    }

    /** How long the background thread may sleep; from now on it is woken for anything earlier. */
    long nanosToNext() {
        long now = System.nanoTime();
        long next = Times.earlier(nextNanos, now + LONGEST_SLEEP_NANOS);
        next = Times.earlier(next, memory.nextLookNanos());
        backgroundWakesNanos = next;
        // A deadline that was set between the two looks has seen the old time, which may have been a later one.
        next = Times.earlier(next, nextNanos);
        return Math.max(1, next - now);
    }

    /** Acts on what is due. */
    void expire() {
        long now = System.nanoTime();
        if (Times.isDue(nextNanos, now)) {
            lock.change(dueWork::expire);
        }
        memory.lookIfDue(now);
    }
}
