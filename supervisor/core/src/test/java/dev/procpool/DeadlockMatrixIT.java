package dev.procpool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.procpool.Misbehaviour.Bomb;
import dev.procpool.task.Task;
import dev.procpool.testing.Await;
import dev.procpool.testing.Leftovers;
import dev.procpool.testing.Pids;
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every way of going wrong at every moment of a worker's life: nothing hangs, the outcome is that of the table. */
@ExtendWith(Leftovers.class)
class DeadlockMatrixIT {

    /** The outcome for the caller: an exception by its name without "Exception", or that the next item just works. */
    private static final String EXPECTED = """
            how                 | decode argument    | run                | encode result       | idle  | before ready | during shutdown   | large payload
            THROWS              | ArgumentUnreadable | IllegalState       | ResultSerialization | works | PoolBroken   | IllegalState      | IllegalState
            EXITS               | WorkerDied         | WorkerDied         | WorkerDied          | works | PoolBroken   | WorkerDied        | WorkerDied
            HALTS               | WorkerDied         | WorkerDied         | WorkerDied          | works | PoolBroken   | WorkerDied        | WorkerDied
            IS_KILLED           | WorkerDied         | WorkerDied         | WorkerDied          | works | PoolBroken   | WorkerDied        | WorkerDied
            RUNS_OUT_OF_MEMORY  | WorkerOutOfMemory  | WorkerOutOfMemory  | WorkerOutOfMemory   | works | PoolBroken   | WorkerOutOfMemory | WorkerOutOfMemory
            OVERFLOWS_ITS_STACK | ArgumentUnreadable | StackOverflowError | ResultSerialization | works | PoolBroken   | StackOverflowError | StackOverflowError
            HANGS               | TaskTimeout        | TaskTimeout        | TaskTimeout         | works | PoolBroken   | TaskTimeout       | TaskTimeout
            """;

    /** These end a worker also where they happen in a thread that runs no item. */
    private static final Set<Misbehaviour> FATAL =
            EnumSet.of(Misbehaviour.EXITS, Misbehaviour.HALTS, Misbehaviour.IS_KILLED, Misbehaviour.RUNS_OUT_OF_MEMORY);

    private static final int LARGE = 8 << 20;
    private static final TaskOptions TIMED =
            TaskOptions.builder().timeout(Duration.ofMillis(1500)).build();

    /** The pool of all cells after which a pool is as good as new: the deaths of earlier cells do not matter. */
    private static Pool shared;

    @BeforeAll
    static void open() {
        shared = builder().open();
    }

    @AfterAll
    static void close() {
        shared.close();
    }

    static Stream<Arguments> cells() {
        List<String[]> rows = EXPECTED.lines()
                .map(line -> Arrays.stream(line.split("\\|")).map(String::strip).toArray(String[]::new))
                .toList();
        String[] moments = rows.get(0);
        return rows.stream().skip(1).flatMap(row -> Stream.iterate(1, column -> column + 1)
                .limit(moments.length - 1)
                .map(column -> Arguments.of(Misbehaviour.valueOf(row[0]), moments[column], row[column])));
    }

    private static String nameOf(Throwable failure) {
        return failure.getClass().getSimpleName().replaceAll("Exception$", "");
    }

    private static PoolBuilder builder() {
        return Pool.builder()
                .processes(1)
                .maxHeap("96m")
                .startTimeout(Duration.ofSeconds(20))
                .output(WorkerOutput.discarding());
    }

