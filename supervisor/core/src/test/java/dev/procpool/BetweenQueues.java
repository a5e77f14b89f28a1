package dev.procpool;

import java.util.Optional;

/**
 * Queues between processes that are used while processes die.
 *
 * @param numbers what processes have put; one process gets all of them
 * @param dropping its items are lost with the process that has got them
 * @param redelivering its items, indices of {@code done}, come back from a process that dies
 * @param done how often each item of {@code redelivering} was done
 */
record BetweenQueues(
        ProcessQueue<Numbered> numbers,
        ProcessQueue<Integer> dropping,
        ProcessQueue<Integer> redelivering,
        SharedArray.OfInt done)
        implements AutoCloseable {

    /** The most items that {@code redelivering} gets. */
    static final int MOST = 100_000;

    private static final int CAPACITY = 64;
    private static final long BYTES = 1 << 16;

    /** The n-th item of a putter. */
    record Numbered(long putter, int number) {}

    static BetweenQueues create() {
        return new BetweenQueues(
                queue(ProcessQueue.OnConsumerDeath.DROP),
                queue(ProcessQueue.OnConsumerDeath.DROP),
                queue(ProcessQueue.OnConsumerDeath.REDELIVER),
                SharedArray.ofInts(MOST));
    }

    private static <T> ProcessQueue<T> queue(ProcessQueue.OnConsumerDeath action) {
        return ProcessQueue.<T>builder()
                .capacity(CAPACITY)
                .maxBytes(BYTES)
                .onConsumerDeath(action)
                .create();
    }

    @Override
    public void close() {
        numbers.close();
        dropping.close();
        redelivering.close();
        done.close();
    }

    /** Uses the queues. Confined to one thread. */
    static final class User {

        private final BetweenQueues queues;
        private final long id;
        private int puts;

        /** @param id a number that no other user has */
        User(BetweenQueues queues, long id) {
            this.queues = queues;
            this.id = id;
        }

        /** How many numbers were put. */
        int puts() {
            return puts;
        }

        void put() throws InterruptedException {
            if (queues.numbers().offer(new Numbered(id, puts + 1), BetweenUser.SHORT)) {
                puts++;
            }
        }

        void take() throws InterruptedException {
            if (queues.dropping().poll(BetweenUser.SHORT).isPresent()) {
                queues.dropping().taskDone();
            }
        }

        void redo() throws InterruptedException {
            Optional<Integer> item = queues.redelivering().poll(BetweenUser.SHORT);
            if (item.isPresent()) {
                queues.done().addAndGet(item.get(), 1);
                queues.redelivering().taskDone();
            }
        }
    }
}
