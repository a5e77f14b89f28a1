package dev.procpool.internal.engine;

/**
 * Makes a stack overflow happen before the engine lock is taken instead of behind it, where it would leave half a frame
 * in a queue and the lock held for ever. Costs a fifth of a microsecond.
 */
final class StackProbe {

    /**
     * 30 KiB of frames that C2 has compiled, 43 KiB of C1's, 72 KiB of interpreted ones. Behind the lock, all of it
     * interpreted, a call needs 6 KiB, and the first call of all, which loads classes, less than 16 KiB: then the probe
     * is interpreted, too.
     */
    static final int FRAMES = 64;

    private StackProbe() {}

    /** @throws StackOverflowError if the calling thread has too little stack left */
    static void requireRoom() {
        if (descend(FRAMES, 1) == Long.MIN_VALUE) {
            throw new AssertionError();
        }
    }

    /**
     * Each frame has room for all values that are alive in the last frame, which alone uses them: so each frame is
     * large, however the method is compiled, and costs no more than a small one. Compilers make frames without such
     * values as small as 16 bytes: two thousand of them would be needed.
     */
    static long descend(int frames, long seed) {
        if (frames > 0) {
            return descend(frames - 1, seed) + 1;
        }
        // spotless:off: one declaration a line would hide the pattern
        long v0 = next(seed), v1 = next(v0), v2 = next(v1), v3 = next(v2), v4 = next(v3), v5 = next(v4), v6 = next(v5), v7 = next(v6);
        long v8 = next(v7), v9 = next(v8), v10 = next(v9), v11 = next(v10), v12 = next(v11), v13 = next(v12), v14 = next(v13), v15 = next(v14);
        long v16 = next(v15), v17 = next(v16), v18 = next(v17), v19 = next(v18), v20 = next(v19), v21 = next(v20), v22 = next(v21), v23 = next(v22);
        long v24 = next(v23), v25 = next(v24), v26 = next(v25), v27 = next(v26), v28 = next(v27), v29 = next(v28), v30 = next(v29), v31 = next(v30);
        long v32 = next(v31), v33 = next(v32), v34 = next(v33), v35 = next(v34), v36 = next(v35), v37 = next(v36), v38 = next(v37), v39 = next(v38);
        long v40 = next(v39), v41 = next(v40), v42 = next(v41), v43 = next(v42), v44 = next(v43), v45 = next(v44), v46 = next(v45), v47 = next(v46);
        long v48 = next(v47), v49 = next(v48), v50 = next(v49), v51 = next(v50), v52 = next(v51), v53 = next(v52), v54 = next(v53), v55 = next(v54);
        long v56 = next(v55), v57 = next(v56), v58 = next(v57), v59 = next(v58), v60 = next(v59), v61 = next(v60), v62 = next(v61), v63 = next(v62);
        long sum = v63;
        sum = fold(sum, v0, v1, v2, v3, v4, v5, v6, v7);
        sum = fold(sum, v8, v9, v10, v11, v12, v13, v14, v15);
        sum = fold(sum, v16, v17, v18, v19, v20, v21, v22, v23);
        sum = fold(sum, v24, v25, v26, v27, v28, v29, v30, v31);
        sum = fold(sum, v32, v33, v34, v35, v36, v37, v38, v39);
        sum = fold(sum, v40, v41, v42, v43, v44, v45, v46, v47);
        sum = fold(sum, v48, v49, v50, v51, v52, v53, v54, v55);
        sum = fold(sum, v56, v57, v58, v59, v60, v61, v62, v63);
        // spotless:on
        return sum;
    }

    private static long next(long value) {
        return value + (value >>> 7);
    }

    /** Begins with the sum, which begins with the last value: so no value can be added before all values are there. */
    private static long fold(long sum, long a, long b, long c, long d, long e, long f, long g, long h) {
        return next(next(next(next(next(next(next(next(sum ^ a) ^ b) ^ c) ^ d) ^ e) ^ f) ^ g) ^ h);
    }
}
