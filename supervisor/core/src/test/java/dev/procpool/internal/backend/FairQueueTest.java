package dev.procpool.internal.backend;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class FairQueueTest {

    private static final long MILLI = TimeUnit.MILLISECONDS.toNanos(1);
    private static final long HOUR = TimeUnit.HOURS.toNanos(1);

    private final FairQueue<Work> queue = new FairQueue<>();
    private final Map<String, Long> usedNanos = new TreeMap<>();
    private long nowNanos;

    /** Items that take {@code nanos} each. */
    private static final class Work implements FairQueue.Entry {

        private final String client;
        private final long nanos;
        private int count;

        Work(String client, int count, long nanos) {
            this.client = client;
            this.count = count;
            this.nanos = nanos;
        }

        @Override
        public Object client() {
            return client;
        }

        @Override
        public int count() {
            return count;
        }
    }

    private void add(String client, int count, long nanos) {
        queue.addLast(new Work(client, count, nanos));
    }

    /** Hands out the next item; returns its client. */
    private Work hand(long expectedNanos) {
        Work next = queue.first();
        next.count--;
        queue.serve(1, expectedNanos, nowNanos);
        return next;
    }

    /** Runs the next item to its end, whose run time was known; returns its client. */
    private String run() {
        return run(queue.first().nanos);
    }

    private String run(long expectedNanos) {
        Work next = hand(expectedNanos);
        queue.ran(next.client, 1, expectedNanos, next.nanos);
        usedNanos.merge(next.client, next.nanos, Long::sum);
        nowNanos += next.nanos;
        return next.client;
    }

    private double shareOf(String client) {
        double all = usedNanos.values().stream().mapToLong(n -> n).sum();
        return usedNanos.getOrDefault(client, 0L) / all;
    }

    @Test
    void clientsShareTheTimeAndNotTheNumberOfItems() {
        add("long", 1_000, 4 * MILLI);
        add("short", 10_000, MILLI);
        for (int i = 0; i < 2_000; i++) {
            run();
        }
        assertThat(shareOf("long")).isCloseTo(0.5, Offset.offset(0.01));
    }

    @Test
    void itemsOfOneClientAreServedInTheirOrder() {
        Work second = new Work("a", 1, MILLI);
        Work third = new Work("a", 1, MILLI);
        queue.addLast(second);
        queue.addLast(third);
        queue.addFirst(new Work("a", 1, MILLI));

        List<Work> served = List.of(hand(MILLI), hand(MILLI), hand(MILLI));

        assertThat(served.subList(1, 3)).containsExactly(second, third);
        assertThat(queue.isEmpty()).isTrue();
    }

    @Test
    void aClientThatComesIsNextAndHasSavedNothingUp() {
        add("first", 10_000, MILLI);
        for (int i = 0; i < 5_000; i++) {
            run();
        }
        add("second", 10_000, MILLI);

        assertThat(run()).isEqualTo("second");

        usedNanos.clear();
        for (int i = 0; i < 100; i++) {
            run();
        }
        assertThat(shareOf("second")).isCloseTo(0.5, Offset.offset(0.02));
    }

    @Test
    void aClientThatWaitsForEachOfItsLongItemsGetsNoMoreThanItsShare() {
        List.of("a", "b", "c").forEach(client -> add(client, 100_000, MILLI));
        for (int i = 0; i < 20_000; i++) {
            if (queue.firstOf("one at a time") == null) {
                add("one at a time", 1, 100 * MILLI);
            }
            run();
        }
        assertThat(shareOf("one at a time")).isCloseTo(0.25, Offset.offset(0.02));
    }

    @Test
    void aClientThatComesBackHasUsedTheTimeOfItsItemsThatStillRun() {
        add("long", 1, 100 * MILLI);
        hand(100 * MILLI);
        add("many", 100, MILLI);
        add("long", 1, 100 * MILLI);
        for (int i = 0; i < 50; i++) {
            assertThat(run()).isEqualTo("many");
        }
    }

    @Test
    void aNewClientForEachLongItemStarvesNoOtherAlsoIfNobodyKnowsThatItIsLong() {
        add("many", 100_000, MILLI);
        String newcomer = "newcomer 0";
        for (int i = 0; i < 10_000; i++) {
            if (queue.firstOf(newcomer) == null) {
                newcomer = "newcomer " + i;
                add(newcomer, 1, 100 * MILLI);
            }
            run(queue.expectedNanosOfFirst());
        }
        assertThat(shareOf("many")).isGreaterThan(0.4);
    }

    @Test
    void aQuickItemDoesNotWaitForLongBecauseItsClientHadAVeryLongOne() {
        add("many", 100_000, MILLI);
        add("other", 1, HOUR);
        while (queue.firstOf("other") != null) {
            run();
        }
        add("other", 1, MILLI);
        long waited = 0;
        while (run().equals("many")) {
            waited++;
        }
        assertThat(waited * MILLI).isLessThanOrEqualTo(2 * FairQueue.MOST_AHEAD_NANOS);
    }

    @Test
    void theChargeIsCorrectedByTheTimeThatItemsTook() {
        add("said to be quick", 10_000, 4 * MILLI);
        add("said to be slow", 10_000, MILLI);
        for (int i = 0; i < 4_000; i++) {
            run(queue.first().client.equals("said to be quick") ? 1_000 : 40 * MILLI);
        }
        assertThat(shareOf("said to be quick")).isCloseTo(0.5, Offset.offset(0.02));
    }

    @Test
    void itemsThatComeBackAreFirstAmongThoseOfTheirClientAndNotCharged() {
        add("large", 1_001, 5 * MILLI);
        Work large = queue.first();
        large.count -= 1_000;
        queue.serve(1_000, 5_000 * MILLI, nowNanos);
        add("other", 100, 5 * MILLI);
        large.count--;
        Work back = new Work("large", 1_000, 5 * MILLI);

        queue.returned("large", 1_000, 5_000 * MILLI);
        queue.addFirst(back);

        assertThat(run()).isEqualTo("other");
        assertThat(queue.first()).isSameAs(back);
        assertThat(run()).isEqualTo("large");
        assertThat(run()).isEqualTo("other");
    }

    @Test
    void aClientThatIsSetAsideLetsTheNextOnePass() {
        add("a", 5, MILLI);
        add("b", 1, MILLI);

        queue.setFirstAside();

        assertThat(run()).isEqualTo("b");
        assertThat(queue.isEmpty()).isTrue();
        queue.bringBack();
        assertThat(run()).isEqualTo("a");
    }

    @Test
    void theQueueIsSharedForAWhileAfterClientsWereServedInTurns() {
        add("a", 5_000, MILLI);
        run();
        assertThat(queue.isShared(nowNanos)).isFalse();
        add("b", 1, MILLI);
        run();
        assertThat(queue.isShared(nowNanos)).isTrue();
        for (int i = 0; i < 2_000; i++) {
            run();
        }
        assertThat(queue.isShared(nowNanos)).isFalse();
    }

    @Test
    void theItemsOfOneClientAreTakenOutAndTheOthersStay() {
        add("a", 5, MILLI);
        add("a", 6, MILLI);
        add("b", 7, MILLI);

        List<Work> removed = queue.remove("a", work -> work.count == 5);

        assertThat(removed).extracting(Work::count).containsExactly(5);
        assertThat(queue.items()).isEqualTo(13);
        assertThat(queue.remove(null, work -> true)).hasSize(2);
        assertThat(queue.isEmpty()).isTrue();
        assertThat(queue.items()).isZero();
    }

    @Test
    void clientsThatAreAwayAreForgottenAndTheOthersAreNot() {
        add("waits", 1_000_000, MILLI);
        add("is served", 1, MILLI);
        List<Work> held = new ArrayList<>();
        while (queue.firstOf("is served") != null) {
            held.add(hand(MILLI));
        }
        for (int i = 0; i < 10_000; i++) {
            String client = "thread " + i;
            add(client, 1, MILLI);
            while (queue.firstOf(client) != null) {
                run();
            }
        }
        assertThat(queue.clients()).isLessThan(300);
        assertThat(queue.firstOf("waits")).isNotNull();
        held.forEach(work -> queue.returned(work.client, 1, MILLI));
    }
}
