package dev.procpool.worker;

import static dev.procpool.worker.RunnerWithResults.FUNCTION;
import static dev.procpool.worker.RunnerWithResults.ITEMS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.procpool.protocol.channel.NowRunning;
import dev.procpool.protocol.message.Command.Commit;
import dev.procpool.protocol.message.ItemResult;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntConsumer;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Chunks of quick items in which one result is unlike the others, at every place. */
class OddResultsTest {

    private static final int LARGE = 10_000;

    /** The item whose result is odd; static, as functions are decoded without the test. */
    private static int odd;

    private final RunnerWithResults runner = new RunnerWithResults();

    /** The result of the odd item. */
    enum Oddity {
        THROWS,
        RETURNS_A_STRING,
        RETURNS_NULL,
        RETURNS_A_LONG,
        RETURNS_A_LARGE_ARRAY,
        RETURNS_AN_OBJECT_THAT_CANNOT_BE_ENCODED
    }

    private static Object unlike(Oddity oddity, int item) {
        return switch (oddity) {
            case THROWS -> throw new IllegalStateException("item " + item);
            case RETURNS_A_STRING -> "item " + item;
            case RETURNS_NULL -> null;
            case RETURNS_A_LONG -> (long) item;
            case RETURNS_A_LARGE_ARRAY -> new byte[LARGE];
            case RETURNS_AN_OBJECT_THAT_CANNOT_BE_ENCODED -> new Thread();
        };
    }

    private static Object result(Oddity oddity, int item) {
        return switch (oddity) {
            case THROWS -> ItemResult.Status.FAILED;
            case RETURNS_A_LARGE_ARRAY -> LARGE;
            case RETURNS_AN_OBJECT_THAT_CANNOT_BE_ENCODED -> ItemResult.Status.RESULT_UNENCODABLE;
            default -> unlike(oddity, item);
        };
    }

    @ParameterizedTest
    @EnumSource
    void anOddResultKeepsItsPlaceAmongPackedItems(Oddity oddity) {
        runWithOddItemAtEveryPlace(oddity, at -> runner.run(Commit.BATCHED, FUNCTION));
    }

    @ParameterizedTest
    @EnumSource
    void anOddResultKeepsItsPlaceAmongSizedItems(Oddity oddity) {
        runWithOddItemAtEveryPlace(oddity, at -> runner.runSized(Commit.BATCHED));
    }

    @ParameterizedTest
    @EnumSource
    void anOddResultKeepsItsPlaceWhereEachResultIsCommitted(Oddity oddity) {
        runWithOddItemAtEveryPlace(oddity, at -> runner.run(Commit.PER_ITEM, FUNCTION));
    }

    private void runWithOddItemAtEveryPlace(Oddity oddity, IntConsumer run) {
        runner.define(x -> x == odd ? unlike(oddity, x) : (Object) (x + 1));
        List<Object> expected = new ArrayList<>();
        for (int at = 0; at < ITEMS; at++) {
            odd = at;

            run.accept(at);

            for (int i = 0; i < ITEMS; i++) {
                expected.add(i == at ? result(oddity, i) : Integer.valueOf(i + 1));
            }
            assertThat(runner.results).as("item %s %s", at, oddity).hasSize(expected.size());
            assertThat(runner.nowRunning.running()).isEqualTo(NowRunning.NONE);
        }
        assertThat(runner.results).isEqualTo(expected);
    }
}
