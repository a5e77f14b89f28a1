package dev.procpool;

import static dev.procpool.ProcessBarrierIT.ARRIVED;
import static dev.procpool.ProcessBarrierIT.BROKEN;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.procpool.task.Task;
import dev.procpool.testing.Await;
import dev.procpool.testing.Later;
import dev.procpool.testing.Leftovers;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Things that break a barrier, or do not, and its end. */
@ExtendWith(Leftovers.class)
@Tag("jdk")
class BrokenBarrierIT {

    private static final int PARTIES = 5;
    private static final Duration LONG = Duration.ofSeconds(30);

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

    @Test
    void anActionThatFailsBreaksTheBarrierAndItsThreadGetsTheCause() throws Exception {
        try (ProcessBarrier barrier = ProcessBarrier.of(2, LONG, () -> {
            throw new IOException("no room");
        })) {
            crowd.startChild(ProcessBarrierIT.broken(barrier, file));
            Await.orFail(() -> barrier.waiting() == 1);

            assertThatThrownBy(barrier::await)
                    .isInstanceOf(BrokenBarrierException.class)
                    .hasRootCauseMessage("no room");

            crowd.join();
            assertThat(board.get(BROKEN)).isEqualTo(1);
            assertThat(barrier.isBroken()).isTrue();
        }
    }

    @Test
    void aTimeThatIsOverWhileTheActionRunsBreaksNothing() throws Exception {
        Duration second = Duration.ofSeconds(1);
        try (ProcessBarrier barrier = ProcessBarrier.of(2, LONG, () -> {
            Thread.sleep(2 * second.toMillis());
            return null;
        })) {
            crowd.startChild(comingSecond(barrier, file));
            Await.orFail(() -> board.get(ARRIVED) == 1);

            assertThat(barrier.await(second)).isZero();

            crowd.join();
            assertThat(barrier.isBroken()).isFalse();
        }
    }

    /** Comes to the barrier at the moment at which another party waits there. */
    private static Task<Integer> comingSecond(ProcessBarrier barrier, String file) {
        return () -> {
            int waiting = barrier.waiting();
            Board.open(file).add(ARRIVED, 1);
            while (waiting == 0) {
                waiting = barrier.waiting();
            }
            return barrier.await();
        };
    }

    @Test
    void anInterruptBreaksTheBarrier() throws Exception {
        try (ProcessBarrier barrier = ProcessBarrier.of(PARTIES)) {
            AtomicReference<Throwable> end = new AtomicReference<>();
            Thread waiter = new Thread(() -> {
                try {
                    barrier.await();
                } catch (InterruptedException | BrokenBarrierException e) {
                    end.set(e);
                }
            });
            waiter.start();
            crowd.startChild(ProcessBarrierIT.broken(barrier, file));
            Await.orFail(() -> barrier.waiting() == 2);

            waiter.interrupt();

            waiter.join();
            crowd.join();
            assertThat(end.get()).isInstanceOf(InterruptedException.class);
            assertThat(board.get(BROKEN)).isEqualTo(1);
        }
    }

    @Test
    void allThatWaitAtABarrierThatIsClosedAreTold() throws Exception {
        ProcessBarrier barrier = ProcessBarrier.of(PARTIES);
        CompletableFuture<Integer> here = Later.supply(() -> {
            try {
                return barrier.await();
            } catch (InterruptedException | BrokenBarrierException e) {
                throw new IllegalStateException(e);
            }
        });
        Await.orFail(() -> barrier.waiting() == 1);

        barrier.close();

        assertThatThrownBy(() -> here.get(30, TimeUnit.SECONDS)).hasCauseInstanceOf(HomeGoneException.class);
        assertThatThrownBy(barrier::await).isInstanceOf(HomeGoneException.class);
        assertThatThrownBy(barrier::isBroken).isInstanceOf(HomeGoneException.class);
    }
}
