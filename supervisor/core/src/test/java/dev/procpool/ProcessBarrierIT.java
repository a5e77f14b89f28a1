package dev.procpool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.procpool.task.Task;
import dev.procpool.testing.Await;
import dev.procpool.testing.Leftovers;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.BrokenBarrierException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Barriers between processes; mirrors the tests of {@code multiprocessing.Barrier}. */
@ExtendWith(Leftovers.class)
@Tag("jdk")
class ProcessBarrierIT {

    private static final int PARTIES = 5;
    private static final Duration LONG = Duration.ofSeconds(30);
    private static final Duration SHORT = Duration.ofMillis(200);

    /** Places of the board; an index is counted at its number. */
    static final int ARRIVED = 10;

    private static final int PASSED = 11;
    static final int BROKEN = 12;
    private static final int ACTIONS = 13;

    @TempDir
    Path directory;

    private String file;
    private Board board;
    private Crowd crowd;

    @BeforeEach
    void open() throws IOException {
        file = Board.create(directory.resolve("board"));
        board = Board.open(file);
        crowd = new Crowd();
    }

    @AfterEach
    void close() {
        crowd.close();
    }

    /** Passes the barrier some times, in step with the others. */
    private static Task<Integer> passing(ProcessBarrier barrier, String file, int times) {
        return () -> {
            Board board = Board.open(file);
            for (int i = 1; i <= times; i++) {
                board.add(ARRIVED, 1);
                board.add(barrier.await(), 1);
                long arrived = board.get(ARRIVED);
                if (arrived < (long) i * barrier.parties() || arrived > (i + 1L) * barrier.parties()) {
                    throw new IllegalStateException(arrived + " arrivals in round " + i);
                }
                board.add(PASSED, 1);
            }
            return 0;
        };
    }

    /** Waits at a barrier that breaks. */
    static Task<Integer> broken(ProcessBarrier barrier, String file) {
        return () -> {
            try {
                barrier.await();
            } catch (BrokenBarrierException e) {
                Board.open(file).add(BROKEN, 1);
            }
            return 0;
        };
    }

    private void assertPassed(int times) {
        assertThat(board.get(PASSED)).isEqualTo((long) PARTIES * times);
        for (int index = 0; index < PARTIES; index++) {
            assertThat(board.get(index)).as("index " + index).isEqualTo(times);
        }
    }

    @Test
    void fivePartiesPassOnceAndTenTimesInStepEachWithItsIndex() throws Exception {
        try (ProcessBarrier barrier = ProcessBarrier.of(PARTIES)) {
            crowd.start(PARTIES, passing(barrier, file, 1));
            crowd.join();
            assertPassed(1);

            board.set(ARRIVED, 0);
            crowd.start(PARTIES, passing(barrier, file, 10));
            crowd.join();
            assertPassed(11);
            assertThat(barrier.waiting()).isZero();
            assertThat(barrier.isBroken()).isFalse();
        }
    }

    private static Task<Integer> action(String file) {
        return () -> (int) Board.open(file).add(ACTIONS, 1);
    }

    @Test
    void theActionRunsOnceForEachRound() throws Exception {
        try (ProcessBarrier barrier = ProcessBarrier.of(PARTIES, LONG, action(file))) {
            crowd.start(PARTIES, passing(barrier, file, 10));
            crowd.join();
            assertPassed(10);
            assertThat(board.get(ACTIONS)).isEqualTo(10);
        }
    }

    @Test
    void onePartyThatAbortsBreaksTheBarrierForTheOtherFour() throws Exception {
        try (ProcessBarrier barrier = ProcessBarrier.of(PARTIES)) {
            crowd.start(PARTIES - 1, broken(barrier, file));
            Await.orFail(() -> barrier.waiting() == PARTIES - 1);

            barrier.abort();

            crowd.join();
            assertThat(board.get(BROKEN)).isEqualTo(PARTIES - 1);
            assertThat(barrier.isBroken()).isTrue();
            assertThat(barrier.waiting()).isZero();
            assertThatThrownBy(barrier::await).isInstanceOf(BrokenBarrierException.class);
        }
    }

