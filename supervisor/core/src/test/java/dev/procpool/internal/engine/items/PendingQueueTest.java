package dev.procpool.internal.engine.items;

import static org.assertj.core.api.Assertions.assertThat;

import dev.procpool.TaskOptions;
import dev.procpool.internal.backend.Batch;
import dev.procpool.internal.backend.Call;
import dev.procpool.internal.backend.Settlement;
import dev.procpool.internal.base.Times;
import dev.procpool.protocol.message.ItemLayout;
import dev.procpool.protocol.message.PayloadBuffer;
import dev.procpool.protocol.message.PayloadReader;
import dev.procpool.protocol.message.Slice;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class PendingQueueTest {

    private static final int LARGE = 1 << 20;

    private final Call one = call(1, TaskOptions.defaults());
    private final Call other = call(2, TaskOptions.defaults());
    private final Call ofAnotherClient =
            call(3, TaskOptions.builder().client("another").build());
    private final PendingQueue pending = new PendingQueue();

    private static Call call(long id, TaskOptions options) {
        return new Call(id, null, options, Call.Delivery.WHOLE, () -> {});
    }

    private Chunk cut(int maxItems) {
        return pending.cut(maxItems, LARGE, 1_000, 0);
    }

    private static PendingItems ints(Call call, int count) {
        byte[] encoded = new byte[count * Integer.BYTES];
        return PendingItems.of(new Batch(call, 0, count, ItemLayout.INTS, encoded, encoded.length, null), 0);
    }

    /** Texts of 0, 1, 2 … chars. */
    private static PendingItems texts(Call call, int count) {
        PayloadBuffer encoded = new PayloadBuffer(64);
        for (int i = 0; i < count; i++) {
            ItemLayout.TEXTS.put("x".repeat(i), encoded);
        }
        return PendingItems.of(new Batch(call, 0, count, ItemLayout.TEXTS, encoded.array(), encoded.size(), null), 0);
    }

    private static void assertHolds(Chunk chunk, int from, int to) {
        assertThat(chunk.from()).isEqualTo(from);
        assertThat(chunk.to()).isEqualTo(to);
        PayloadReader items = chunk.items().reader();
        for (int i = from; i < to; i++) {
            assertThat(ItemLayout.TEXTS.next(items)).isEqualTo("x".repeat(i));
        }
        assertThat(items.remaining()).isZero();
    }

    @Test
    void textsAreCutByTheirLengths() {
        PendingItems texts = texts(one, 100);

        Chunk first = texts.cut(3, LARGE, 1_000);
        Chunk second = texts.cut(1_000, 50, 1_000);

        assertHolds(first, 0, 3);
        assertHolds(
                second, 3, 11); // 51 bytes in texts of 3 to 10 chars and 8 heads: the last one goes beyond the bound
        assertHolds(texts.cut(1_000, LARGE, 1_000), 11, 100);
    }

    @Test
    void textsThatComeBackAreTheirOwn() {
        Chunk chunk = texts(one, 100).cut(100, LARGE, 1_000);

        assertHolds(PendingItems.again(chunk, 70, 90).cut(20, LARGE, 1_000), 70, 90);
        assertHolds(PendingItems.retry(chunk, 99, List.of(new FailedAttempt())).cut(1, LARGE, 1_000), 99, 100);
    }

    private void assertCounts(long ready, long all) {
        assertThat(pending.readyItems()).isEqualTo(ready);
        assertThat(pending.readyBytes()).isEqualTo(ready * Integer.BYTES);
        assertThat(pending.allItems()).isEqualTo(all);
        assertThat(pending.hasReady()).isEqualTo(ready > 0);
    }

    @Test
    void aPartIsCutThenTheRestThenTheNext() {
        pending.add(ints(one, 10));
        pending.add(ints(other, 2));
        assertCounts(12, 12);
        assertThat(cut(4).count()).isEqualTo(4);
        assertCounts(8, 8);
        Chunk rest = cut(100);
        assertThat(rest.from()).isEqualTo(4);
        assertThat(rest.count()).isEqualTo(6);
        assertCounts(2, 2);
        assertThat(cut(100).batch().call()).isSameAs(other);
        assertCounts(0, 0);
    }

    @Test
    void whatComesBackComesFirstAndInItsOrder() {
        pending.add(ints(other, 1));
        Chunk chunk = chunkOf(one, 6);
        pending.addFirst(List.of(PendingItems.again(chunk, 0, 2), PendingItems.again(chunk, 2, 6)));
        assertThat(pending.allItems()).isEqualTo(7);
        assertThat(cut(100).from()).isZero();
        assertThat(cut(100).from()).isEqualTo(2);
        assertThat(pending.firstReady().call()).isSameAs(other);
        assertCounts(1, 1);
    }

    private static Chunk chunkOf(Call call, int count) {
        return ints(call, count).cut(count, LARGE, 1_000);
    }

    @Test
    void whatComesBackComesFirstAmongTheItemsOfItsClient() {
        pending.add(ints(one, 3));
        pending.add(ints(ofAnotherClient, 3));
        Chunk chunk = cut(2);

        pending.addFirst(List.of(PendingItems.again(chunk, 0, 2)));

        assertThat(cut(100).batch().call()).isSameAs(ofAnotherClient);
        Chunk again = cut(100);
        assertThat(again.batch().call()).isSameAs(one);
        assertThat(again.count()).isEqualTo(2);
        assertCounts(1, 1);
    }

    @Test
    void clientsTakeTurns() {
        pending.add(ints(one, 2));
        pending.add(ints(other, 2));
        pending.add(ints(ofAnotherClient, 2));
        List<Call> calls = new ArrayList<>();
        while (pending.hasReady()) {
            calls.add(cut(1).batch().call());
        }
        assertThat(calls).containsExactly(one, ofAnotherClient, one, ofAnotherClient, other, other);
    }

    @Test
    void anOfferHasItsTurnOnceTheEarlierItemsOfItsClientAreCut() {
        pending.add(ints(one, 2));
        long offer = pending.nextArrival();
        pending.add(ints(other, 2));
        assertThat(pending.isTurnOf(one.client(), offer)).isFalse();
        assertThat(pending.isTurnOf(ofAnotherClient.client(), offer)).isTrue();

        cut(2);

        assertThat(pending.isTurnOf(one.client(), offer)).isTrue();
        pending.addArrived(ints(one, 1), offer);
        assertThat(cut(100).batch().call()).isSameAs(one);
        assertThat(cut(100).batch().call()).isSameAs(other);
    }

    @Test
    void aRetryWaitsForItsTimeAndComesFirstThen() {
        pending.add(ints(other, 1));
        long now = Long.MAX_VALUE - 5; // the clock may overflow meanwhile
        assertThat(pending.nextDue()).isEqualTo(Times.NEVER);
        pending.addLater(PendingItems.retry(chunkOf(other, 1), 0, List.of(new FailedAttempt())), now + 10);
        pending.addLater(PendingItems.retry(chunkOf(one, 1), 0, List.of(new FailedAttempt())), now + 3);
        assertCounts(1, 3);
        assertThat(pending.nextDue()).isEqualTo(now + 3);
        pending.wakeDelayed(now + 2);
        assertCounts(1, 3);
        pending.wakeDelayed(now + 3);
        assertCounts(2, 3);
        assertThat(pending.firstReady().call()).isSameAs(one);
        assertThat(pending.firstReady().attempt()).isEqualTo(2);
        assertThat(pending.nextDue()).isEqualTo(now + 10);
        pending.wakeDelayed(now + 11);
        assertCounts(3, 3);
        assertThat(pending.nextDue()).isEqualTo(Times.NEVER);
    }

    @Test
    void theItemsOfACallAreTakenOutThoseThatWaitForTheirTimeToo() {
        pending.add(ints(one, 3));
        pending.add(ints(other, 4));
        pending.addLater(PendingItems.retry(chunkOf(one, 1), 0, List.of(new FailedAttempt())), 7);
        pending.addLater(PendingItems.retry(chunkOf(other, 1), 0, List.of(new FailedAttempt())), 8);
        List<PendingItems> removed = new ArrayList<>();
        pending.removeAll(one, removed::add);
        assertThat(removed).extracting(PendingItems::call).containsOnly(one);
        assertThat(removed.stream().mapToInt(PendingItems::count).sum()).isEqualTo(4);
        assertCounts(4, 5);
        assertThat(pending.nextDue()).isEqualTo(8);
        pending.removeAll(null, removed::add);
        assertThat(removed).hasSize(4);
        assertCounts(0, 0);
    }

    // ---- items that wait for a consumer

    private static Call fullStream() {
        Call stream = new Call(9, null, TaskOptions.defaults(), Call.Delivery.COMPLETION_ORDER, () -> {});
        stream.reserve(1_000);
        Slice results = Slice.of(new byte[8 << 20]);
        stream.settle(new Settlement.Encoded(0, 1, ItemLayout.BYTES, null, results, 0, 0, 1, 1, 1, 0, Duration.ZERO));
        return stream;
    }

    @Test
    void itemsOfAFullCallLetTheOthersOfTheirClientPass() {
        Call stream = fullStream();
        pending.add(ints(stream, 5));
        pending.add(ints(stream, 4));
        pending.add(ints(one, 2));

        assertThat(pending.hasSendable()).isTrue();

        assertThat(pending.firstReady().call()).isSameAs(one);
        assertCounts(2, 11);
        assertThat(pending.itemsForWorkers()).isEqualTo(2);
        assertThat(pending.isTurnOf(one.client(), 2)).isTrue(); // no item that waits for a consumer is before it
    }

    @Test
    void itemsThatWaitForAConsumerComeBackInTheirOrderOnceItHasTakenResults() {
        Call stream = fullStream();
        pending.add(ints(stream, 5));
        pending.add(ints(stream, 4));
        assertThat(pending.hasSendable()).isFalse();
        pending.releaseHeldBack(true);
        assertThat(pending.hasSendable()).isFalse();
        assertCounts(0, 9);

        stream.take();
        pending.releaseHeldBack(true);

        assertThat(pending.hasSendable()).isTrue();
        assertThat(cut(100).count()).isEqualTo(5);
        assertThat(cut(100).count()).isEqualTo(4);
        assertCounts(0, 0);
    }

    @Test
    void noItemWaitsForAConsumerOnceThePoolIsShutDown() {
        pending.add(ints(fullStream(), 5));
        assertThat(pending.hasSendable()).isFalse();

        pending.releaseHeldBack(false);

        assertThat(pending.hasSendable()).isTrue();
        assertCounts(5, 5);
    }

    @Test
    void itemsThatWaitForAConsumerAreTakenOutWithTheirCall() {
        Call stream = fullStream();
        pending.add(ints(stream, 5));
        pending.hasSendable();
        List<PendingItems> removed = new ArrayList<>();

        pending.removeAll(one, removed::add);
        assertThat(removed).isEmpty();
        pending.removeAll(stream, removed::add);

        assertThat(removed).hasSize(1);
        assertCounts(0, 0);
    }
}
