package dev.procpool.worker;

import static dev.procpool.worker.RunnerWithResults.ITEMS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.procpool.protocol.channel.NowRunning;
import dev.procpool.protocol.codec.Codecs;
import dev.procpool.protocol.codec.PayloadCodec;
import dev.procpool.protocol.codec.RecordForm;
import dev.procpool.protocol.message.Command.Commit;
import dev.procpool.protocol.message.ItemResult;
import dev.procpool.protocol.message.PayloadBuffer;
import dev.procpool.task.TaskFunction;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Chunks of records, and results that are records, in which one may be unlike the others, at every place. */
class RecordRunTest {

    private static final RecordForm FORM = RecordForm.of(Reading.class).orElseThrow();
    private static final long SLOW_NANOS = 200_000;

    /** The item whose result is odd; static, as functions are decoded without the test. */
    private static int odd;

    private final RunnerWithResults runner = new RunnerWithResults();
    private final PayloadCodec codec = new Codecs(RecordRunTest.class.getClassLoader(), 1 << 20).take();

    record Reading(int id, double value, String unit) {
        Reading {
            if (id < 0) {
                throw new IllegalArgumentException("negative");
            }
        }
    }

    record Other(long number) {}

    static final class Bean {
        int number;
    }

    /** The result of the odd item. */
    enum Oddity {
        THROWS,
        RETURNS_NULL,
        RETURNS_A_NUMBER,
        RETURNS_A_TEXT,
        RETURNS_ANOTHER_RECORD,
        RETURNS_A_LARGE_RECORD,
        RETURNS_A_LIST,
        RETURNS_A_THREAD,
        RETURNS_AN_ARRAY
    }

    private static Object unlike(Oddity oddity, Reading item) {
        return switch (oddity) {
            case THROWS -> throw new IllegalStateException("thrown");
            case RETURNS_NULL -> null;
            case RETURNS_A_NUMBER -> item.id();
            case RETURNS_A_TEXT -> item.unit();
            case RETURNS_ANOTHER_RECORD -> new Other(item.id());
            case RETURNS_A_LARGE_RECORD -> new Reading(item.id(), 0, "x".repeat(1001));
            case RETURNS_A_LIST -> List.of(item);
            case RETURNS_A_THREAD -> Thread.currentThread();
            case RETURNS_AN_ARRAY -> new byte[30_000];
        };
    }

    private static Object result(Oddity oddity, Reading item) {
        return switch (oddity) {
            case THROWS -> ItemResult.Status.FAILED;
            case RETURNS_A_THREAD -> ItemResult.Status.RESULT_UNENCODABLE;
            case RETURNS_AN_ARRAY -> 30_000;
            default -> unlike(oddity, item);
        };
    }

    private static Reading reading(int id) {
        return new Reading(id, id / 3.0, id % 7 == 0 ? null : "unit " + id);
    }

    private void define(TaskFunction<Reading, Object> function) {
        runner.defineAny(function);
    }

    private void run(Commit commit) {
        PayloadBuffer items = new PayloadBuffer(64);
        for (int i = 0; i < ITEMS; i++) {
            FORM.write(reading(i), items);
        }
        runner.runRecords(commit, FORM.description(), items);
    }

    @ParameterizedTest
    @EnumSource
    void anOddResultKeepsItsPlaceAmongRecords(Oddity oddity) {
        runWithOddItemAtEveryPlace(oddity, Commit.BATCHED);
    }

    @ParameterizedTest
    @EnumSource
    void anOddResultKeepsItsPlaceWhereEachResultIsCommitted(Oddity oddity) {
        runWithOddItemAtEveryPlace(oddity, Commit.PER_ITEM);
    }

