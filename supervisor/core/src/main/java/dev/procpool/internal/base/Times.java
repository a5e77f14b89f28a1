package dev.procpool.internal.base;

/** Arithmetic with times on {@code System.nanoTime()}, which may be negative and overflow, and with {@link #NEVER}. */
public final class Times {

    /** The time that never comes. */
    public static final long NEVER = Long.MAX_VALUE;

    /** The longest wait in nanoseconds: added to any time, it stays in the future. */
    public static final long LONGEST_WAIT = Long.MAX_VALUE / 2;

    private Times() {}

    /** Whether {@code time} has come at {@code nowNanos}. */
    public static boolean isDue(long time, long nowNanos) {
        return time != NEVER && time - nowNanos <= 0;
    }

    /** The earlier of two times. */
    public static long earlier(long one, long other) {
        if (one == NEVER || other == NEVER) {
            return one == NEVER ? other : one;
        }
        return one - other <= 0 ? one : other;
    }
}
