package dev.procpool;

import static org.assertj.core.api.Assertions.assertThat;

import dev.procpool.task.Shared;
import dev.procpool.task.TaskFunction;
import dev.procpool.testing.Await;
import dev.procpool.testing.Leftovers;
import dev.procpool.testing.Pids;
import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Values that a pool shares with its workers: how often they travel, where they arrive, and when they go. */
@ExtendWith(Leftovers.class)
class SharedIT {

    private static final Duration LONG = Duration.ofSeconds(60);
    private static final int SMALL = 1_000;
    private static final int MIB_100 = (100 << 20) / Double.BYTES;

    private static Pool pool;

    @BeforeAll
    static void open() throws InterruptedException {
        pool = Pool.open(2);
        assertThat(pool.awaitReady(LONG)).isTrue();
    }

    @AfterAll
    static void close() {
        pool.close();
    }

    /** How often each worker has decoded a model when it runs one of many items; by pid. */
    private static Map<Long, Integer> decodings(Pool pool, Shared<CountedModel> model) throws InterruptedException {
        Map<Long, Integer> most = new HashMap<>();
        for (Outcome<Integer> outcome : pool.outcomes(
                x -> {
                    Thread.sleep(1);
                    return model.get().last() == 7 ? CountedModel.decoded() : -1;
                },
                Input.of(IntStream.range(0, 100)))) {
            most.merge(outcome.pid(), outcome.get(), Math::max);
        }
        return most;
    }

    @Tag("jdk")
    @Test
    void aThousandCallsEncodeAModelOfAHundredMegabytesOnceAndDecodeItOnceInEachWorker() throws Exception {
        int encodedBefore = CountedModel.encoded();
        try (Pool pool = Pool.builder().processes(2).maxPayload(128 << 20).open();
                Shared<CountedModel> model = pool.share(new CountedModel(MIB_100))) {
            for (int i = 0; i < 1000; i++) {
                int more = i;
                assertThat(pool.<Integer, Double>apply(x -> model.get().last() + more, i))
                        .isEqualTo(7 + i);
            }

            assertThat(CountedModel.encoded() - encodedBefore).isEqualTo(1);
            assertThat(decodings(pool, model)).hasSize(2).allSatisfy((pid, times) -> assertThat(times)
                    .isEqualTo(1));
        }
    }

    @Test
    void aWorkerThatReplacesAnotherDecodesAtItsFirstUseAndNotBefore() throws Exception {
        try (Pool pool = Pool.open(1);
                Shared<CountedModel> model = pool.share(new CountedModel(SMALL))) {
            assertThat(pool.apply(() -> model.get().last())).isEqualTo(7);
            long first = pool.workers().get(0).pid();

            Pids.kill(first);
            Await.orFail(() -> pool.workers().get(0).pid() != first);
            assertThat(pool.apply(() -> CountedModel.decoded())).isZero();
            assertThat(pool.apply(() -> model.get().last())).isEqualTo(7);
            assertThat(pool.apply(() -> model.get().last())).isEqualTo(7);
            assertThat(pool.apply(() -> CountedModel.decoded())).isEqualTo(1);

            pool.resize(2);
            assertThat(pool.awaitReady(LONG)).isTrue();
            assertThat(decodings(pool, model)).hasSize(2).allSatisfy((pid, times) -> assertThat(times)
                    .isEqualTo(1));
        }
    }

    /** An argument with a handle. */
    private record Job(Shared<String> text, int at) {}

