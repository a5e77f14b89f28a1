package dev.procpool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.procpool.task.CurrentTask;
import dev.procpool.task.Shared;
import dev.procpool.task.TaskFunction;
import dev.procpool.testing.Leftovers;
import dev.procpool.testing.Pids;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.Serializable;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** Shared values that cannot be used: a clear error, one failed item, and the pool goes on. */
@ExtendWith(Leftovers.class)
class SharedFailuresIT {

    private static final Duration LONG = Duration.ofSeconds(60);
    private static final TaskFunction<Integer, Integer> SQUARE = x -> x * x;

    private static Pool pool;

    @BeforeAll
    static void open() throws InterruptedException {
        pool = Pool.builder().processes(2).output(WorkerOutput.discarding()).open();
        assertThat(pool.awaitReady(LONG)).isTrue();
    }

    @AfterAll
    static void close() {
        pool.close();
    }

    private static boolean isInWorker() {
        return CurrentTask.context().isPresent();
    }

    /** The end of decoding a value in a worker. */
    private enum Fate {
        DIES,
        THROWS
    }

    private static final class Fateful implements Serializable {

        private static final long serialVersionUID = 1L;

        private final Fate fate;

        private Fateful(Fate fate) {
            this.fate = fate;
        }

        private void readObject(ObjectInputStream in) throws IOException, ClassNotFoundException {
            in.defaultReadObject();
            if (isInWorker() && fate == Fate.DIES) {
                Runtime.getRuntime().halt(9);
            }
            throw new IOException("the model has no file here");
        }
    }

    @Test
    void aWorkerThatDiesWhileItDecodesAValueFailsTheItemThatAskedForIt() throws Exception {
        try (Shared<Fateful> deadly = pool.share(new Fateful(Fate.DIES))) {
            List<Outcome<Integer>> outcomes = Outcomes.all(
                    pool.outcomes(x -> x == 5 ? deadly.get().hashCode() : x, Input.of(IntStream.range(0, 10))));

            assertThat(outcomes).hasSize(10);
            assertThat(outcomes.stream().filter(o -> !o.isSuccess()).map(Outcome::index))
                    .containsExactly(5L);
            assertThat(Outcomes.at(outcomes, 5).failure()).isInstanceOfSatisfying(WorkerDiedException.class, died -> {
                assertThat(died.itemIndex()).isEqualTo(5);
                assertThat(died.exitCode()).isEqualTo(9);
            });
            assertThat(pool.apply(SQUARE, 5)).isEqualTo(25);
        }
    }

    @Test
    void aValueThatAWorkerCannotDecodeIsNamedWithTheWorker() throws Exception {
        try (Shared<Fateful> unreadable = pool.share(new Fateful(Fate.THROWS))) {
            for (int i = 0; i < 3; i++) {
                assertThatThrownBy(() -> pool.apply(() -> unreadable.get()))
                        .isInstanceOf(ArgumentUnreadableException.class)
                        .hasMessageMatching("(?s).*worker \\d+ \\(pid \\d+\\).*")
                        .hasMessageContaining(
                                "the shared value of class " + Fateful.class.getTypeName() + " cannot be decoded")
                        .hasMessageContaining("the model has no file here");
            }
            assertThat(pool.apply(SQUARE, 5)).isEqualTo(25);
        }
    }

    @Test
    void aClosedHandleIsRefusedAsAFunctionsAndAsAnItems() throws Exception {
        Shared<String> closed = pool.share("abc");
        assertThat(pool.apply(() -> closed.get())).isEqualTo("abc");
        closed.close();

        String message = "the shared value of class java.lang.String was closed";
        assertThatThrownBy(closed::get)
                .isInstanceOf(IllegalStateException.class)
                .hasMessage(message);
        assertThatThrownBy(() -> pool.map(x -> closed.get() + x, List.of(1)))
                .isInstanceOf(ArgumentSerializationException.class)
                .hasMessageContaining(message);
        assertThatThrownBy(() -> pool.apply(() -> closed.get()))
                .isInstanceOf(ArgumentSerializationException.class)
                .hasMessageContaining(message);
        assertThatThrownBy(() -> pool.map(handle -> handle.get(), List.of(closed)))
                .isInstanceOf(ArgumentSerializationException.class)
                .hasMessageContaining(message);
        assertThatThrownBy(() -> pool.imap(x -> closed.get() + x, List.of(1)))
                .isInstanceOf(ArgumentSerializationException.class)
                .hasMessageContaining(message);
    }

    @Test
    void aHandleOfAnotherPoolIsRefused() throws Exception {
        try (Pool other = Pool.open(1);
                Shared<String> theirs = other.share("abc");
                Shared<String> ours = pool.share("def")) {
            assertThat(other.apply(() -> theirs.get())).isEqualTo("abc");
            assertThatThrownBy(() -> pool.apply(() -> theirs.get()))
                    .isInstanceOf(ArgumentSerializationException.class)
                    .hasMessageContaining("its own pool only");
            assertThatThrownBy(() -> other.apply(() -> ours.get()))
                    .isInstanceOf(ArgumentSerializationException.class)
                    .hasMessageContaining("its own pool only");
        }
    }

