package dev.procpool.internal.pool;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

class HandOverSizeTest {

    private static int size(HandOverSize together) {
        int count = 1;
        while (!together.isReached(count)) {
            count++;
        }
        return count;
    }

    private static void handOverOften(HandOverSize together) {
        for (int i = 0; i < 1_000; i++) {
            together.handsOver();
        }
    }

    @Test
    void itemsOfAnInputThatMayWaitAreHandedOverOneByOne() {
        HandOverSize together = new HandOverSize(0, 4096);

        handOverOften(together);

        assertThat(size(together)).isEqualTo(1);
    }

    @Test
    void itemsThatAreThereAlreadyAreHandedOverUpTo64Together() {
        HandOverSize together = new HandOverSize(0, 4096);
        together.mayGrow();
        assertThat(size(together)).isEqualTo(1);

        handOverOften(together);

        assertThat(size(together)).isBetween(2, 64);
    }

    @Test
    void itemsThatTakeLongToReadAreHandedOverOneByOne() {
        HandOverSize together = new HandOverSize(0, 4096);
        together.mayGrow();
        handOverOften(together);

        for (int i = 0; i < 10; i++) {
            LockSupport.parkNanos(100_000);
            together.handsOver();
        }

        assertThat(size(together)).isEqualTo(1);
    }

    @Test
    void chunksKeepTheirSize() {
        HandOverSize together = new HandOverSize(10, 4096);
        together.mayGrow();

        handOverOften(together);

        assertThat(together.areSingle()).isFalse();
        assertThat(size(together)).isEqualTo(10);
    }

    @Test
    void noMoreItemsAreHandedOverTogetherThanMayBePending() {
        HandOverSize together = new HandOverSize(0, 3);
        together.mayGrow();

        handOverOften(together);

        assertThat(size(together)).isBetween(1, 3);
    }
}
