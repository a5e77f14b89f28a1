package dev.procpool.internal.pool;

import java.util.Arrays;

/**
 * Results that arrive together and are taken one after the other, null included. Filled while it is empty, so that
 * nothing wraps around. Confined to one thread.
 */
final class ResultQueue {

    private static final int FEW = 16;

    /** An array of more results than this is not kept. */
    private static final int MANY = 1 << 16;

    private Object[] results = new Object[FEW];
    private int next;
    private int end;

    void add(Object result) {
        if (end == results.length) {
            results = Arrays.copyOf(results, 2 * end);
        }
        results[end++] = result;
    }

    boolean isEmpty() {
        return next == end;
    }

    /** Takes a result; there is one. */
    Object next() {
        Object result = results[next];
        results[next++] = null;
        if (next == end) {
            begin();
        }
        return result;
    }

    void clear() {
        Arrays.fill(results, next, end, null);
        begin();
    }

    private void begin() {
        next = 0;
        end = 0;
        if (results.length > MANY) {
            results = new Object[FEW];
        }
    }
}
