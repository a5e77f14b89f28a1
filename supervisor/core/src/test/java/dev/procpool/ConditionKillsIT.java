package dev.procpool;

import static org.assertj.core.api.Assertions.assertThat;

import dev.procpool.testing.Leftovers;
import java.io.Serializable;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Processes that are killed at random while they wait for a condition, notify, and hold its lock. */
@ExtendWith(Leftovers.class)
class ConditionKillsIT {

    private static final int WORKERS = 3;
    private static final int TOKENS = 0;

    @TempDir
    Path directory;

    /** A lock, its condition, and what they are about. */
    private record Shared(ProcessLock lock, ProcessCondition changed, String board, String witness)
            implements Serializable {}

    @Test
    @Timeout(value = 30, unit = TimeUnit.MINUTES)
    void processesThatAreKilledAtAnyPointLetNoOtherWaitForAnEarlierNotification() throws Exception {
        KillLoop loop = new KillLoop("ConditionKillsIT");
        try (ProcessLock lock = ProcessLock.create();
                ProcessCondition changed = ProcessCondition.on(lock);
                Pool users = KillLoop.pool(WORKERS)) {
            Shared shared = new Shared(
                    lock,
                    changed,
                    Board.create(directory.resolve("board")),
                    Witness.create(directory.resolve("witness")));
            KillLoop.Body passing = () -> loop.item(users, () -> passTokens(shared, 20));

            loop.run(users, passing, passing, passing, () -> putToken(shared), () -> takeToken(shared));

            assertThat(lock.tryAcquire(KillLoop.FROZEN)).isPresent();
            assertThat(Witness.open(shared.witness()).violations()).isZero();
        }
    }

    /** Puts and takes for some time, and waits now and then until a short time is over. */
    private static int passTokens(Shared shared, int millis) throws Exception {
        Board board = Board.open(shared.board());
        Witness witness = Witness.open(shared.witness());
        long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
        int times = 0;
        while (System.nanoTime() < end) {
            try (ProcessLock.Hold hold = acquire(shared)) {
                witness.add(hold);
                if (times % 2 == 0) {
                    board.set(TOKENS, board.get(TOKENS) + 1);
                    shared.changed().notify(1);
                } else if (shared.changed().awaitFor(Duration.ofMillis(5), () -> board.get(TOKENS) > 0)) {
                    board.set(TOKENS, board.get(TOKENS) - 1);
                    witness.add(hold);
                }
                times++;
            }
        }
        return times;
    }

    private static ProcessLock.Hold acquire(Shared shared) throws InterruptedException {
        return shared.lock().tryAcquire(KillLoop.FROZEN).orElseThrow(() -> new IllegalStateException("frozen"));
    }

    private static void putToken(Shared shared) throws Exception {
        Board board = Board.open(shared.board());
        try (ProcessLock.Hold hold = acquire(shared)) {
            Witness.open(shared.witness()).add(hold);
            board.set(TOKENS, board.get(TOKENS) + 1);
            shared.changed().notify(1);
        }
        Thread.yield();
    }

    /** Nobody here is killed: a wait lasts until a token is there, and tokens come all the time. */
    private static void takeToken(Shared shared) throws Exception {
        Board board = Board.open(shared.board());
        try (ProcessLock.Hold hold = acquire(shared)) {
            boolean isThere = shared.changed().awaitFor(KillLoop.FROZEN, () -> board.get(TOKENS) > 0);
            Witness.open(shared.witness()).add(hold);
            if (!isThere) {
                throw new IllegalStateException("frozen");
            }
            board.set(TOKENS, board.get(TOKENS) - 1);
        }
    }
}
