package dev.procpool.internal.pool;

import dev.procpool.Outcome;
import dev.procpool.internal.backend.Call;
import dev.procpool.internal.backend.Settlement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.function.Function;

/**
 * The decoded result of a whole call. Immutable.
 *
 * @param value the result; null if the call failed
 * @param failed the outcome that failed the call; null if it succeeded
 * @param workerId the worker that ran the only item of the call; 0 if there are several, or it never ran
 * @param pid the process id of that worker; 0 if there is none
 */
record Decoded<R>(R value, Outcome<?> failed, int workerId, long pid) {

    /**
     * Decodes everything that has arrived for a call, which runs code of the user. Settlements are taken from the call,
     * so this works once for each call.
     *
     * @param combine makes the result of all values, in the order of the input
     */
    static <R> Decoded<R> of(Call call, OutcomeDecoder decoder, Function<List<Object>, R> combine) {
        List<Settlement> all = call.takeAll();
        all.sort((a, b) -> Long.compare(a.firstIndex(), b.firstIndex()));
        boolean isOne = all.size() == 1 && all.get(0).count() == 1;
        int workerId = 0;
        long pid = 0;
        if (isOne && all.get(0) instanceof Settlement.Ran ran) {
            workerId = ran.workerId();
            pid = ran.pid();
        }
        Optional<List<Object>> packed = isOne ? Optional.empty() : PackedResults.of(all);
        if (packed.isPresent()) {
            return new Decoded<>(combine.apply(packed.get()), null, workerId, pid);
        }
        AllValues values = new AllValues(Math.toIntExact(call.submitted()));
        for (Settlement settlement : all) {
            decoder.decode(call, settlement, values);
        }
        return values.failed == null
                ? new Decoded<>(combine.apply(values.inOrder), null, workerId, pid)
                : new Decoded<>(null, values.failed, workerId, pid);
    }

    /** The result of a call whose decoding failed. */
    static <R> Decoded<R> undecodable(Throwable failure) {
        return new Decoded<>(null, OutcomeDecoder.notRun(0, failure), 0, 0);
    }

    /** The failure of the call; null if it succeeded. */
    Throwable failure() {
        return failed == null ? null : failed.failure();
    }

    /** Whether the call failed because items were given up. */
    boolean isGivenUp() {
        return failed != null && isGivenUp(failed);
    }

    /** Whether an item was given up: one that ran may have thrown such an exception itself. */
    private static boolean isGivenUp(Outcome<?> failed) {
        return failed.failure() instanceof CancellationException && failed.workerId() == 0;
    }

    /** The values of all items, or the failure that ends the call: the first one that is not a mere consequence. */
    private static final class AllValues implements OutcomeDecoder.Sink {

        /** Counted at the failure itself, as different failures may be the same object when they are decoded. */
        private static final int MAX_SUPPRESSED = 10;

        private final List<Object> inOrder;
        private Outcome<Object> failed;

        AllValues(int count) {
            inOrder = new ArrayList<>(count);
        }

        @Override
        public void succeeded(
                Call call, Settlement.Ran from, long index, Object value, long startedNanos, long runNanos) {
            inOrder.add(value);
        }

        @Override
        public void failed(Outcome<Object> outcome) {
            if (failed == null || isGivenUp(failed) && !isGivenUp(outcome)) {
                failed = outcome; // an item that was cancelled because of a failure is not the reason
            } else if (outcome.failure() != failed.failure()
                    && failed.failure().getSuppressed().length < MAX_SUPPRESSED) {
                failed.failure().addSuppressed(outcome.failure());
            }
        }
    }
}
