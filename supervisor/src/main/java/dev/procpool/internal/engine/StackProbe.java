package dev.procpool.internal.engine;

/**
 * Makes a stack overflow happen before the engine lock is taken instead of behind it, where it would leave half a frame in
 * a queue and the lock with nobody. Costs less than a microsecond.
 */
final class StackProbe {

    /** Some 50 KiB in interpreted code, more than anything behind the lock needs. */
    private static final int FRAMES = 400;

    private StackProbe() {}

    /** @throws StackOverflowError if the calling thread has too little stack left */
    static void requireRoom() {
        if (descend(FRAMES, 1, 2, 3) == Long.MIN_VALUE) {
            throw new AssertionError();
        }
    }

    private static long descend(int frames, long a, long b, long c) {
        return frames == 0 ? a ^ b ^ c : descend(frames - 1, b + 1, c + a, a) + 1;
    }
}
