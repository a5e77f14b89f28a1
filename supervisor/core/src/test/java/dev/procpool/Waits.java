package dev.procpool;

import static org.assertj.core.api.Assertions.assertThat;

import dev.procpool.task.Task;
import dev.procpool.testing.Await;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;

/** A lock, its condition, and a board on which the threads that wait say so. */
final class Waits implements AutoCloseable {

    /** Places of the board. */
    static final int ASLEEP = 0;

    static final int WOKEN = 1;
    static final int LATE = 2;
    static final int STATE = 3;

    final ProcessLock lock = ProcessLock.create();
    final ProcessCondition condition = ProcessCondition.on(lock);
    final String file;
    final Board board;

    Waits(Path directory) throws IOException {
        file = Board.create(directory.resolve("board"));
        board = Board.open(file);
    }

    Task<Integer> waiting(Duration timeout) {
        return waiting(lock, condition, file, timeout);
    }

    /** Waits once. */
    static Task<Integer> waiting(ProcessLock lock, ProcessCondition condition, String file, Duration timeout) {
        return () -> {
            Board board = Board.open(file);
            try (ProcessLock.Hold hold = lock.acquire()) {
                board.add(ASLEEP, 1);
                boolean isWoken = condition.await(timeout);
                board.add(isWoken ? WOKEN : LATE, 1);
                return hold.wasAbandoned() ? 1 : 0;
            }
        };
    }

    /** Acquires the lock when a number of threads wait for the condition. */
    ProcessLock.Hold acquireWhenAsleep(int threads) throws InterruptedException {
        Await.orFail(() -> board.get(ASLEEP) == threads);
        return lock.acquire(); // a thread that says that it sleeps holds the lock until it does
    }

    int notify(int n, int asleep) throws InterruptedException {
        try (ProcessLock.Hold hold = acquireWhenAsleep(asleep)) {
            assertThat(hold.wasAbandoned()).isFalse();
            return condition.notify(n);
        }
    }

    /** Waits for a condition that ends; returns whether the lock was held then. */
    static boolean heldAtTheEnd(ProcessLock lock, ProcessCondition condition, String file) {
        try {
            lock.acquire();
            Board.open(file).add(ASLEEP, 1);
            try {
                condition.await();
                return false;
            } catch (HomeGoneException e) {
                lock.release(); // throws if the lock is not held
                return true;
            }
        } catch (InterruptedException | IOException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        condition.close();
        lock.close();
    }
}