    private static String useInNestedPool(Shared<String> handle) throws Exception {
        try (Pool nested = Pool.open(1)) {
            String refused = "not refused";
            try {
                nested.apply(() -> handle.get());
            } catch (ArgumentSerializationException e) {
                refused = e.getMessage();
            }
            try (Shared<String> again = nested.share(handle.get())) {
                return nested.apply(() -> again.get()) + ": " + refused;
            }
        }
    }

    private static Object shareInNestedPool() {
        try (Pool nested = Pool.open(1)) {
            return nested.share("abc");
        }
    }

    @Test
    void aNestedPoolRefusesTheHandleAndMayShareTheValueAnew() throws Exception {
        try (Shared<String> handle = pool.share("abc")) {
            assertThat(pool.apply(SharedFailuresIT::useInNestedPool, handle))
                    .startsWith("abc: ")
                    .contains("its own pool only");
        }
        assertThatThrownBy(() -> pool.apply(() -> shareInNestedPool()))
                .isInstanceOf(ResultSerializationException.class)
                .hasMessageContaining("its own pool only");
    }

    @Test
    void aChildProcessRefusesAHandle() {
        try (Shared<String> handle = pool.share("abc")) {
            assertThatThrownBy(() -> ChildProcess.of(() -> {
                                handle.get();
                                return null;
                            })
                            .start())
                    .hasMessageContaining("its own pool only");
        }
    }

    private static Shared<String> closed(Shared<String> handle) {
        handle.close();
        return handle;
    }

    @Test
    void aWorkerCannotCloseAValue() {
        try (Shared<String> handle = pool.share("abc")) {
            assertThatThrownBy(() -> pool.apply(SharedFailuresIT::closed, handle))
                    .isInstanceOf(UnsupportedOperationException.class)
                    .hasMessageContaining("only the supervisor");
            assertThat(handle.get()).isEqualTo("abc");
        }
    }

    @Test
    void aValueThatCannotBeEncodedIsRefusedWhenItIsShared() {
        assertThatThrownBy(() -> pool.share(new Thread()))
                .isInstanceOf(ArgumentSerializationException.class)
                .hasMessageContaining("the shared value cannot be sent to a worker")
                .hasMessageContaining("it belongs to this JVM");
        try (Shared<String> handle = pool.share("abc")) {
            assertThatThrownBy(() -> pool.share(List.of(handle)))
                    .isInstanceOf(ArgumentSerializationException.class)
                    .hasMessageContaining("its own pool only");
        }
        try (Pool small = Pool.builder().processes(1).maxPayload(1 << 20).open()) {
            assertThatThrownBy(() -> small.share(new byte[1 << 20])).isInstanceOf(PayloadTooLargeException.class);
            small.shutdown();
            assertThatThrownBy(() -> small.share(1)).isInstanceOf(IllegalStateException.class);
        }
    }

    @Test
    void aPoolWhoseWorkersHaveNoMemoryForAValueGivesUpWithThatReason() {
        try (Pool small = Pool.builder()
                        .processes(1)
                        .maxHeap("64m")
                        .maxPayload(128 << 20)
                        .output(WorkerOutput.discarding())
                        .open();
                Shared<double[]> large = small.share(new double[(100 << 20) / Double.BYTES])) {
            assertThatThrownBy(() -> small.apply(() -> large.get().length))
                    .isInstanceOf(PoolBrokenException.class)
                    .hasMessageContaining("out of memory");
        }
    }

    /** 20 kills; {@code -Dprocpool.kills=1000} for more. */
    @Test
    @Timeout(value = 10, unit = TimeUnit.MINUTES)
    void workersThatAreKilledAtRandomGetTheValueAgain() throws Exception {
        Random random = new Random(Long.getLong("procpool.seed", 1));
        int kills = Integer.getInteger("procpool.kills", 20);
        AtomicInteger killed = new AtomicInteger();
        try (Pool pool = Pool.builder()
                        .processes(3)
                        .output(WorkerOutput.discarding())
                        .open();
                Shared<int[]> shared = pool.share(IntStream.range(0, 50_000).toArray())) {
            assertThat(pool.awaitReady(LONG)).isTrue();
            Tasks tasks = pool.with(TaskOptions.builder()
                    .retries(100)
                    .retryDelay(Duration.ofMillis(1))
                    .build());
            while (killed.get() < kills) {
                TaskFuture<List<Integer>> all = tasks.mapAsync(
                        x -> {
                            Thread.sleep(1);
                            return shared.get()[x * 100];
                        },
                        Input.of(IntStream.range(0, 500)));
                List<WorkerInfo> workers = pool.workers();
                if (Pids.kill(workers.get(random.nextInt(workers.size())).pid())) {
                    killed.incrementAndGet();
                }
                assertThat(all.get())
                        .isEqualTo(IntStream.range(0, 500)
                                .map(x -> x * 100)
                                .boxed()
                                .toList());
            }
        }
    }
}
