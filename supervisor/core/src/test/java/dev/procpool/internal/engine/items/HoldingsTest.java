package dev.procpool.internal.engine.items;

import static org.assertj.core.api.Assertions.assertThat;

import dev.procpool.TaskOptions;
import dev.procpool.internal.backend.Batch;
import dev.procpool.internal.backend.Call;
import dev.procpool.protocol.message.ItemLayout;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class HoldingsTest {

    private static final int LARGE = 1 << 20;

    private final Call call = new Call(1, null, TaskOptions.defaults(), Call.Delivery.WHOLE, () -> {});
    private final RunTimeEstimate known = new RunTimeEstimate();
    private final RunTimeEstimate unknown = new RunTimeEstimate();
    private final Holdings held = new Holdings(-1);
    private long nextOrdinal = 1;

    HoldingsTest() {
        known.record(1, 100, 0);
    }

    private Assignment hold(int count, long frame, RunTimeEstimate runTime) {
        byte[] encoded = new byte[count * Integer.BYTES];
        PendingItems items =
                PendingItems.of(new Batch(call, 0, count, ItemLayout.INTS, encoded, encoded.length, null), 0);
        Assignment assignment = new Assignment(items.cut(count, LARGE, 0), nextOrdinal, 0, frame, runTime);
        nextOrdinal += count;
        held.add(assignment);
        return assignment;
    }

    private void assertHeld(long frames, long nanos) {
        assertThat(held.frames()).isEqualTo(frames);
        assertThat(held.expectedNanos()).isEqualTo(nanos);
        assertThat(held.isEmpty()).isEqualTo(frames == 0);
    }

    @Test
    void theSumsFollowWhatIsAddedAndSettled() {
        assertHeld(0, 0);
        Assignment first = hold(10, 3, known);
        assertHeld(1, 1_000);
        hold(5, 3, known);
        assertHeld(1, 1_500);
        Assignment last = hold(1, 6, known);
        assertHeld(4, 1_600);

        assertThat(held.settle(4)).isFalse();
        assertThat(held.first()).isSameAs(first);
        assertHeld(4, 1_200);
        assertThat(held.settle(6)).as("done").isTrue();
        assertHeld(4, 600);
        assertThat(held.settle(5)).isTrue();
        assertThat(held.first()).isSameAs(last);
        assertHeld(1, 100);
        held.clear();
        assertHeld(0, 0);
    }

    @Test
    void whatIsNotKnownOfOneIsNotKnownOfAll() {
        hold(1, 1, known);
        hold(1, 2, unknown);
        hold(1, 3, known);
        assertHeld(3, Long.MAX_VALUE);
        unknown.record(1, 7, 0);
        held.settle(1);
        assertHeld(2, 107);
    }

    @Test
    void aSumIsThatOfTheLastChangeUntilItIsAddedUpAgain() {
        hold(2, 1, known);
        assertHeld(1, 200);
        for (int i = 0; i < 100; i++) {
            known.record(1, 5_000, 0);
        }
        assertHeld(1, 200);
        assertThat(held.isExpected(200)).isFalse();
        long nanos = held.expectedNanos();
        assertThat(nanos).isGreaterThan(9_000);
        assertThat(held.isExpected(nanos)).isTrue();
    }

    @Test
    void howLongWhatWasDroppedWillTakeNobodyKnows() {
        Assignment dropped = hold(2, 1, known);
        assertHeld(1, 200);
        List<Assignment> told = new ArrayList<>();
        held.drop(call, told::add);
        held.drop(null, told::add);
        assertThat(told).as("told once").containsExactly(dropped);
        assertHeld(1, Long.MAX_VALUE);
        hold(1, 2, known);
        held.settle(2);
        assertHeld(1, 100);
    }

    @Test
    void whatIsTakenBackIsNotCounted() {
        Assignment kept = hold(10, 1, known);
        Assignment cut = hold(10, 2, known);
        Assignment gone = hold(10, 3, known);
        List<Assignment> told = new ArrayList<>();
        List<Integer> counts = new ArrayList<>();
        held.takeBackFrom(14, (assignment, items) -> {
            told.add(assignment);
            counts.add(items.count());
        });

        assertThat(told).containsExactly(cut, gone);
        assertThat(counts).containsExactly(7, 10);
        assertThat(gone.isDone()).isTrue();
        assertThat(held).containsExactly(kept, cut);
        assertThat(held.backwards()).containsExactly(cut, kept);
        assertHeld(2, 1_300);
    }

    @Test
    void allMayBeTakenBack() {
        hold(2, 1, known);
        hold(2, 1, known);
        held.takeBackFrom(1, (assignment, items) -> assertThat(items.count()).isEqualTo(2));
        assertHeld(0, 0);
        assertThat(held.first()).isNull();
        assertThat(held.last()).isNull();
    }
}
