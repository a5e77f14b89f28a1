package dev.procpool.internal.backend;

import static org.assertj.core.api.Assertions.assertThat;

import dev.procpool.TaskOptions;
import dev.procpool.internal.backend.Call.Delivery;
import dev.procpool.protocol.message.ItemLayout;
import dev.procpool.protocol.message.Slice;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Results that wait for the consumer of a stream, counted in bytes. */
class CallTest {

    private static final int HALF = 4 << 20;

    private final byte[] bytes = new byte[HALF];

    private static Call call(Delivery delivery) {
        Call call = new Call(1, null, TaskOptions.defaults(), delivery, () -> {});
        call.reserve(100);
        return call;
    }

    private Settlement half(long index) {
        Slice results = Slice.of(bytes);
        return new Settlement.Encoded(index, 1, ItemLayout.BYTES, null, results, 0, 0, 1, 1, 1, 0, Duration.ZERO);
    }

    @Test
    void aStreamIsFullWhileItsConsumerLeaves8MiB() {
        Call call = call(Delivery.COMPLETION_ORDER);
        call.settle(half(5));
        assertThat(call.isFull()).isFalse();
        assertThat(call.holdsBack(0)).isFalse();

        call.settle(half(3));

        assertThat(call.isFull()).isTrue();
        assertThat(call.holdsBack(7)).isTrue();
        call.take();
        assertThat(call.isFull()).isFalse();
        assertThat(call.holdsBack(7)).isFalse();
    }

    @Test
    void theConsumerLetsItemsThatWereHeldBackGoOnOnceHalfOfThemIsTaken() {
        Call call = call(Delivery.COMPLETION_ORDER);
        for (int i = 0; i < 4; i++) {
            call.settle(half(i));
        }
        assertThat(call.takesMore()).isFalse();
        assertThat(call.holdsBack(4)).isTrue();

        for (int i = 0; i < 3; i++) {
            call.take();
            assertThat(call.takesMore()).isFalse();
        }
        call.take();

        assertThat(call.takesMore()).isTrue();
        assertThat(call.takesMore()).isFalse();
    }

    @Test
    void theItemThatTheConsumerWaitsForIsNeverHeldBack() {
        Call call = call(Delivery.INPUT_ORDER);
        call.settle(half(2));
        call.settle(half(3));

        assertThat(call.isFull()).isTrue();
        assertThat(call.isReady()).isFalse();
        assertThat(call.holdsBack(0)).isFalse();
        assertThat(call.holdsBack(1)).isTrue();
    }

    @Test
    void theNextItemMayBeSentAsSoonAsTheConsumerHasTakenTheOneBefore() {
        Call call = call(Delivery.INPUT_ORDER);
        call.settle(half(2));
        call.settle(half(3));
        call.settle(half(0));
        assertThat(call.holdsBack(1)).isTrue(); // there is something to take

        call.take();

        assertThat(call.takesMore()).isTrue();
        assertThat(call.holdsBack(1)).isFalse();
        assertThat(call.holdsBack(4)).isTrue();
    }

    @Test
    void aCallThatIsAwaitedAsAWholeIsNeverFull() {
        Call call = call(Delivery.WHOLE);

        for (int i = 0; i < 4; i++) {
            call.settle(half(i));
        }

        assertThat(call.isFull()).isFalse();
        assertThat(call.holdsBack(4)).isFalse();
    }
}
