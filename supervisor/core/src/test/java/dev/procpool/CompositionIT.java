package dev.procpool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.procpool.task.TaskFunction;
import dev.procpool.testing.Await;
import dev.procpool.testing.Leftovers;
import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Futures that depend on calls: the thread that completes them, and that no thread waits for another one's call. */
@ExtendWith(Leftovers.class)
class CompositionIT {

    private static final int SOON_MILLIS = 300;
    private static final TaskFunction<Integer, Integer> SOON = x -> {
        Thread.sleep(SOON_MILLIS);
        return x + 1;
    };
    private static final TaskFunction<Integer, Integer> INCREMENT = x -> x + 1;

    private static Pool pool;

    @BeforeAll
    static void open() throws InterruptedException {
        pool = Pool.open(2);
        assertThat(pool.awaitReady(Duration.ofSeconds(60))).isTrue();
    }

    @AfterAll
    static void close() {
        pool.close();
    }

    private static CompletableFuture<Integer> soon(int x) {
        return pool.applyAsync(SOON, x).toCompletableFuture();
    }

    private static String here() {
        return Thread.currentThread().getName();
    }

    @Tag("jdk")
    @Test
    void whoWaitsForTheLastOfAChainCompletesIt() throws Exception {
        int mine = 0;
        int rounds = 500;
        for (int i = 0; i < rounds; i++) {
            CompletableFuture<String> chain = pool.applyAsync(INCREMENT, i)
                    .toCompletableFuture()
                    .thenApply(x -> x + " " + here())
                    .thenApply(text -> text + "!");
            String text = i % 2 == 0 ? chain.join() : chain.get();
            assertThat(text).startsWith(i + 1 + " ").endsWith("!");
            mine += text.contains(here()) ? 1 : 0;
        }
        assertThat(mine).as("the others were done before anybody waited").isGreaterThan(rounds / 4);

        assertThat(soon(1).thenApply(x -> x + here()).join())
                .as("a slow one is left to the executor")
                .contains("procpool-completion");
    }

    @Test
    void whereOthersDependOnAFutureNobodyWaitsForThem() {
        CompletableFuture<Integer> root = soon(1);
        CountDownLatch joined = new CountDownLatch(1);
        List<String> ran = new ArrayList<>();
        CompletableFuture<Void> blocked = root.thenAccept(x -> {
            ran.add(here());
            awaitOrFail(joined); // would never end on the thread that counts down
        });
        CompletableFuture<String> mine = root.thenApply(x -> here());

        assertThat(mine.join()).startsWith("procpool-completion");
        joined.countDown();
        blocked.join();
        assertThat(ran).hasSize(1).first().asString().startsWith("procpool-completion");
    }

