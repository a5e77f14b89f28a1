package dev.procpool;

import static org.assertj.core.api.Assertions.assertThat;

import dev.procpool.testing.Leftovers;
import java.io.Serializable;
import java.time.Duration;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** Processes that are killed at random while they put, get, lease and wait. */
@ExtendWith(Leftovers.class)
class QueueKillsIT {

    private static final int WORKERS = 3;
    private static final int EACH = 300;
    private static final Duration MOMENT = Duration.ofMillis(20);

    private final KillLoop loop = new KillLoop("QueueKillsIT");
    private final AtomicBoolean drained = new AtomicBoolean();
    private final AtomicInteger users = new AtomicInteger();
    private final Set<Integer> complete = ConcurrentHashMap.newKeySet();
    private final Map<Integer, BitSet> seen = new ConcurrentHashMap<>();

    /** The item with a number, from 0, of one producer. */
    private record Entry(int producer, int number) implements Serializable {}

    /** Work that comes back after a death, and what became of it. */
    private record Flow(ProcessQueue<Entry> work, ProcessQueue<Entry> results) implements Serializable {

        static Flow create() {
            return new Flow(
                    ProcessQueue.<Entry>builder()
                            .capacity(50)
                            .onConsumerDeath(ProcessQueue.OnConsumerDeath.REDELIVER)
                            .create(),
                    ProcessQueue.create());
        }

        /** Puts the items of a producer. */
        int produce(int producer) throws InterruptedException {
            for (int i = 0; i < EACH; i++) {
                if (!work.offer(new Entry(producer, i), KillLoop.FROZEN)) {
                    throw new IllegalStateException("frozen");
                }
            }
            return EACH;
        }

        /** Does work for some time; the last item is given back. */
        int consume(int millis) throws InterruptedException {
            long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
            int done = 0;
            while (System.nanoTime() < end) {
                Optional<ProcessQueue.Lease<Entry>> next = work.lease(MOMENT);
                if (next.isPresent()) {
                    results.put(next.get().item());
                    next.get().done();
                    done++;
                }
            }
            work.lease(Duration.ZERO).ifPresent(ProcessQueue.Lease::close);
            return done;
        }
    }

    @Test
    @Timeout(value = 40, unit = TimeUnit.MINUTES)
    void processesThatAreKilledAtAnyPointFreezeNoOtherAndLoseNothing() throws Exception {
        Flow here = Flow.create();
        try (here.work;
                here.results;
                Pool workers = KillLoop.pool(WORKERS);
                Pool homes = KillLoop.pool(1)) {
            Supplier<Flow> there = loop.home(homes, in -> in.apply(Flow::create));
            loop.child(() -> () -> here.consume(60_000));
            List<Thread> drains = List.of(
                    loop.start(drained::get, () -> drain(here)), loop.start(drained::get, () -> here.consume(20)));
            KillLoop.Body using = () -> use(workers, here, there.get());

            loop.run(workers, using, using, using);

            assertThat(here.work.join(KillLoop.FROZEN))
                    .as("seed %d", loop.seed())
                    .isTrue();
            drained.set(true);
            for (Thread thread : drains) {
                thread.join();
            }
            loop.assertNoFailure();
            assertThat(here.work.size()).isZero();
            while (!here.results.isEmpty()) {
                drain(here);
            }
        }
        assertThat(complete).isNotEmpty();
        seen.forEach((producer, numbers) -> assertThat(numbers.cardinality())
                .as("seed %d, producer %d: a prefix", loop.seed(), producer)
                .isEqualTo(numbers.nextClearBit(0)));
        complete.forEach(producer -> assertThat(seen.get(producer).cardinality())
                .as("seed %d, producer %d: all", loop.seed(), producer)
                .isEqualTo(EACH));
    }

    /** Has workers produce and consume for some milliseconds. */
    private void use(Pool workers, Flow here, Flow there) throws Exception {
        int producer = users.incrementAndGet();
        seen.put(producer, new BitSet());
        loop.item(workers, here::produce, producer).ifPresent(items -> complete.add(producer));
        loop.item(workers, flow -> flow.consume(30), here);
        loop.item(workers, flow -> flow.consume(10) + flow.results.size(), there);
        loop.item(workers, flow -> flow.work.offer(new Entry(-1, 0), MOMENT), there);
    }

    /** Notes a result; an item that came back may have two. */
    private void drain(Flow here) throws InterruptedException {
        here.results.poll(MOMENT).ifPresent(entry -> seen.get(entry.producer()).set(entry.number()));
    }
}
