package dev.procpool.internal.backend;

/**
 * The question whether an item that has failed is run again, which code of the user answers. Asked without any lock:
 * neither that code nor the decoding of the failure may run under one. Thread-safe.
 */
@FunctionalInterface
public interface RetryQuestion {

    /**
     * Asks, on another thread, and passes the answer on; exactly once.
     *
     * @param failed the outcome of the item if it is not run again, for a single item
     */
    void ask(Settlement.Ran failed, Answer answer);

    /** Receives the answer, without any lock. */
    interface Answer {

        /** The item is to be run again, if it still can be. */
        void runAgain();

        /** The item is not to be run again. */
        void fail();

        /** The item is not to be run again, and gets another outcome than the one that was asked about. */
        void failAs(Settlement.Ran outcome);
    }
}