    @Test
    void aResetBreaksTheRoundOfThoseThatWaitAndTheBarrierIsNew() throws Exception {
        try (ProcessBarrier barrier = ProcessBarrier.of(PARTIES)) {
            crowd.start(PARTIES - 1, broken(barrier, file));
            Await.orFail(() -> barrier.waiting() == PARTIES - 1);

            barrier.reset();

            crowd.join();
            assertThat(board.get(BROKEN)).isEqualTo(PARTIES - 1);
            assertThat(barrier.isBroken()).isFalse();
            crowd.start(PARTIES, passing(barrier, file, 2));
            crowd.join();
            assertPassed(2);
        }
    }

    @Test
    void aBarrierThatWasAbortedIsNewAfterAReset() throws Exception {
        try (ProcessBarrier barrier = ProcessBarrier.of(PARTIES)) {
            crowd.start(2, broken(barrier, file));
            Await.orFail(() -> barrier.waiting() == 2);
            barrier.abort();
            crowd.join();

            barrier.reset();
            barrier.reset();

            crowd.start(PARTIES, passing(barrier, file, 2));
            crowd.join();
            assertPassed(2);
        }
    }

    @Test
    void onePartyThatIsLateBreaksTheBarrierForAll() throws Exception {
        try (ProcessBarrier byDefault = ProcessBarrier.of(PARTIES, SHORT);
                ProcessBarrier barrier = ProcessBarrier.of(PARTIES)) {
            crowd.start(PARTIES - 1, broken(byDefault, file));
            crowd.join();
            assertThat(board.get(BROKEN)).isEqualTo(PARTIES - 1);
            assertThat(byDefault.isBroken()).isTrue();

            crowd.start(PARTIES - 2, broken(barrier, file));
            Await.orFail(() -> barrier.waiting() == PARTIES - 2);
            assertThatThrownBy(() -> barrier.await(SHORT)).isInstanceOf(BrokenBarrierException.class);
            crowd.join();
            assertThat(board.get(BROKEN)).isEqualTo(2 * PARTIES - 3);
            assertThatThrownBy(() -> barrier.await(LONG)).isInstanceOf(BrokenBarrierException.class);
        }
    }

    @Test
    void oneThreadAlonePassesABarrierForOne() throws Exception {
        try (ProcessBarrier barrier = ProcessBarrier.of(1)) {
            assertThat(barrier.await()).isZero();
            assertThat(barrier.await(Duration.ZERO)).isZero();
        }
    }

    @Test
    void aThousandRoundsArePassedInStep() throws Exception {
        try (ProcessBarrier barrier = ProcessBarrier.of(PARTIES)) {
            crowd.start(PARTIES, passing(barrier, file, 1000));
            crowd.join();
            assertPassed(1000);
        }
    }

    @Test
    void anImpossibleNumberOfPartiesIsRefused() {
        assertThatThrownBy(() -> ProcessBarrier.of(0)).hasMessageContaining("parties: 0");
        assertThatThrownBy(() -> ProcessBarrier.of(1 << 16)).hasMessageContaining("parties: 65536");
    }

    @Test
    void aHandleIsTheSameObjectWhereverItArrivesAndSaysItsParties() throws Exception {
        try (Pool pool = Pool.open(1);
                Pool threads = Pool.ofThreads(1);
                ProcessBarrier barrier = ProcessBarrier.of(3, LONG, action(file))) {
            assertThat(pool.apply((ProcessBarrier b) -> b.parties(), barrier)).isEqualTo(3);
            assertThat(pool.apply((ProcessBarrier b) -> b, barrier)).isSameAs(barrier);
            assertThat(threads.apply((ProcessBarrier b) -> b, barrier)).isSameAs(barrier);
        }
    }
}
