package dev.procpool;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** The process that is never killed: fills and empties {@link BetweenQueues} while others use them. */
final class QueueKeeper {

    private static final Duration WHILE = Duration.ofMillis(10);

    private final BetweenQueues queues;
    private final Map<Long, Integer> putBy = new ConcurrentHashMap<>();
    private final Map<Long, Integer> gotFrom = new HashMap<>(); // confined to one thread at a time
    private int filled; // confined to one thread at a time

    QueueKeeper(BetweenQueues queues) {
        this.queues = queues;
    }

    /** Notes how many numbers a user has put that was not killed. */
    void hasPut(long user, int numbers) {
        putBy.put(user, numbers);
    }

    /** Takes a number: those of each user come in their order and without a gap. */
    void takeNumber() throws InterruptedException {
        queues.numbers().poll(WHILE).ifPresent(number -> {
            int before = gotFrom.getOrDefault(number.putter(), 0);
            BetweenUser.check(number.number() == before + 1, number + " after " + before);
            gotFrom.put(number.putter(), number.number());
        });
    }

    /** Gives the users items, if there is room for them. */
    void fill() throws InterruptedException {
        queues.dropping().offer(filled, BetweenUser.SHORT);
        if (filled < BetweenQueues.MOST && queues.redelivering().offer(filled, BetweenUser.SHORT)) {
            filled++;
        }
    }

    /** Asserts what holds when all users have ended or are dead. */
    void assertNothingIsLost() throws InterruptedException {
        while (!queues.numbers().isEmpty()) {
            takeNumber();
        }
        putBy.forEach((user, numbers) -> assertThat(gotFrom.getOrDefault(user, 0))
                .as("numbers of user %d", user)
                .isEqualTo(numbers));
        long end = System.nanoTime() + BetweenUser.FROZEN.toNanos();
        while (!areDone()) {
            assertThat(System.nanoTime()).as("queues that end").isLessThan(end);
        }
        for (int i = 0; i < filled; i++) {
            assertThat(queues.done().get(i)).as("item %d was done", i).isPositive();
        }
    }

    /** Does what is left; an item of a process that has just died may come back later. */
    private boolean areDone() throws InterruptedException {
        if (queues.dropping().poll(Duration.ZERO).isPresent()) {
            queues.dropping().taskDone();
        }
        Optional<Integer> again = queues.redelivering().poll(Duration.ZERO);
        if (again.isPresent()) {
            queues.done().addAndGet(again.get(), 1);
            queues.redelivering().taskDone();
        }
        return queues.dropping().join(BetweenUser.SHORT)
                && queues.redelivering().join(BetweenUser.SHORT);
    }
}