    @ParameterizedTest(name = "{0} during {1}: {2}")
    @MethodSource("cells")
    void everyCellEndsAsTheTableSays(Misbehaviour how, String moment, String expected) throws Exception {
        long start = System.nanoTime();
        switch (moment) {
            case "before ready" -> beforeReady(how, expected);
            case "during shutdown" -> duringShutdown(how, expected);
            case "idle" -> whileIdle(how);
            default -> whileRunning(shared, how, moment, expected);
        }
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(20));
    }

    private static void whileRunning(Pool pool, Misbehaviour how, String moment, String expected) throws Exception {
        Tasks timed = pool.with(TIMED);
        assertThatThrownBy(() -> {
                    switch (moment) {
                        case "decode argument" -> timed.apply(x -> 1, new Bomb(how, null));
                        case "run" -> timed.apply(() -> misbehave(how));
                        case "encode result" -> timed.apply(() -> new Bomb(null, how));
                        case "large payload" ->
                            timed.apply(
                                    (byte[] argument) -> {
                                        how.happen();
                                        return argument;
                                    },
                                    new byte[LARGE]);
                        default -> throw new AssertionError(moment);
                    }
                })
                .satisfies(e -> assertThat(nameOf(e)).isEqualTo(expected));
        assertThat(pool.apply((Integer x) -> x * x, 5)).as("the pool works on").isEqualTo(25);
    }

    private static int misbehave(Misbehaviour how) {
        how.happen();
        return 0;
    }

    /** The misbehaviour happens in a thread that the task has left behind. */
    private static void whileIdle(Misbehaviour how) throws Exception {
        if (how == Misbehaviour.HANGS) { // the thread that hangs would keep a processor busy in the other cells
            try (Pool own = builder().open()) {
                whileIdle(own, how, false);
            }
        } else {
            whileIdle(shared, how, FATAL.contains(how));
        }
    }

    private static void whileIdle(Pool pool, Misbehaviour how, boolean fatal) throws Exception {
        long pid = pool.apply(() -> {
            Thread left = new Thread(() -> {
                try {
                    Thread.sleep(200);
                } catch (InterruptedException e) {
                    return;
                }
                how.happen();
            });
            left.setDaemon(true);
            left.start();
            return ProcessHandle.current().pid();
        });
        if (fatal) {
            Await.orFail(() -> !Pids.isAlive(pid));
        }
        assertThat(pool.apply((Integer x) -> x * x, 5)).isEqualTo(25);
        assertThat(pool.<Long>apply(() -> ProcessHandle.current().pid()).equals(pid))
                .isEqualTo(!fatal);
    }

    private static void beforeReady(Misbehaviour how, String expected) throws Exception {
        Task<Integer> initializer = () -> misbehave(how);
        Duration startTimeout = how == Misbehaviour.HANGS ? Duration.ofSeconds(3) : Duration.ofSeconds(20);
        try (Pool pool =
                builder().initializer(initializer).startTimeout(startTimeout).open()) {
            assertThatThrownBy(() -> pool.apply((Integer x) -> x, 5))
                    .satisfies(e -> assertThat(nameOf(e)).isEqualTo(expected));
        }
    }

    private static void duringShutdown(Misbehaviour how, String expected) throws Exception {
        Pool pool = builder().open();
        assertThat(pool.awaitReady(Duration.ofSeconds(20))).isTrue();
        TaskFuture<Integer> future = pool.with(TIMED).applyAsync(() -> {
            Thread.sleep(300);
            return misbehave(how);
        });
        pool.shutdown();
        assertThatThrownBy(() -> future.get(15, TimeUnit.SECONDS))
                .isInstanceOf(ExecutionException.class)
                .satisfies(e -> assertThat(nameOf(e.getCause())).isEqualTo(expected));
        assertThat(pool.join(Duration.ofSeconds(15))).isTrue();
    }

    @Tag("jdk")
    @Test
    void whatGoesWrongHereWhileEncodingOrDecodingIsThrownHere() throws Exception {
        try (Pool pool = builder().open()) {
            assertThatThrownBy(() -> pool.apply(x -> 1, new Bomb(null, Misbehaviour.THROWS)))
                    .isInstanceOf(ArgumentSerializationException.class);
            assertThatThrownBy(() -> pool.apply(() -> new Bomb(Misbehaviour.THROWS, null)))
                    .isInstanceOf(ResultSerializationException.class);
            assertThatThrownBy(() -> pool.apply(() -> new Bomb(Misbehaviour.OVERFLOWS_ITS_STACK, null)))
                    .isInstanceOf(ResultSerializationException.class);
            assertThat(pool.apply((Integer x) -> x * x, 5)).isEqualTo(25);
        }
    }

    @Tag("jdk")
    @Test
    void aShutdownHookThatDoesNotEndHoldsNobodyUp() throws Exception {
        Task<Integer> blocksItsExit = () -> {
            Runtime.getRuntime().addShutdownHook(new Thread(Misbehaviour.HANGS::happen));
            return 1;
        };
        long start = System.nanoTime();
        try (Pool pool = builder().stopTimeout(Duration.ofSeconds(1)).open()) {
            assertThat(pool.apply(blocksItsExit)).isEqualTo(1);
        }
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(10));

        try (Pool pool = builder().stopTimeout(Duration.ofSeconds(1)).open()) {
            assertThat(pool.apply(blocksItsExit)).isEqualTo(1);
            assertThatThrownBy(() -> pool.apply(() -> {
                        System.exit(0);
                        return 1;
                    }))
                    .isInstanceOf(WorkerDiedException.class)
                    .hasMessageContaining("shutdown hook");
            assertThat(pool.apply((Integer x) -> x * x, 5)).isEqualTo(25);
        }
    }

    @Test
    void threadsThatATaskLeavesBehindDoNotKeepAWorkerAlive() throws Exception {
        long start = System.nanoTime();
        try (Pool pool = builder().open()) {
            assertThat(pool.<Integer>apply(() -> {
                        new Thread(Misbehaviour.HANGS::happen).start(); // not a daemon
                        return 1;
                    }))
                    .isEqualTo(1);
        }
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(9));
    }

    @Tag("jdk")
    @Test
    void exitCodesAreTakenAsTheyAre() throws Exception {
        try (Pool pool = builder().open()) {
            for (int code : new int[] {0, 256, 255, -1}) {
                assertThatThrownBy(() -> pool.apply(() -> {
                            System.exit(code);
                            return 1;
                        }))
                        .isInstanceOfSatisfying(WorkerDiedException.class, died -> {
                            assertThat(died.exitCode()).isEqualTo(code & 0xff);
                            assertThat(died.report().ours()).isFalse();
                        })
                        .hasMessageContaining("exited with code " + (code & 0xff));
            }
        }
    }
}
