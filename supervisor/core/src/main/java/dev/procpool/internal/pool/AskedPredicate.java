package dev.procpool.internal.pool;

import dev.procpool.Outcome;
import dev.procpool.internal.backend.Call;
import dev.procpool.internal.backend.RetryQuestion;
import dev.procpool.internal.backend.Settlement;
import dev.procpool.internal.base.Times;
import java.util.concurrent.Executor;
import java.util.function.Predicate;

/**
 * Asks the predicate of the user whether a failed item is run again. Thread-safe.
 *
 * <p>The predicate gets the exception that the caller would get, which has to be decoded first. Both run code of the
 * user, which may take long: so they run on the completion executor, as callbacks do, and not on the thread that reads
 * the results of all callers.
 *
 * @param call the call of the items
 * @param completions the completion executor
 */
record AskedPredicate(Call call, Predicate<? super Throwable> predicate, OutcomeDecoder decoder, Executor completions)
        implements RetryQuestion {

    @Override
    public void ask(Settlement.Ran failed, Answer answer) {
        completions.execute(() -> {
            Outcome<Object> outcome;
            try {
                outcome = outcome(failed);
            } catch (Throwable e) {
                answer.fail(); // the caller finds the same when it decodes the failure
                return;
            }
            test(failed, outcome, answer);
        });
    }

    private void test(Settlement.Ran failed, Outcome<Object> outcome, Answer answer) {
        boolean again;
        try {
            again = predicate.test(outcome.failure());
        } catch (Throwable e) {
            if (e != outcome.failure()) {
                outcome.failure().addSuppressed(e);
            }
            answer.failAs(asDirect(failed, outcome));
            return;
        }
        if (again) {
            answer.runAgain();
        } else {
            answer.fail();
        }
    }

    private Outcome<Object> outcome(Settlement.Ran failed) {
        if (failed instanceof Settlement.Direct direct) {
            return OutcomeDecoder.failed(call, direct, direct.failure());
        }
        OnlyFailure only = new OnlyFailure();
        decoder.decode(call, failed, only);
        return only.outcome;
    }

    private static Settlement.Direct asDirect(Settlement.Ran failed, Outcome<Object> outcome) {
        return new Settlement.Direct(
                failed.firstIndex(),
                null,
                outcome.failure(),
                failed.workerId(),
                failed.pid(),
                failed.attempt(),
                failed.queuedNanos(),
                failed.startedNanos(),
                Times.nanos(outcome.ran()));
    }

    private static final class OnlyFailure implements OutcomeDecoder.Sink {

        private Outcome<Object> outcome;

        @Override
        public void succeeded(
                Call call, Settlement.Ran from, long index, Object value, long startedNanos, long runNanos) {
            throw new IllegalStateException("item " + index + " has not failed");
        }

        @Override
        public void failed(Outcome<Object> failure) {
            outcome = failure;
        }
    }
}