    @Test
    void aHandleArrivesInEveryKindOfCallAndAtEveryPlace() throws Exception {
        try (Shared<String> shared = pool.share("abc")) {
            TaskFunction<Job, Character> charAt = job -> job.text().get().charAt(job.at());
            List<Job> jobs = List.of(new Job(shared, 0), new Job(shared, 2));

            assertThat(pool.apply(() -> shared.get())).isEqualTo("abc");
            assertThat(pool.<Shared<String>, Integer>apply(
                            handle -> handle.get().length(), shared))
                    .isEqualTo(3);
            assertThat(pool.<Shared<String>, Integer, String>apply((handle, x) -> handle.get() + x, shared, 1))
                    .isEqualTo("abc1");
            assertThat(pool.applyAsync(charAt, jobs.get(1)).get()).isEqualTo('c');
            assertThat(pool.map(charAt, jobs)).containsExactly('a', 'c');
            assertThat(pool.mapAsync(charAt, jobs).get()).containsExactly('a', 'c');
            assertThat(pool.imap(charAt, jobs).stream()).containsExactly('a', 'c');
            assertThat(pool.imap(x -> shared.get() + x, List.of(1, 2)).stream()).containsExactly("abc1", "abc2");
            assertThat(pool.starmap(
                            (handle, x) -> handle.get() + x, Map.of(shared, 1).entrySet()))
                    .containsExactly("abc1");
            assertThat(pool.asExecutorService().submit(() -> shared.get()).get())
                    .isEqualTo("abc");
            assertThat(shared.get()).isEqualTo("abc");
        }
    }

    @Test
    void aHandleInAResultIsTheSameHandleHere() throws Exception {
        try (Shared<String> shared = pool.share("abc")) {
            assertThat(pool.<Shared<String>, Shared<String>>apply(handle -> handle, shared))
                    .isSameAs(shared);
            assertThat(pool.map(x -> new Job(shared, x), List.of(1, 2)))
                    .allSatisfy(job -> assertThat(job.text()).isSameAs(shared));
        }
        Shared<String> onlyHere = pool.apply(handle -> handle, pool.share("nobody keeps the handle"));
        assertThat(onlyHere.get()).isEqualTo("nobody keeps the handle");
    }

    @Test
    void itemsThatWereSubmittedBeforeTheCloseStillHaveTheValue() throws Exception {
        TaskFuture<List<Integer>> lengths;
        Shared<CountedModel> model = pool.share(new CountedModel(SMALL));
        try (model) {
            lengths = pool.mapAsync(
                    x -> {
                        Thread.sleep(5);
                        return model.get().last() == 7 ? x : -1;
                    },
                    Input.of(IntStream.range(0, 60)));
        }
        assertThat(lengths.get()).isEqualTo(IntStream.range(0, 60).boxed().toList());
    }

    /** In a worker: what it has got as shared values. */
    private static final Set<WeakReference<Object>> SEEN = ConcurrentHashMap.newKeySet();

    private static int use(Object copy) {
        SEEN.add(new WeakReference<>(copy));
        return SEEN.size();
    }

    private static int left() {
        System.gc();
        return (int) SEEN.stream().filter(r -> r.get() != null).count();
    }

    private static boolean isGoneFrom(Pool pool) {
        System.gc();
        try {
            return pool.apply(() -> left()) == 0;
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void aWorkerForgetsAValueThatIsClosed() throws Exception {
        try (Pool pool = Pool.open(1)) {
            Shared<int[]> shared = pool.share(new int[1000]);
            assertThat(pool.apply(() -> use(shared.get()))).isEqualTo(1);
            assertThat(pool.apply(() -> left())).isEqualTo(1);

            shared.close();

            Await.orFail(() -> isGoneFrom(pool));
        }
    }

    private static int useOne(Pool pool) throws InterruptedException {
        Shared<int[]> shared = pool.share(new int[1000]);
        return pool.apply(() -> use(shared.get()));
    }

    @Test
    void aWorkerForgetsAValueWhoseHandleTheProgramHasLost() throws Exception {
        try (Pool pool = Pool.open(1)) {
            assertThat(useOne(pool)).isEqualTo(1);

            Await.orFail(() -> isGoneFrom(pool));
        }
    }

    @Test
    void manyValuesAreSharedClosedAndSharedAgain() throws Exception {
        for (int round = 0; round < 50; round++) {
            List<Shared<String>> all = new ArrayList<>();
            for (int i = 0; i < 20; i++) {
                all.add(pool.share("text " + i));
            }
            assertThat(pool.map(handle -> handle.get(), all))
                    .isEqualTo(IntStream.range(0, 20).mapToObj(i -> "text " + i).toList());
            all.forEach(Shared::close);
        }
    }
}
