package dev.procpool;

import static org.assertj.core.api.Assertions.assertThat;

import dev.procpool.task.TaskFunction;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;

/** Many items to workers and back: each has to keep its value, its place and its fate, whatever its kind. */
final class RoundTrips {

    /** The fate of an item whose worker dies. */
    static final Object DIES = new Object();

    private static final TaskFunction<Object, Object> SAME = x -> x;

    private RoundTrips() {}

    /** The fate of an item whose task throws. */
    record Throws(String message) {}

    /**
     * Sends items through {@code map} and {@code imap}.
     *
     * @param chunkSize 0 for the default
     * @param seed of the items, for the message
     */
    static void assertArriveEqual(Pool pool, List<Object> items, int chunkSize, long seed) throws Exception {
        Tasks tasks = chunkSize == 0
                ? pool
                : pool.with(TaskOptions.builder().chunkSize(chunkSize).build());

        List<Object> mapped = tasks.map(SAME, items);
        List<Object> streamed = new ArrayList<>();
        try (Results<Object> results = tasks.imap(SAME, items)) {
            results.forEach(streamed::add);
        }

        assertThat(mapped.equals(items)).as("map, seed %s", seed).isTrue();
        assertThat(streamed.equals(items)).as("imap, seed %s", seed).isTrue();
    }

    /**
     * Sends items through {@code outcomes}.
     *
     * @param fate the result of the item with an index, {@link #DIES}, or {@link Throws}
     */
    static <T, R> void assertEachHasItsFate(
            Tasks tasks, TaskFunction<T, R> function, List<T> items, IntFunction<Object> fate) {
        int[] seen = new int[items.size()];
        try (Results<Outcome<R>> outcomes = tasks.outcomes(function, items)) {
            for (Outcome<R> outcome : outcomes) {
                int index = (int) outcome.index();
                seen[index]++;
                Object its = fate.apply(index);
                if (its == DIES) {
                    assertThat(outcome.failure()).isInstanceOf(WorkerDiedException.class);
                } else if (its instanceof Throws thrown) {
                    assertThat(outcome.failure()).hasMessage(thrown.message());
                } else {
                    assertThat(outcome.get()).isEqualTo(its);
                }
            }
        }
        assertThat(seen).containsOnly(1);
    }
}
