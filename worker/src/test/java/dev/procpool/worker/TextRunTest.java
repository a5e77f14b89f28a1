package dev.procpool.worker;

import static dev.procpool.worker.RunnerWithResults.ITEMS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.procpool.protocol.channel.NowRunning;
import dev.procpool.protocol.message.Command.Commit;
import dev.procpool.protocol.message.ItemLayout;
import dev.procpool.protocol.message.ItemResult;
import dev.procpool.protocol.message.PayloadBuffer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Chunks of texts, and results that are texts, in which one result may be unlike the others, at every place. */
class TextRunTest {

    private static final int MOST_CHARS = 1000;
    private static final long SLOW_NANOS = 200_000;

    /** The item whose result is odd; static, as functions are decoded without the test. */
    private static int odd;

    private static TextRunTest current;

    private final RunnerWithResults runner = new RunnerWithResults();

    TextRunTest() {
        current = this;
    }

    /** The result of the odd item. */
    enum Oddity {
        THROWS,
        RETURNS_NULL,
        RETURNS_A_NUMBER,
        RETURNS_AN_EMPTY_TEXT,
        RETURNS_AN_UNPAIRED_SURROGATE,
        RETURNS_THE_LARGEST_TEXT,
        RETURNS_A_LARGER_TEXT,
        RETURNS_A_TEXT_OF_MANY_CHARS
    }

    private static Object unlike(Oddity oddity, String item) {
        return switch (oddity) {
            case THROWS -> throw new IllegalStateException(item);
            case RETURNS_NULL -> null;
            case RETURNS_A_NUMBER -> Integer.valueOf(item);
            case RETURNS_AN_EMPTY_TEXT -> "";
            case RETURNS_AN_UNPAIRED_SURROGATE -> "\ufffd" + item + "\ud800?";
            case RETURNS_THE_LARGEST_TEXT -> "中".repeat(MOST_CHARS);
            case RETURNS_A_LARGER_TEXT -> "中".repeat(MOST_CHARS + 1);
            case RETURNS_A_TEXT_OF_MANY_CHARS -> "x".repeat(30_000);
        };
    }

    private static Object result(Oddity oddity, int item) {
        return oddity == Oddity.THROWS ? ItemResult.Status.FAILED : unlike(oddity, Integer.toString(item));
    }

    @ParameterizedTest
    @EnumSource
    void anOddResultKeepsItsPlaceAmongTexts(Oddity oddity) {
        runWithOddItemAtEveryPlace(oddity, Commit.BATCHED);
    }

    @ParameterizedTest
    @EnumSource
    void anOddResultKeepsItsPlaceWhereEachResultIsCommitted(Oddity oddity) {
        runWithOddItemAtEveryPlace(oddity, Commit.PER_ITEM);
    }

    private void runWithOddItemAtEveryPlace(Oddity oddity, Commit commit) {
        runner.defineOfTexts(x -> Integer.parseInt(x) == odd ? unlike(oddity, x) : "item " + x);
        List<Object> expected = new ArrayList<>();
        for (int at = 0; at < ITEMS; at++) {
            odd = at;

            runner.runTexts(commit);

            for (int i = 0; i < ITEMS; i++) {
                expected.add(i == at ? result(oddity, i) : "item " + i);
            }
            assertThat(runner.nowRunning.running()).isEqualTo(NowRunning.NONE);
        }
        assertThat(runner.results).isEqualTo(expected);
    }

    @Test
    void numbersBecomeTexts() {
        runner.define(x -> "item " + x);

        runner.run();

        for (int i = 0; i < ITEMS; i++) {
            assertThat(runner.results.get(i)).isEqualTo("item " + i);
        }
    }

    @Test
    void textsBecomeNumbers() {
        runner.defineOfTexts(Integer::valueOf);

        runner.runTexts(Commit.BATCHED);

        for (int i = 0; i < ITEMS; i++) {
            assertThat(runner.results.get(i)).isEqualTo(i);
        }
    }

    @Test
    void theLargestTextsArriveAsTheyWere() {
        String largest = "中".repeat(MOST_CHARS);
        runner.defineOfTexts(x -> largest);

        runner.runTexts(Commit.BATCHED);

        assertThat(runner.results).isEqualTo(Collections.nCopies(ITEMS, largest));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 7, 14, 15, 16, 30, 31, 58, 59})
    void aSlowItemAmongQuickOnesLosesNoResult(int slow) {
        odd = slow;
        runner.defineOfTexts(x -> {
            if (Integer.parseInt(x) == odd) {
                LockSupport.parkNanos(SLOW_NANOS);
            }
            return "item " + x;
        });

        runner.runTexts(Commit.BATCHED);

        assertThat(runner.results).hasSize(ITEMS);
        for (int i = 0; i < ITEMS; i++) {
            assertThat(runner.results.get(i)).isEqualTo("item " + i);
        }
    }

    @Test
    void aTextThatCannotBeDecodedIsTheFailureOfItsItemAlone() {
        runner.defineOfTexts(x -> x);
        for (int at = 0; at < ITEMS; at++) {
            PayloadBuffer items = new PayloadBuffer(ITEMS * Integer.BYTES);
            for (int i = 0; i < ITEMS; i++) {
                if (i == at) {
                    items.putVarInt(2 << 1);
                    items.putByte(0xff);
                    items.putByte(0xfe);
                } else {
                    ItemLayout.TEXTS.put("a" + i, items);
                }
            }

            runner.runTexts(Commit.BATCHED, items);

            List<Object> last = runner.results.subList(at * ITEMS, (at + 1) * ITEMS);
            for (int i = 0; i < ITEMS; i++) {
                assertThat(last.get(i)).isEqualTo(i == at ? ItemResult.Status.ARGUMENT_UNREADABLE : "a" + i);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 7, 15, 16, 17, 30, 31, 32, 33, 58})
    void recalledItemsDoNotRunAndNoResultBeforeThemIsLost(int last) {
        odd = last;
        runner.defineOfTexts(x -> current.recallAfter(x));

        runner.runTexts(Commit.BATCHED);

        assertThat(runner.results).hasSize(last + 1).endsWith(Integer.toString(last));
        assertThat(runner.nowRunning.running()).isEqualTo(NowRunning.NONE);
    }

    private Object recallAfter(String item) {
        if (Integer.parseInt(item) == odd) {
            runner.recallItemsBehindThisOne();
        }
        return item;
    }

    @Test
    void eachTextIsSentBeforeTheNextItemStartsWhereEachIsCommitted() {
        runner.defineOfTexts(x -> Integer.toString(current.runner.results.size()));

        runner.runTexts(Commit.PER_ITEM);

        for (int i = 0; i < ITEMS; i++) {
            assertThat(runner.results.get(i)).as("results before item %s", i).isEqualTo(Integer.toString(i));
        }
    }
}
