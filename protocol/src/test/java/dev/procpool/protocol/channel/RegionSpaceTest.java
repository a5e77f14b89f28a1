package dev.procpool.protocol.channel;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Random;
import org.junit.jupiter.api.Test;

class RegionSpaceTest {

    private static final int MIB = 1 << 20;

    private final RegionSpace space = new RegionSpace(16 * MIB);

    private int take(int length) {
        int start = space.find(length);
        if (start != RegionSpace.NONE) {
            space.take(start, length);
        }
        return start;
    }

    @Test
    void aRegionWhoseFramesAreAllReleasedStartsOverAtItsFirstPages() {
        for (long frame = 1; frame <= 100; frame++) {
            assertThat(take(3 * MIB)).isZero();
            space.released(frame);
        }
    }

    @Test
    void framesFollowEachOtherAndWrapAroundAfterFourOfTheLargest() {
        for (int i = 0; i < 4; i++) {
            assertThat(take(MIB)).isEqualTo(i * MIB);
        }
        space.released(1);

        assertThat(take(MIB)).as("the first one's place").isZero();
        assertThat(take(MIB)).as("no room until the second one is released").isEqualTo(RegionSpace.NONE);
        space.released(2);
        assertThat(take(MIB)).isEqualTo(MIB);
    }

    @Test
    void aReaderThatIsFarBehindMakesTheRoundLongerUntilTheRegionIsFull() {
        for (int i = 0; i < 16; i++) {
            assertThat(take(MIB)).isEqualTo(i * MIB);
        }
        assertThat(take(1)).isEqualTo(RegionSpace.NONE);
        space.released(1);
        assertThat(take(MIB + 1)).isEqualTo(RegionSpace.NONE);
        assertThat(take(MIB)).isZero();
    }

    @Test
    void aFrameLargerThanTheRegionHasNoRoomAndOneAsLargeHas() {
        assertThat(take(16 * MIB + 1)).isEqualTo(RegionSpace.NONE);
        assertThat(take(16 * MIB)).isZero();
    }

    @Test
    void aReaderThatReleasesWhatItWasNeverSentFreesNoMoreThanThereIs() {
        take(MIB);
        space.released(Long.MAX_VALUE);
        space.released(-1);

        assertThat(take(MIB)).isZero();
        assertThat(take(MIB)).isEqualTo(MIB);
        space.released(Long.MIN_VALUE);
        assertThat(take(MIB)).isEqualTo(2 * MIB);
    }

    @Test
    void noFrameEverLiesOnOneThatWasNotReleased() {
        Random random = new Random(4);
        Deque<int[]> unreleased = new ArrayDeque<>();
        long released = 0;
        int placed = 0;
        for (int i = 0; i < 100_000; i++) {
            int length = 1 + random.nextInt(random.nextBoolean() ? 5 * MIB : 50_000);
            int start = take(length);
            if (start != RegionSpace.NONE) {
                placed++;
                assertThat(start).isNotNegative().isLessThanOrEqualTo(16 * MIB - length);
                for (int[] other : unreleased) {
                    assertThat(start + length <= other[0] || other[1] <= start).isTrue();
                }
                unreleased.add(new int[] {start, start + length});
            }
            for (int n = random.nextInt(4); n > 0 && !unreleased.isEmpty(); n--) {
                unreleased.remove();
                space.released(++released);
            }
        }
        assertThat(placed).isGreaterThan(50_000);
    }
}