    private static void awaitOrFail(CountDownLatch latch) {
        try {
            assertThat(latch.await(60, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void anExecutorOfTheUserCompletesAllFutures() throws Exception {
        ExecutorService executor = Executors.newSingleThreadExecutor(command -> new Thread(command, "user's"));
        try (Pool own = Pool.builder().processes(1).completionExecutor(executor).open()) {
            assertThat(own.applyAsync(SOON, 1)
                            .toCompletableFuture()
                            .thenApply(x -> here())
                            .join())
                    .isEqualTo("user's");
        } finally {
            executor.shutdown();
        }
    }

    @Test
    void anInterruptEndsGetButNotJoinAndTheFutureIsCompletedAllTheSame() throws Exception {
        CompletableFuture<Integer> next = soon(1).thenApply(x -> x + 1);
        Thread.currentThread().interrupt();
        assertThatThrownBy(next::get).isInstanceOf(InterruptedException.class);
        assertThat(next.get(60, TimeUnit.SECONDS)).isEqualTo(3);

        CompletableFuture<Integer> other = soon(1).thenApply(x -> x + 1);
        Thread.currentThread().interrupt();
        assertThat(other.join()).isEqualTo(3);
        assertThat(Thread.interrupted()).isTrue();
    }

    @Test
    void aTimeLimitIsKept() throws Exception {
        CompletableFuture<Integer> next = soon(1).thenApply(x -> x + 1);
        assertThatThrownBy(() -> next.get(1, TimeUnit.MILLISECONDS)).isInstanceOf(TimeoutException.class);
        assertThat(next.join()).isEqualTo(3);
    }

    @Test
    void failuresAndCancellationsReachTheChain() {
        TaskFunction<Integer, Integer> fails = x -> {
            Thread.sleep(SOON_MILLIS);
            throw new IllegalStateException("no " + x);
        };
        assertThatThrownBy(() -> pool.applyAsync(fails, 7)
                        .toCompletableFuture()
                        .thenApply(x -> x + 1)
                        .join())
                .isInstanceOf(CompletionException.class)
                .hasRootCauseMessage("no 7");
        assertThatThrownBy(() -> pool.applyAsync(fails, 8).toCompletableFuture().get())
                .isInstanceOf(ExecutionException.class)
                .hasRootCauseMessage("no 8");
    }

    @Test
    void whoWaitsIsFreeWhenTheFutureIsCompletedInAnotherWay() throws Exception {
        TaskFunction<Integer, Integer> long60 = x -> {
            Thread.sleep(60_000);
            return x;
        };
        try (Pool own = Pool.open(1)) {
            CompletableFuture<Integer> slow = own.applyAsync(long60, 1).toCompletableFuture();
            CompletableFuture<Integer> either = slow.applyToEither(soon(5), x -> x);
            assertThat(either.join()).isEqualTo(6);
            CompletableFuture<Integer> next = slow.thenApply(x -> x + 1);
            CompletableFuture<Boolean> completing = soon(1).thenApply(x -> next.complete(100));
            assertThat(next.join()).isEqualTo(100);
            assertThat(completing.join()).isTrue();
            own.terminate();
        }
    }

    @Test
    void aChainMayCallThePoolAndHaveOtherFuturesInIt() {
        assertThat(soon(1).thenCompose(x -> pool.applyAsync(INCREMENT, x).toCompletableFuture())
                        .thenCombine(soon(10), Integer::sum)
                        .join())
                .isEqualTo(3 + 11);
        assertThat(soon(1).thenApply(x -> soon(x).join())
                        .thenApplyAsync(x -> x + 1)
                        .join())
                .isEqualTo(4);
        List<CompletableFuture<Integer>> several = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            several.add(pool.applyAsync(INCREMENT, i).toCompletableFuture());
        }
        CompletableFuture.allOf(several.toArray(CompletableFuture[]::new)).join();
        assertThat(several).allMatch(CompletableFuture::isDone);
    }

    @Test
    void whatDependsOnACallKeepsNothingOfIt() throws Exception {
        List<WeakReference<Object>> lists = new ArrayList<>();
        CompletableFuture<Integer> size = sizeOfAMap(lists);
        Await.until(() -> {
            System.gc();
            return lists.get(0).get() == null;
        });
        assertThat(lists.get(0).get()).isNull();
        assertThat(size.join()).isEqualTo(100);
    }

    private static CompletableFuture<Integer> sizeOfAMap(List<WeakReference<Object>> lists) throws Exception {
        try (Pool own = Pool.open(1)) {
            return own.mapAsync(INCREMENT, SayWhen.range(100))
                    .toCompletableFuture()
                    .thenApply(list -> {
                        lists.add(new WeakReference<>(list));
                        return list.size();
                    });
        }
    }

    @Test
    void callbacksMayWaitForFuturesThatAreCompletedAfterThem() {
        CompletableFuture<Integer> last = pool.applyAsync(
                        x -> {
                            Thread.sleep(2 * SOON_MILLIS);
                            return x;
                        },
                        100)
                .toCompletableFuture()
                .thenApply(x -> x + 1);
        List<CompletableFuture<Integer>> waiting = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            waiting.add(pool.applyAsync(INCREMENT, i).toCompletableFuture().thenApply(x -> x + last.join()));
        }
        for (int i = 0; i < 20; i++) {
            assertThat(waiting.get(i).join()).isEqualTo(i + 1 + 101);
        }
    }

    @Test
    void manyThreadsWaitForTheSameAndForTheirOwn() throws Exception {
        int threads = 6;
        ExecutorService callers = Executors.newFixedThreadPool(threads);
        try {
            for (int round = 0; round < 200; round++) {
                int start = round;
                CompletableFuture<Integer> shared =
                        pool.applyAsync(INCREMENT, start).toCompletableFuture().thenApply(x -> 2 * x);
                List<Future<Integer>> sums = new ArrayList<>();
                for (int i = 0; i < threads; i++) {
                    int mine = i;
                    sums.add(callers.submit(() -> pool.applyAsync(INCREMENT, mine)
                            .toCompletableFuture()
                            .thenApply(x -> x + shared.join())
                            .get()));
                }
                for (int i = 0; i < threads; i++) {
                    assertThat(sums.get(i).get(60, TimeUnit.SECONDS)).isEqualTo(i + 1 + 2 * (start + 1));
                }
            }
        } finally {
            callers.shutdownNow();
        }
    }

    private static final TaskFunction<Integer, Integer> SQUARE = x -> x * x;

    @Test
    void aCallbackMayWaitForThePoolWhateverTheExecutorIs() throws Exception {
        for (java.util.concurrent.Executor executor : List.<java.util.concurrent.Executor>of(Runnable::run, command -> {
            throw new java.util.concurrent.RejectedExecutionException("never");
        })) {
            try (Pool pool =
                    Pool.builder().processes(1).completionExecutor(executor).open()) {
                CompletableFuture<Integer> chained = pool.applyAsync(SQUARE, 3)
                        .toCompletableFuture()
                        .thenApply(value -> {
                            try {
                                return pool.apply(SQUARE, value);
                            } catch (InterruptedException e) {
                                throw new IllegalStateException(e);
                            }
                        });
                assertThat(pool.apply(SQUARE, 5)).isEqualTo(25);
                assertThat(chained.get(30, TimeUnit.SECONDS)).isEqualTo(81);
            }
        }
    }
}
