package dev.procpool.internal.pool;

import static org.assertj.core.api.Assertions.assertThat;

import dev.procpool.ResultSerializationException;
import dev.procpool.TaskOptions;
import dev.procpool.internal.backend.Call;
import dev.procpool.internal.backend.Settlement;
import dev.procpool.protocol.codec.SharedValues;
import dev.procpool.protocol.message.ItemLayout;
import dev.procpool.protocol.message.Slice;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class DecodedTest {

    private static final int WORKER = 3;
    private static final long PID = 4711;

    private final Call call = new Call(1, null, TaskOptions.defaults(), Call.Delivery.WHOLE, () -> {});

    private void settle(Settlement settlement) {
        call.reserve(settlement.count());
        call.settle(settlement);
    }

    private void value(long index, Object value) {
        settle(new Settlement.Direct(index, value, null, WORKER, PID, 1, 0, 0, 0));
    }

    private void failure(long index, Throwable failure) {
        settle(new Settlement.Direct(index, null, failure, WORKER, PID, 1, 0, 0, 0));
    }

    private void cancelled(long index) {
        settle(new Settlement.Cancelled(index, 1, () -> new CancellationException("given up")));
    }

    private Decoded<List<Object>> decode() {
        call.seal();
        return Decoded.of(call, new OutcomeDecoder(null, SharedValues.NONE), values -> values);
    }

    @Test
    void valuesAreInTheOrderOfTheInputHoweverTheyArrived() {
        value(1, "b");
        value(0, "a");

        assertThat(decode().value()).containsExactly("a", "b");
    }

    private void texts(long index, int count, byte... results) {
        settle(new Settlement.Encoded(
                index, count, ItemLayout.TEXTS, null, Slice.of(results), 0, 0, WORKER, PID, 1, 0, Duration.ZERO));
    }

    @Test
    void packedTextsAreInTheOrderOfTheInputHoweverTheyArrived() {
        texts(2, 1, (byte) 0);
        texts(0, 2, (byte) 2, (byte) 'a', (byte) 5, (byte) 0xd8, (byte) 0);

        List<Object> values = decode().value();

        assertThat(values).containsExactly("a", "\ud800", "");
        assertThat(values).isExactlyInstanceOf(ArrayList.class);
    }

    @Test
    void aTextThatIsNoneFailsItsItemAndTheCall() {
        texts(0, 3, (byte) 2, (byte) 'a', (byte) 4, (byte) 0xff, (byte) 0xfe, (byte) 2, (byte) 'b');

        Decoded<List<Object>> decoded = decode();

        assertThat(decoded.failure())
                .isInstanceOf(ResultSerializationException.class)
                .hasMessageContaining("cannot be decoded here")
                .hasNoSuppressedExceptions();
        assertThat(decoded.failed().index()).isEqualTo(1);
    }

    @Test
    void theOnlyItemTellsItsWorker() {
        value(0, "a");

        Decoded<List<Object>> decoded = decode();

        assertThat(decoded.workerId()).isEqualTo(WORKER);
        assertThat(decoded.pid()).isEqualTo(PID);
    }

    @Test
    void severalItemsTellNoWorker() {
        value(0, "a");
        value(1, "b");

        assertThat(decode().workerId()).isZero();
    }

    @Test
    void itemsThatWereGivenUpAreNotTheReasonOfAFailure() {
        IllegalStateException reason = new IllegalStateException("reason");
        cancelled(0);
        failure(1, reason);
        cancelled(2);

        Decoded<List<Object>> decoded = decode();

        assertThat(decoded.failure()).isSameAs(reason);
        assertThat(decoded.isGivenUp()).isFalse();
    }

    @Test
    void aCallWhoseItemsWereAllGivenUpWasGivenUpItself() {
        cancelled(0);
        cancelled(1);

        assertThat(decode().isGivenUp()).isTrue();
    }

    @Test
    void aCancellationThatATaskThrewIsAFailureOfTheTask() {
        failure(0, new CancellationException("thrown by the task"));

        assertThat(decode().isGivenUp()).isFalse();
    }

    @Test
    void noMoreThanTenOtherFailuresAreSuppressed() {
        IntStream.range(0, 20).forEach(i -> failure(i, new IllegalStateException("item " + i)));

        Throwable failure = decode().failure();

        assertThat(failure).hasMessage("item 0");
        assertThat(failure.getSuppressed()).hasSize(10);
    }
}