    private void runWithOddItemAtEveryPlace(Oddity oddity, Commit commit) {
        define(x -> x.id() == odd ? unlike(oddity, x) : new Reading(x.id() + 1, x.value(), x.unit()));
        List<Object> expected = new ArrayList<>();
        for (int at = 0; at < ITEMS; at++) {
            odd = at;

            run(commit);

            for (int i = 0; i < ITEMS; i++) {
                Reading item = reading(i);
                expected.add(i == at ? result(oddity, item) : new Reading(i + 1, item.value(), item.unit()));
            }
            assertThat(runner.nowRunning.running()).isEqualTo(NowRunning.NONE);
        }
        assertThat(runner.results).isEqualTo(expected);
    }

    @Test
    void nullsAndOtherValuesLieAmongItems() {
        runner.defineAny(x -> String.valueOf(x));
        PayloadBuffer items = new PayloadBuffer(64);
        for (int i = 0; i < ITEMS; i++) {
            switch (i % 4) {
                case 0 -> FORM.write(null, items);
                case 1 -> RecordForm.writeOther("x".repeat(100 * i), codec, items);
                case 2 -> RecordForm.writeOther(new Other(i), codec, items);
                default -> FORM.write(reading(i), items);
            }
        }

        runner.runRecords(Commit.BATCHED, FORM.description(), items);

        for (int i = 0; i < ITEMS; i++) {
            Object item =
                    switch (i % 4) {
                        case 0 -> null;
                        case 1 -> "x".repeat(100 * i);
                        case 2 -> new Other(i);
                        default -> reading(i);
                    };
            assertThat(runner.results.get(i)).isEqualTo(String.valueOf(item));
        }
    }

    /** Each result is encoded before the next item can change its object. */
    @Test
    void anObjectThatEachItemChangesHasTheValueOfEach() {
        define(item -> {
            Changing.BEAN.number = item.id();
            return Changing.BEAN;
        });

        run(Commit.BATCHED);

        for (int i = 0; i < ITEMS; i++) {
            assertThat(((Bean) runner.results.get(i)).number).isEqualTo(i);
        }
    }

    private static final class Changing {
        static final Bean BEAN = new Bean();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 7, 14, 15, 16, 30, 31, 58, 59})
    void aSlowItemAmongQuickOnesLosesNoResult(int slow) {
        odd = slow;
        define(x -> {
            if (x.id() == odd) {
                LockSupport.parkNanos(SLOW_NANOS);
            }
            return x;
        });

        run(Commit.BATCHED);

        assertThat(runner.results).hasSize(ITEMS);
        for (int i = 0; i < ITEMS; i++) {
            assertThat(runner.results.get(i)).isEqualTo(reading(i));
        }
    }

    @Test
    void aRecordWhoseConstructorThrowsIsTheFailureOfItsItemAlone() {
        define(x -> x);
        for (int at = 0; at < ITEMS; at++) {
            PayloadBuffer items = new PayloadBuffer(64);
            for (int i = 0; i < ITEMS; i++) {
                int start = items.size();
                FORM.write(reading(i), items);
                if (i == at) {
                    items.array()[start + 1] = -1;
                }
            }

            runner.runRecords(Commit.BATCHED, FORM.description(), items);

            List<Object> last = runner.results.subList(at * ITEMS, (at + 1) * ITEMS);
            for (int i = 0; i < ITEMS; i++) {
                assertThat(last.get(i)).isEqualTo(i == at ? ItemResult.Status.ARGUMENT_UNREADABLE : reading(i));
            }
        }
    }

    @Test
    void itemsOfAClassThatIsMissingFailAndNullsDoNot() {
        define(x -> x == null ? "null" : x);
        PayloadBuffer items = new PayloadBuffer(64);
        for (int i = 0; i < ITEMS; i++) {
            FORM.write(i % 2 == 0 ? null : reading(i), items);
        }
        byte[] missing = "acme.Missing\nrecord\tacme.Missing.id\tint\n".getBytes(StandardCharsets.UTF_8);

        runner.runRecords(Commit.BATCHED, missing, items);

        for (int i = 0; i < ITEMS; i++) {
            assertThat(runner.results.get(i)).isEqualTo(i % 2 == 0 ? "null" : ItemResult.Status.ARGUMENT_UNREADABLE);
        }
    }
}
